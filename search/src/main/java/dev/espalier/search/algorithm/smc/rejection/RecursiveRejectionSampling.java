package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Recursive adaptive weighted rejection sampling (RAWRS): one loop of draws without repetition, and
 * one look at the draw after the accepted one.
 *
 * <pre>{@code
 * psi <- 0;  n <- 0
 * for i in the order in which p is drawn without replacement
 *   last <- nothing is left after i;  forced <- n = R - 1 or psi > cap
 *   if accept(i)
 *     if last: return (i, p(i))
 *     if forced: return (i, 1 - psi)
 *     return (i, 1 - psi if accept(the next one), else p(i))
 *   if last or forced: return (i, 0)
 *   psi += p(i);  n += 1
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>1 − ψ</td><td>{@link Draws#logLeft} before the draw, as a logarithm</td></tr>
 *   <tr><td>R</td><td>{@code maxRejects}</td></tr>
 *   <tr><td>cap</td><td>{@code cap}</td></tr>
 * </table>
 *
 * <p>Why the weight is proper: let the first draw x have the probability q among what is left. If x
 * is accepted, the weight is 1 when the next draw is accepted too and q when not, on average the
 * accepted mass. If x is refused, (1 − q)·W' with a W' that is proper by induction. The factors (1
 * − q) telescope to 1 − ψ, which leaves two possible values. At the last chance the weight 1 − ψ
 * has the probability Z/(1 − ψ), and 0 otherwise, which is proper as well.
 *
 * <p>Complexity: {@code 2 + Σ p_r / (p_r + Z)} checks on average over the tokens r that are not
 * allowed, where two tokens or more are allowed. If just one is, its weight is exactly Z.
 *
 * <p>Departures: the code published with the paper gives up, with the weight 0, once the refused
 * mass comes within 1e-5 of 1; that is biased, and here is no tolerance. The cap is added.
 *
 * <p>The default of the code that accompanies Lipkin et al., arXiv 2504.05410 (2025).
 *
 * @param maxRejects rejections after which a draw is the last, at least 2
 * @param cap refused mass above which a draw is the last, in (0, 1]
 */
public record RecursiveRejectionSampling(int maxRejects, double cap) implements TokenSampler {

  public RecursiveRejectionSampling {
    TokenSampler.requireLimit(maxRejects);
    if (!(cap > 0 && cap <= 1)) {
      throw new IllegalArgumentException("a cap of " + cap + " is not above 0 and at most 1");
    }
  }

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    Draws draws = trials.draws();
    for (int n = 0; ; n++) {
      int i = draws.draw();
      double logRemaining = draws.logLeft();
      boolean last = draws.left() == 1;
      boolean forced = n == maxRejects - 1 || -Math.expm1(logRemaining) > cap;
      draws.remove(i);
      if (trials.allows(i)) {
        if (last) {
          return trials.proposal(i, trials.logProb(i));
        }
        boolean whole = forced || trials.allows(draws.draw());
        return trials.proposal(i, whole ? logRemaining : trials.logProb(i));
      }
      if (last || forced) {
        return trials.noneAllowed(i);
      }
    }
  }
}
