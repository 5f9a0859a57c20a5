package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.ordinal;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score.Included;
import dev.espalier.search.event.Score.Perturbed;
import org.eclipse.collections.api.list.MutableList;

/** Why stochastic beam search follows a path, and what a text it drew counts for. */
final class StochasticDraw {

  private StochasticDraw() {}

  static String sentence(NodeStatus status, Perturbed path) {
    String noise = logProbAndNoise(path);
    String place = ordinal(path.rank() + 1) + " of its time step";
    return switch (status) {
      case WRITING, OPEN -> noise + ".";
      case KEPT, EXPANDED -> "Kept: " + noise + ", " + place + ".";
      case FINISHED -> "A complete text: " + noise + ", " + place + " when it ended.";
      case SOLUTION -> "Drawn: " + noise + ".";
      case PRUNED -> "Out of the beam: " + noise + ".";
    };
  }

  private static String logProbAndNoise(Perturbed path) {
    return "its log p of %s and the noise on it come to G = %s"
        .formatted(score(path.logProb()), score(path.value()));
  }

  static String cut(Perturbed path, Reason.BelowCut cut) {
    return "Cut: %s, %s for %s; it missed the last place by %s."
        .formatted(
            logProbAndNoise(path),
            ordinal(cut.rank() + 1),
            Numbers.counted(cut.width(), "place"),
            score(cut.cut() - cut.score()));
  }

  static String sentence(Included text) {
    String probability = Numbers.percent(Math.exp(text.logProb()));
    return text.threshold() == Double.NEGATIVE_INFINITY
        ? "Drawn, as every text there is; it counts its probability, %s.".formatted(probability)
        : "Drawn: its probability is %s, its chance to be above the threshold was %s, so it counts %s."
            .formatted(probability, Numbers.percent(text.inclusion()), score(text.weight()));
  }

  static void terms(Perturbed path, int event, MutableList<Term> terms) {
    terms.add(new Term("φ", score(path.logProb()), "log p as sampled, down to here", event, false));
    terms.add(
        new Term(
            "g",
            score(path.noisy()),
            "φ + Gumbel noise of %s".formatted(score(path.noisy() - path.logProb())),
            event,
            false));
    terms.add(
        new Term("Z", score(path.greatest()), "the greatest g among its siblings", event, false));
    terms.add(new Term("G above", score(path.above()), "which that one gets", event, false));
    terms.add(
        new Term(
            "G",
            score(path.value()),
            "g, given that Z is G above; higher goes first",
            event,
            true));
  }

  static void terms(Included text, int event, MutableList<Term> terms) {
    terms.add(new Term("φ", score(text.logProb()), "log p as sampled", event, false));
    terms.add(new Term("G", score(text.value()), "φ with its noise", event, false));
    terms.add(
        new Term(
            "κ", score(text.threshold()), "greatest G of those that were not drawn", event, false));
    terms.add(
        new Term(
            "q",
            Numbers.percent(text.inclusion()),
            "1 − exp(−exp(φ − κ)), the chance of G > κ",
            event,
            false));
    terms.add(new Term("weight", score(text.weight()), "exp(φ) ÷ q", event, true));
  }
}
