package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import org.eclipse.collections.api.map.primitive.IntIntMap;

/**
 * Takes this much off the log-probability of a token for each time it was generated before; the
 * prompt does not count. 0 changes nothing, less than 0 makes them more likely.
 */
record FrequencyPenalty(double penalty) implements Stage.Contextual {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "frequency-penalty",
          "Taken off a token's log-probability for each time it was generated before.",
          0,
          -10,
          10);

  FrequencyPenalty {
    if (!(penalty >= -10 && penalty <= 10)) {
      throw new IllegalArgumentException("frequency-penalty " + penalty + " is not in -10 to 10");
    }
  }

  @Override
  public String name() {
    return "frequency-penalty";
  }

  @Override
  public boolean neutral() {
    return penalty == 0;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    IntIntMap counts = situation.generatedCounts();
    return before.reweigh(i -> before.logProbability(i) - penalty * counts.get(before.token(i)));
  }
}
