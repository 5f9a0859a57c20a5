package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.beam.BeamSearch.EarlyStopping;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * How finished hypotheses of different lengths are compared, and when no running one can still
 * enter their list.
 *
 * @param lengthPenalty divides a sum of log-probabilities by length to this power
 */
record StopRule(double lengthPenalty, EarlyStopping early) {

  /** The parameters it is made of. */
  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "length-penalty",
              "Divides a finished score by length to this power: above 0 favours long texts.",
              1,
              -10,
              10),
          new Parameter.Choice(
              "early-stopping",
              "When to stop once enough have finished: at once, by heuristic, or only when safe.",
              "false",
              Lists.immutable.with("true", "false", "never")));

  static StopRule of(Settings settings) {
    return new StopRule(
        settings.real("length-penalty"),
        switch (settings.text("early-stopping")) {
          case "true" -> EarlyStopping.TRUE;
          case "never" -> EarlyStopping.NEVER;
          default -> EarlyStopping.FALSE;
        });
  }

  /** The score of a finished hypothesis of {@code length} tokens. */
  double value(double sum, int length) {
    return sum / Math.pow(length, lengthPenalty);
  }

  /**
   * What the best running hypothesis is taken to reach at most.
   *
   * @param length its tokens so far
   * @param longest tokens a hypothesis can have
   */
  double bound(double sum, int length, int longest) {
    return value(sum, early == EarlyStopping.NEVER && lengthPenalty > 0 ? longest : length);
  }

  /**
   * Whether a search whose list of finished hypotheses is full is over.
   *
   * @param worst score in that list
   */
  boolean ends(double bound, double worst) {
    return early == EarlyStopping.TRUE || bound <= worst;
  }
}
