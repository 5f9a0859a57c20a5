package dev.espalier.app.tree.canvas;

import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import java.util.List;
import java.util.Locale;

/** The numbers in the foot of a box, with the names the algorithms' descriptions give them. */
record Figures(List<Figure> parts) {

  /** One of them; either part may be empty. */
  record Figure(String name, String number) {}

  static Figures named(String words) {
    return new Figures(List.of(new Figure(words, "")));
  }

  static Figures of(Score score) {
    return new Figures(
        switch (score) {
          case Score.AStar star ->
              List.of(
                  new Figure("r", number(star.reward())), new Figure("f", number(star.value())));
          case Score.Beam beam ->
              List.of(
                  new Figure("#" + (beam.rank() + 1), ""), new Figure("", number(beam.value())));
          case Score.Solution solution -> List.of(new Figure("r", number(solution.value())));
          case Score.Particle particle -> List.of(new Figure("r", number(particle.value())));
          case Score.Share share -> List.of(new Figure("W", number(share.value())));
          case Score.LogProbability logProbability ->
              List.of(new Figure("log p", number(logProbability.value())));
          case Score.Sampled sampled -> List.of(new Figure("log w", number(sampled.value())));
          case Score.Contrastive contrastive ->
              List.of(
                  new Figure("p", number(contrastive.confidence())),
                  new Figure("cos", number(contrastive.penalty())));
          case Score.Perturbed perturbed ->
              List.of(
                  new Figure("log p", number(perturbed.logProb())),
                  new Figure("G", number(perturbed.value())));
          case Score.Included included ->
              List.of(
                  new Figure("G", number(included.value())),
                  new Figure("w", number(included.weight())));
          case Score.Diverse diverse ->
              List.of(
                  new Figure("g" + (diverse.group() + 1) + " #" + (diverse.rank() + 1), ""),
                  new Figure("", number(diverse.value())));
        });
  }

  /** Why a node was pruned, in a word or two. */
  static String of(Reason reason) {
    return switch (reason) {
      case Reason.BelowCut cut -> "rank " + (cut.rank() + 1) + " of " + cut.width();
      case Reason.EndBeyondBeam _ -> "end beyond beam";
      case Reason.Displaced _ -> "displaced";
      case Reason.StoppedEarly _ -> "stopped early";
      case Reason.Duplicate _ -> "duplicate";
      case Reason.TooDeep _ -> "too deep";
      case Reason.NoStepEnd _ -> "no end of step";
      case Reason.NoChildren _ -> "no children";
      case Reason.FrontierFull _ -> "frontier full";
      case Reason.NotBestSibling _ -> "not best sibling";
      case Reason.Outscored _ -> "outscored";
      case Reason.Outvoted _ -> "outvoted";
      case Reason.NotDrawn _ -> "not drawn";
      case Reason.ZeroWeight _ -> "weight 0";
      case Reason.Lookahead _ -> "lookahead";
      case Reason.Forbidden _ -> "forbidden";
      case Reason.NotChosen _ -> "not chosen";
      case Reason.Threshold _ -> "threshold";
    };
  }

  /** Short, with a minus sign that is as wide as a digit; empty for NaN. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    String digits =
        String.format(Locale.ROOT, size < 100 ? "%.2f" : size < 1000 ? "%.1f" : "%.3g", size);
    return value < 0 && !digits.equals("0.00") ? "−" + digits : digits;
  }
}
