package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Adaptive rejection sampling (ARS): draws until a token is allowed and never draws a refused one
 * again.
 *
 * <pre>{@code
 * repeat
 *   x ~ p without what was refused
 *   if accept(x): return (x, 1)
 *   refuse x
 * }</pre>
 *
 * <p>The token is an exact draw from p(· | A), and the weight says nothing: this is locally
 * constrained decoding, which favours texts that the model would rather not have begun. It is
 * <em>not</em> properly weighted and stands here to be compared with.
 *
 * <p>Complexity: {@code 1 + Σ p_r / (p_r + Z)} checks on average over the tokens r that are not
 * allowed, with Z = p(A).
 *
 * <p>Lipkin et al., "Fast Controlled Generation from Language Models with Adaptive Weighted
 * Rejection Sampling", arXiv 2504.05410 (2025).
 */
public record AdaptiveRejectionSampling() implements TokenSampler {

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    while (true) {
      int x = trials.draws().draw();
      if (trials.allows(x)) {
        return trials.proposal(x, 0);
      }
      trials.draws().remove(x);
      if (trials.draws().left() == 0) {
        return trials.noneAllowed(x);
      }
    }
  }
}
