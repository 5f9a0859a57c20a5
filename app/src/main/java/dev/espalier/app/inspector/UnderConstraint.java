package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.percent;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** What a constraint did where a node was chosen, and what was learned of what follows it. */
final class UnderConstraint {

  private final SearchTree tree;
  private final EventSource events;
  private final int node;
  private final int cursor;

  UnderConstraint(SearchTree tree, EventSource events, int node, int cursor) {
    this.tree = tree;
    this.events = events;
    this.node = node;
    this.cursor = cursor;
  }

  /** An event and its index. */
  private record Seen<E>(int index, E event) {}

  private <E extends SearchEvent> ImmutableList<Seen<E>> all(int about, Class<E> kind) {
    MutableList<Seen<E>> seen = Lists.mutable.empty();
    IntList indexes = tree.events(about);
    for (int i = 0; i < indexes.size() && indexes.get(i) < cursor; i++) {
      SearchEvent event = events.event(indexes.get(i));
      if (kind.isInstance(event)) {
        seen.add(new Seen<>(indexes.get(i), kind.cast(event)));
      }
    }
    return seen.toImmutable();
  }

  /** The numbers, in the order they were found; none where the text is free. */
  ImmutableList<Term> terms() {
    MutableList<Term> terms = Lists.mutable.empty();
    choice(terms);
    masksWithin(terms);
    estimates(terms);
    return terms.toImmutable();
  }

  /** How the node's token was weighed among those that could follow its parent. */
  private void choice(MutableList<Term> terms) {
    if (node == 0) {
      return;
    }
    Seen<SearchEvent.Masked> mask = all(tree.parent(node), SearchEvent.Masked.class).getLast();
    Seen<Prospect> weighed = weighed();
    if (weighed != null) {
      Prospect prospect = weighed.event();
      terms.add(
          new Term(
              "p",
              percent(Math.exp(prospect.logProb())),
              "of its token under the model",
              weighed.index(),
              false));
      terms.add(
          new Term(
              "allowed",
              prospect.allowed() ? "yes" : "no",
              "by the constraint",
              weighed.index(),
              false));
    }
    if (mask != null && tree.tokens(node).size() == 1) {
      terms.add(
          new Term(
              "removed",
              percent(1 - mask.event().mass()),
              "of the mass here; %s allowed"
                  .formatted(Numbers.counted(mask.event().allowed(), "token")),
              mask.index(),
              false));
    }
    if (weighed != null) {
      Prospect prospect = weighed.event();
      terms.add(
          new Term(
              "future then",
              percent(Math.exp(prospect.logFuture())),
              "c~: estimate that such a text comes to an allowed end",
              weighed.index(),
              false));
      terms.add(
          new Term(
              "q",
              percent(prospect.probability()),
              "p times future, renormalised: how it was drawn",
              weighed.index(),
              true));
    }
  }

  /** The last time its token was among those weighed; null if it never was. */
  private @Nullable Seen<Prospect> weighed() {
    if (node == 0 || tree.tokens(node).size() != 1) {
      return null;
    }
    int token = tree.tokens(node).get(0);
    Seen<Prospect> last = null;
    for (Seen<SearchEvent.Considered> one : all(tree.parent(node), SearchEvent.Considered.class)) {
      Prospect prospect = one.event().prospects().detect(p -> p.token() == token);
      if (prospect != null) {
        last = new Seen<>(one.index(), prospect);
      }
    }
    return last;
  }

  /** Of a node of several tokens, the hardest of the masks within it. */
  private void masksWithin(MutableList<Term> terms) {
    if (node == 0 || tree.tokens(node).size() < 2) {
      return;
    }
    ImmutableList<Seen<SearchEvent.Masked>> masks = all(node, SearchEvent.Masked.class);
    if (masks.notEmpty()) {
      Seen<SearchEvent.Masked> hardest = masks.minBy(seen -> seen.event().mass());
      terms.add(
          new Term(
              "removed",
              percent(1 - hardest.event().mass()),
              "of the mass at most, over %s".formatted(Numbers.counted(masks.size(), "token")),
              hardest.index(),
              false));
    }
  }

  /** What is known now of what follows the node, and how often that was corrected. */
  private void estimates(MutableList<Term> terms) {
    ImmutableList<Seen<SearchEvent.Estimated>> estimates = all(node, SearchEvent.Estimated.class);
    if (estimates.isEmpty()) {
      return;
    }
    Seen<SearchEvent.Estimated> last = estimates.getLast();
    terms.add(
        new Term(
            "future before",
            percent(Math.exp(last.event().before())),
            "before the last text through here",
            last.index(),
            false));
    terms.add(
        new Term(
            "future now",
            percent(Math.exp(last.event().after())),
            "after it; %s so far".formatted(Numbers.counted(estimates.size(), "correction")),
            last.index(),
            node == 0));
    if (node == 0) {
      terms.add(
          new Term(
              "log Z ≤",
              score(last.event().after()),
              "of all allowed texts together",
              last.index(),
              false));
    }
  }

  /** What masking alone, or no constraint, would have done; empty where nothing was weighed. */
  String whatIf() {
    Seen<Prospect> weighed = weighed();
    Seen<SearchEvent.Masked> mask =
        node == 0 ? null : all(tree.parent(node), SearchEvent.Masked.class).getLast();
    if (weighed == null || mask == null || mask.event().mass() == 0) {
      return "";
    }
    double p = Math.exp(weighed.event().logProb());
    if (!weighed.event().allowed()) {
      return "A mask would have drawn something allowed here, at the price of a distorted"
          + " distribution; this token is never drawn again.";
    }
    return "Masking alone draws it with %s, the free model with %s."
        .formatted(percent(Math.min(1, p / mask.event().mass())), percent(p));
  }
}
