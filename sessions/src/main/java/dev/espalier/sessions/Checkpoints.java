package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A fold over a long log at any of its moments, without beginning again each time.
 *
 * <p>States are kept at even distances, never more than a fixed number of them: when there would be
 * more, every second is dropped and the distance doubles. Going to a moment folds on from the kept
 * state before it, so it takes at most one distance of events, which is about the length of the log
 * over half the number of states. The log may still be growing. Confined to one thread.
 *
 * @param <S> the state
 */
public final class Checkpoints<S> {

  private static final int FIRST_DISTANCE = 256;

  private final EventSource events;
  private final Fold<S> fold;
  private final int most;

  /** State i is the one after i·distance events. */
  private final List<S> kept = new ArrayList<>();

  /** Number of events after each step. */
  private final MutableIntList stepEnds = IntLists.mutable.empty();

  private int distance = FIRST_DISTANCE;
  private S latest;
  private int folded;

  /**
   * @param most states to keep, at least 2
   */
  public Checkpoints(EventSource events, Fold<S> fold, int most) {
    if (most < 2) {
      throw new IllegalArgumentException(most + " checkpoints; at least 2 are needed");
    }
    this.events = events;
    this.fold = fold;
    this.most = most;
    this.latest = fold.start();
    kept.add(fold.copy(latest));
  }

  /**
   * The state after the first {@code cursor} events; the caller may change it.
   *
   * @throws IndexOutOfBoundsException if there are not so many events yet
   */
  public S at(int cursor) {
    Objects.checkFromToIndex(0, cursor, events.size());
    if (cursor >= folded) {
      foldTo(cursor);
      return fold.copy(latest);
    }
    int nearest = Math.min(cursor / distance, kept.size() - 1);
    S state = fold.copy(kept.get(nearest));
    for (int i = nearest * distance; i < cursor; i++) {
      state = fold.plus(state, events.event(i));
    }
    return state;
  }

  /**
   * The state after {@code step}, counted from 0.
   *
   * @throws IndexOutOfBoundsException if that step has not ended yet
   */
  public S afterStep(int step) {
    while (step >= stepEnds.size() && folded < events.size()) {
      foldTo(folded + 1);
    }
    return at(stepEnds.get(Objects.checkIndex(step, stepEnds.size())));
  }

  /** How many states are kept, for those who watch memory. */
  int kept() {
    return kept.size();
  }

  private void foldTo(int cursor) {
    while (folded < cursor) {
      SearchEvent event = events.event(folded);
      latest = fold.plus(latest, event);
      folded++;
      if (event instanceof SearchEvent.Stepped) {
        stepEnds.add(folded);
      }
      if (folded % distance == 0) {
        if (kept.size() == most) {
          thin();
        }
        if (folded % distance == 0) {
          kept.add(fold.copy(latest));
        }
      }
    }
  }

  private void thin() {
    List<S> even = new ArrayList<>();
    for (int i = 0; i < kept.size(); i += 2) {
      even.add(kept.get(i));
    }
    kept.clear();
    kept.addAll(even);
    distance *= 2;
  }
}
