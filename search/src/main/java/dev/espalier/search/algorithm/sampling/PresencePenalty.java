package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import org.eclipse.collections.api.map.primitive.IntIntMap;

/**
 * Takes this much off the log-probability of every token that was generated before, however often;
 * the prompt does not count. 0 changes nothing, less than 0 makes them more likely.
 */
record PresencePenalty(double penalty) implements Stage.Contextual {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "presence-penalty",
          "Taken off the log-probability of tokens that were generated before.",
          0,
          -10,
          10);

  PresencePenalty {
    if (!(penalty >= -10 && penalty <= 10)) {
      throw new IllegalArgumentException("presence-penalty " + penalty + " is not in -10 to 10");
    }
  }

  @Override
  public String name() {
    return "presence-penalty";
  }

  @Override
  public boolean neutral() {
    return penalty == 0;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    IntIntMap counts = situation.generatedCounts();
    return before.reweigh(
        i -> before.logProbability(i) - (counts.get(before.token(i)) > 0 ? penalty : 0));
  }
}
