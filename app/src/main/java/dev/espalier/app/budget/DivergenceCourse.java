package dev.espalier.app.budget;

import dev.espalier.search.algorithm.aligned.SampledTexts;
import dev.espalier.search.event.EventSource;
import java.util.Objects;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a sampler under a constraint say of its distance from the model's own
 * distribution, at any event: a fold that goes on as events come.
 */
final class DivergenceCourse {

  private @Nullable EventSource source;
  private int seen;
  private SampledTexts last = SampledTexts.NONE;

  /** Events after which something was known that was not before, and what. */
  private final MutableIntList events = IntLists.mutable.empty();

  private final MutableList<SampledTexts> states = Lists.mutable.empty();

  /** Of the states, those after a text. */
  private final MutableList<SampledTexts> texts = Lists.mutable.empty();

  /** Reads what came since the last time; starts anew with other events. */
  void follow(@Nullable EventSource now) {
    if (!Objects.equals(now, source)) {
      source = now;
      seen = 0;
      last = SampledTexts.NONE;
      events.clear();
      states.clear();
      texts.clear();
    }
    int size = now == null ? 0 : now.size();
    for (; now != null && seen < size; seen++) {
      SampledTexts next = last.plus(now.event(seen));
      if (next.equals(last)) {
        continue;
      }
      if (next.texts() > last.texts()) {
        texts.add(next);
      }
      last = next;
      events.add(seen);
      states.add(next);
    }
  }

  /** Where the texts come from, as far as is known. */
  SampledTexts.Kind kind() {
    return last.kind();
  }

  /** What was known before event {@code cursor}. */
  SampledTexts at(int cursor) {
    int at = events.binarySearch(cursor - 1);
    int index = at >= 0 ? at : -at - 2;
    return index < 0 ? SampledTexts.NONE : states.get(index);
  }

  /**
   * The divergence in nats by the later half of the texts drawn before event {@code cursor}, since
   * some samplers learn from the earlier ones; NaN where there are none.
   *
   * @param logTotal log Z, or NaN to take what the same texts estimate
   */
  double of(int cursor, double logTotal) {
    SampledTexts now = at(cursor);
    if (now.kind() != SampledTexts.Kind.DRAWS) {
      return Double.NaN;
    }
    int half = now.texts() / 2;
    SampledTexts before = half == 0 ? SampledTexts.NONE : texts.get(half - 1);
    SampledTexts later = now.since(before);
    return later.divergence(Double.isNaN(logTotal) ? later.logTotal() : logTotal);
  }
}
