package dev.espalier.search.reward;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Judges partial solutions, many in one call. Scores are the model's opinion, in [0, 1], not
 * calibrated probabilities of success. The score of a step must not depend on the steps after it.
 * Not thread-safe.
 */
public interface RewardModel extends AutoCloseable {

  RewardDescription description();

  /**
   * Scores every step of each solution, in order.
   *
   * @param solutions each with at least one step
   * @throws IllegalArgumentException if a solution has no step or is too long for the model
   * @throws dev.espalier.search.lm.ModelFailure if the evaluation itself failed
   */
  ImmutableList<StepScores> score(ImmutableList<Solution> solutions);

  /** What the user should know of how the model was opened. */
  default ImmutableList<String> notices() {
    return Lists.immutable.empty();
  }

  /** Forgets what was computed, keeping the memory for what comes. It changes no answer. */
  default void forget() {}

  @Override
  void close();
}
