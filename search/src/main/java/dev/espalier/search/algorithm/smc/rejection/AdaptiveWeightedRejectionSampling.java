package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Adaptive weighted rejection sampling (AWRS): two loops of draws that never repeat a refused
 * token; the first gives the token, both the weight.
 *
 * <pre>{@code
 * psi <- 0
 * n0 <- 0;  repeat x ~ p without what was refused until accept(x), refusing: n0 += 1, psi += p(x)
 * psi0 <- psi
 * n1 <- 0;  repeat y ~ p without what was refused until accept(y), refusing: n1 += 1, psi += p(y)
 * return (x, (1 - psi0) / (n0 + n1 + 1))
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>1 − ψ0</td><td>{@link Draws#logLeft} after the first loop, as a logarithm</td></tr>
 *   <tr><td>n0, n1</td><td>{@code rejections} of both loops together</td></tr>
 * </table>
 *
 * <p>Why the weight is proper: the first loop refuses r and takes t with the probability
 * Q(r)·p(t)/(1 − ψ_r); times 1 − ψ_r that leaves Q(r)·p(t). Whatever the second loop refuses, s,
 * each way to cut u = rs in two has the same share of the probability that one loop refuses exactly
 * u, there are |u| + 1 of them, and the division by |u| + 1 makes one of them. Summed over u, p(t)
 * is left. With more loops than two this no longer holds.
 *
 * <p>Complexity: {@code 2 + Σ 1 − (Z/(Z + p_r))²} draws on average over the tokens r that are not
 * allowed, with Z = p(A); the token that was accepted is known in the second loop.
 *
 * <p>Lipkin et al., "Fast Controlled Generation from Language Models with Adaptive Weighted
 * Rejection Sampling", arXiv 2504.05410 (2025), definition 2 and proposition 3.
 */
public record AdaptiveWeightedRejectionSampling() implements TokenSampler {

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    int x = firstAllowed(trials);
    if (x < 0) {
      return trials.noneAllowed(-1 - x);
    }
    double logRemaining = trials.draws().logLeft();
    // Cannot fail: x is still there.
    firstAllowed(trials);
    int rejections = trials.refused();
    return trials.proposal(x, logRemaining - Math.log(rejections + 1.0));
  }

  /** The first allowed item, or −1 − the last refused one where there is none. */
  private static int firstAllowed(Trials trials) {
    while (true) {
      int x = trials.draws().draw();
      if (trials.allows(x)) {
        return x;
      }
      trials.draws().remove(x);
      if (trials.draws().left() == 0) {
        return -1 - x;
      }
    }
  }
}
