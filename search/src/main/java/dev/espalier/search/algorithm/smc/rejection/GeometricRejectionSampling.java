package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Geometric adaptive weighted rejection sampling (GAWRS): draws without repetition, and makes up
 * the repetitions that draws with replacement would have had.
 *
 * <pre>{@code
 * psi <- 0;  a <- 0;  r <- 0
 * until a = k or r >= R
 *   if psi > 0: r += floor(ln U / ln psi)          // refused tokens that would have come again
 *   if r >= R: stop
 *   y ~ p without what was refused
 *   if accept(y): a += 1;  x <- y if it is the first
 *   else r += 1;  psi += p(y);  refuse y
 * if a = 0: return (some refused token, 0)
 * return (x, min(k - 1, a) / (a + min(r, R) - 1))
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>k</td><td>{@code accepts}</td></tr>
 *   <tr><td>R</td><td>{@code maxRejects}</td></tr>
 *   <tr><td>ψ</td><td>1 − the exponential of {@link Draws#logLeft}</td></tr>
 * </table>
 *
 * <p>The weight has exactly the law of {@link WeightedRejectionSampling}, at the cost of {@link
 * AdaptiveWeightedRejectionSampling}: {@code k + Σ 1 − (Z/(Z + p_r))^k} draws.
 *
 * <p>From the code that accompanies Lipkin et al., arXiv 2504.05410 (2025).
 *
 * @param accepts accepted draws wanted, at least 2
 * @param maxRejects rejections allowed in all, made-up ones too, at least 2
 */
public record GeometricRejectionSampling(int accepts, int maxRejects) implements TokenSampler {

  public GeometricRejectionSampling {
    TokenSampler.requireAccepts(accepts);
    TokenSampler.requireLimit(maxRejects);
  }

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    Draws draws = trials.draws();
    // Made-up repetitions may be more than an int can count.
    double limit = maxRejects == UNLIMITED ? Double.POSITIVE_INFINITY : maxRejects;
    int a = 0;
    double r = 0;
    int x = -1;
    int refused = -1;
    while (a < accepts && r < limit && draws.left() > 0) {
      if (refused >= 0) {
        r += Math.floor(Math.log(draws.uniform()) / logOneMinusExp(draws.logLeft()));
        if (r >= limit) {
          r = limit;
          break;
        }
      }
      int y = draws.draw();
      if (trials.allows(y)) {
        a++;
        x = x < 0 ? y : x;
      } else {
        r++;
        draws.remove(y);
        refused = y;
      }
    }
    return x < 0
        ? trials.noneAllowed(refused)
        : trials.proposal(x, WeightedRejectionSampling.logWeight(accepts, a, r));
  }

  /** log(1 − e^x), precise at both ends. */
  private static double logOneMinusExp(double x) {
    return x > -Math.log(2) ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
  }
}
