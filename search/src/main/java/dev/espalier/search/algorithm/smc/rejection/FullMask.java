package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Full masking: asks about every token, draws among the allowed ones and weighs by their mass.
 *
 * <pre>{@code
 * A <- {t : accept(t)};  Z <- p(A)
 * if A is empty: return (some token, 0)
 * x ~ p(. | A)
 * return (x, Z)
 * }</pre>
 *
 * <p>The weight has no variance beyond that of Z itself. Complexity: one check a token of positive
 * probability.
 */
public record FullMask() implements TokenSampler {

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    double best = Double.NEGATIVE_INFINITY;
    boolean[] in = new boolean[p.size()];
    for (int i = 0; i < p.size(); i++) {
      in[i] = allowed.test(p.token(i));
      best = in[i] ? Math.max(best, p.logProb(i)) : best;
    }
    if (best == Double.NEGATIVE_INFINITY) {
      return proposal(p, 0, Double.NEGATIVE_INFINITY);
    }
    double sum = 0;
    for (int i = 0; i < p.size(); i++) {
      sum += in[i] ? Math.exp(p.logProb(i) - best) : 0;
    }
    double threshold = key.uniform() * sum;
    int x = -1;
    for (int i = 0; i < p.size() && (x < 0 || threshold >= 0); i++) {
      if (in[i]) {
        x = i;
        threshold -= Math.exp(p.logProb(i) - best);
      }
    }
    return proposal(p, x, Math.min(0, best + Math.log(sum)));
  }

  private static Proposal proposal(Distribution p, int item, double logWeight) {
    return new Proposal(
        p.token(item), p.logProb(item), logWeight, Lists.immutable.empty(), p.size());
  }
}
