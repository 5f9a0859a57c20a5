package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;

/**
 * Makes every token less likely that stands in the text, prompt included: its log-probability is
 * multiplied by θ. 1 changes nothing, less than 1 makes them more likely.
 *
 * <p>Keskar, McCann, Varshney, Xiong and Socher, "CTRL", arXiv 1909.05858 (2019). There logits are
 * divided if positive and multiplied if negative; here log-probabilities, which are never positive,
 * are what a model gives.
 */
record RepetitionPenalty(double theta) implements Stage.Contextual {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "repetition-penalty",
          "Multiplies the log-probability of tokens that stand in the text or the prompt.",
          1,
          0.01,
          100);

  RepetitionPenalty {
    if (!(theta > 0 && theta <= 100)) {
      throw new IllegalArgumentException(
          "repetition-penalty " + theta + " is not above 0 and at most 100");
    }
  }

  @Override
  public String name() {
    return "repetition-penalty";
  }

  @Override
  public boolean neutral() {
    return theta == 1;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    ImmutableIntSet seen = situation.sequence().toList().toSet().toImmutable();
    return before.reweigh(
        i -> before.logProbability(i) * (seen.contains(before.token(i)) ? theta : 1));
  }
}
