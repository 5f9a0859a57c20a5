package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Chooses a sampler by the distribution: geometric where one token has two thirds of the mass or
 * more accepted draws than two are wanted, recursive elsewhere.
 *
 * <p>The choice sees only p and the settings, never what is allowed, so weights stay proper. With
 * no limit of rejections the geometric sampler's repetitions are integrated out.
 *
 * <p>The rule of the code that accompanies Lipkin et al., arXiv 2504.05410 (2025).
 *
 * @param accepts accepted draws wanted by the geometric sampler, at least 2
 * @param maxRejects rejections allowed, at least 2
 */
public record AutomaticRejectionSampling(int accepts, int maxRejects) implements TokenSampler {

  private static final double LOG_TWO_THIRDS = Math.log(2.0 / 3);

  public AutomaticRejectionSampling {
    TokenSampler.requireAccepts(accepts);
    TokenSampler.requireLimit(maxRejects);
  }

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    return chosen(p).propose(p, allowed, key);
  }

  /** The sampler for a distribution. */
  TokenSampler chosen(Distribution p) {
    if (accepts == 2 && p.maxLogProb() < LOG_TWO_THIRDS) {
      return new RecursiveRejectionSampling(maxRejects, 1);
    }
    return maxRejects == UNLIMITED
        ? new IntegratedRejectionSampling(accepts)
        : new GeometricRejectionSampling(accepts, maxRejects);
  }
}
