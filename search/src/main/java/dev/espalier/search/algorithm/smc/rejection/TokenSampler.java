package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/** A way to draw a token that a constraint allows, together with a weight. */
public sealed interface TokenSampler
    permits FullMask,
        AdaptiveRejectionSampling,
        WeightedRejectionSampling,
        AdaptiveWeightedRejectionSampling,
        RecursiveRejectionSampling,
        GeometricRejectionSampling,
        IntegratedRejectionSampling,
        AutomaticRejectionSampling {

  /** No limit on the number of rejections. */
  int UNLIMITED = Integer.MAX_VALUE;

  /**
   * Draws.
   *
   * @param p the model's distribution of the next token
   * @param allowed the constraint; asked as little as the sampler can
   * @param key from which all draws follow
   */
  Proposal propose(Distribution p, IntPredicate allowed, RandomKey key);

  /** Checks a limit of rejections. */
  static void requireLimit(int maxRejects) {
    if (maxRejects < 2) {
      throw new IllegalArgumentException(
          "a limit of "
              + maxRejects
              + " rejections is below 2, the least that keeps weights proper");
    }
  }

  /** Checks a number of accepted draws. */
  static void requireAccepts(int accepts) {
    if (accepts < 2) {
      throw new IllegalArgumentException(
          accepts + " accepted draws; a weight can be estimated from 2 or more");
    }
  }
}
