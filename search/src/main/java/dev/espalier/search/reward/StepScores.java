package dev.espalier.search.reward;

import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * The scores of a solution's steps.
 *
 * @param scores one a step, in [0, 1], or NaN where the model failed to give one
 * @param tokens one a step: tokens the model reads for it, the first step's with the problem
 */
public record StepScores(ImmutableDoubleList scores, ImmutableIntList tokens) {

  public StepScores {
    if (scores.isEmpty() || scores.size() != tokens.size()) {
      throw new IllegalArgumentException(
          scores.size() + " scores with token counts of " + tokens.size() + " steps");
    }
  }

  public double last() {
    return scores.getLast();
  }
}
