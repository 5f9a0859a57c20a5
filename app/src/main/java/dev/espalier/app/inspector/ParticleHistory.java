package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the particles at a node: the draws that led to it, the factors of its weight,
 * its share, and its offspring.
 */
record ParticleHistory(SearchTree tree, EventSource events, int node, int cursor) {

  ImmutableList<Term> terms() {
    MutableList<Term> terms = Lists.mutable.empty();
    draws(terms);
    int reweighed = lastAbout(SearchEvent.Reweighed.class);
    if (reweighed >= 0) {
      factors((SearchEvent.Reweighed) events.event(reweighed), reweighed, terms);
    }
    int weighed = lastAbout(SearchEvent.Weighed.class);
    if (weighed >= 0) {
      share((SearchEvent.Weighed) events.event(weighed), weighed, terms);
    }
    return terms.toImmutable();
  }

  /** How many tokens were held against the constraint on the way to this node. */
  private void draws(MutableList<Term> terms) {
    ImmutableList<Trials.Trial> drawn = new Trials(tree, events, node, cursor).drawn();
    if (drawn.notEmpty()) {
      int refused = drawn.count(trial -> !trial.allowed());
      int known = drawn.count(Trials.Trial::again);
      terms.add(
          new Term(
              "draws",
              Integer.toString(drawn.size()),
              "%s refused by the constraint, %s of a token drawn before; listed below"
                  .formatted(refused == 0 ? "none" : refused, known == 0 ? "none" : known),
              drawn.getFirst().event(),
              false));
    }
  }

  private static void factors(SearchEvent.Reweighed reweighed, int by, MutableList<Term> terms) {
    for (WeightTerm term : reweighed.terms()) {
      terms.add(new Term("+ " + term.name(), score(term.log()), note(term.name()), by, false));
    }
    terms.add(
        new Term(
            "log w",
            score(reweighed.logWeight()),
            "log-weight of particle %d since the last resampling"
                .formatted(reweighed.particle() + 1),
            by,
            true));
  }

  private static String note(String term) {
    return switch (term) {
      case "reward" -> "log of what the reward model's judgement weighs";
      case "untwist" -> "takes the judgement before this one back";
      case "sampler" -> "log of the estimated mass of the allowed tokens";
      case "end" -> "log of the mass of an end here, where the text has to end";
      case "critic" -> "log of the critic's weight of the text up to here";
      default -> "log of a factor of the weight";
    };
  }

  private void share(SearchEvent.Weighed weighed, int by, MutableList<Term> terms) {
    int particles = 0;
    double share = 0;
    for (int i = 0; i < weighed.nodes().size(); i++) {
      if (weighed.nodes().get(i) == node) {
        particles++;
        share += weighed.weights().get(i);
      }
    }
    int all = weighed.nodes().size();
    terms.add(
        new Term(
            "W",
            score(share),
            particles == 1
                ? "its share of the weight of all particles"
                : "share of the %d particles here".formatted(particles),
            by,
            true));
    terms.add(
        new Term(
            "ESS",
            score(weighed.effectiveSize()),
            "effective number of " + Numbers.counted(all, "particle"),
            by,
            false));
    terms.add(
        new Term(
            "log Ẑ",
            score(weighed.logEvidence()),
            "log of the mean weight: estimates the mass of all that is wanted",
            by,
            false));
    SearchEvent.@Nullable Resampled resampled = null;
    int drawnBy = by;
    while (resampled == null && ++drawnBy < Math.min(cursor, events.size())) {
      SearchEvent event = events.event(drawnBy);
      if (event instanceof SearchEvent.Stepped || event instanceof SearchEvent.Weighed) {
        return;
      }
      resampled = event instanceof SearchEvent.Resampled drawn ? drawn : null;
    }
    if (resampled == null) {
      return;
    }
    int offspring = resampled.ancestors().count(ancestor -> weighed.nodes().get(ancestor) == node);
    terms.add(
        new Term(
            "offspring",
            Integer.toString(offspring),
            "drawn; %s expected, W × %d".formatted(score(share * all), all),
            drawnBy,
            false));
  }

  /** Index of the last event of a kind about the node before the cursor, or −1. */
  private int lastAbout(Class<? extends SearchEvent> kind) {
    int last = -1;
    for (int i = 0; i < tree.events(node).size(); i++) {
      int event = tree.events(node).get(i);
      if (event < cursor && kind.isInstance(events.event(event))) {
        last = event;
      }
    }
    return last;
  }
}
