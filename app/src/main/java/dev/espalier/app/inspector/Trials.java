package dev.espalier.app.inspector;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/** The draws under a constraint in the place of a node, in order: those refused and those taken. */
public record Trials(SearchTree tree, EventSource events, int node, int cursor) {

  /**
   * A drawn token.
   *
   * @param allowed whether the constraint let it pass
   * @param again whether it had been drawn there before, so that the answer was known
   * @param event that tells of it
   */
  public record Trial(
      int token, String text, double logProb, boolean allowed, boolean again, int event) {}

  /** Of a particle the draws for its own token; elsewhere all that went on from the same place. */
  ImmutableList<Trial> drawn() {
    if (node == 0) {
      return Lists.immutable.empty();
    }
    ImmutableList<Trial> own = ofParticle();
    return own.isEmpty() ? ofPlace() : own;
  }

  /** A particle's draws come just before the node that the last of them made. */
  private ImmutableList<Trial> ofParticle() {
    int born = tree.bornBy(node);
    int first = born;
    while (first > 0 && events.event(first - 1) instanceof SearchEvent.Tried) {
      first--;
    }
    MutableList<Trial> trials = Lists.mutable.empty();
    for (int i = first; i < Math.min(born, cursor); i++) {
      if (events.event(i) instanceof SearchEvent.Tried tried) {
        trials.add(
            new Trial(
                tried.token(),
                shown(tried.text()),
                tried.logProb(),
                tried.allowed(),
                tried.known(),
                i));
      }
    }
    return trials.toImmutable();
  }

  private ImmutableList<Trial> ofPlace() {
    MutableList<Trial> trials = Lists.mutable.empty();
    MutableIntSet before = IntSets.mutable.empty();
    SearchEvent.Considered weighed = null;
    IntList about = tree.events(tree.parent(node));
    for (int i = 0; i < about.size() && about.get(i) < cursor; i++) {
      SearchEvent event = events.event(about.get(i));
      if (event instanceof SearchEvent.Considered considered) {
        weighed = considered;
      } else if (event instanceof SearchEvent.Drawn drawn && weighed != null) {
        Prospect prospect = weighed.prospects().detect(p -> p.token() == drawn.token());
        if (prospect != null) {
          trials.add(
              new Trial(
                  prospect.token(),
                  shown(prospect.text()),
                  prospect.logProb(),
                  prospect.allowed(),
                  !before.add(prospect.token()),
                  about.get(i)));
        }
      }
    }
    return trials.toImmutable();
  }

  /** Tokens that are known to be forbidden in the place of the node. */
  IntSet forbidden() {
    MutableIntSet forbidden = IntSets.mutable.empty();
    if (node == 0) {
      return forbidden;
    }
    IntList about = tree.events(tree.parent(node));
    for (int i = 0; i < about.size() && about.get(i) < cursor; i++) {
      switch (events.event(about.get(i))) {
        case SearchEvent.Considered considered ->
            considered
                .prospects()
                .reject(Prospect::allowed)
                .forEach(prospect -> forbidden.add(prospect.token()));
        case SearchEvent.Tried tried when !tried.allowed() -> forbidden.add(tried.token());
        default -> {
          // says nothing of what is allowed
        }
      }
    }
    return forbidden;
  }

  private static String shown(String text) {
    return text.isEmpty() ? TokenRow.END : Texts.visible(text);
  }
}
