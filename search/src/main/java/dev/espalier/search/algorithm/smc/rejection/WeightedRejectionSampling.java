package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;

/**
 * Weighted rejection sampling (WRS): loops of draws with replacement, each up to its first allowed
 * token; the number of rejections estimates the allowed mass.
 *
 * <pre>{@code
 * a <- 0;  r <- 0
 * until a = k or r = R
 *   y ~ p
 *   if accept(y): a <- a + 1;  x <- y if it is the first
 *   else r <- r + 1
 * if a = 0: return (some refused token, 0)
 * return (x, min(k - 1, a) / (a + r - 1))
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>L + 1 = k</td><td>{@code accepts}</td></tr>
 *   <tr><td>n = r</td><td>rejections in all loops</td></tr>
 *   <tr><td>Ẑ = L / (n + L)</td><td>the weight, when no limit is reached</td></tr>
 * </table>
 *
 * <p>Complexity: {@code (L + 1) / Z} draws on average, with Z = p(A) the allowed mass; the
 * constraint is asked once for each distinct token.
 *
 * <p>Departure: a limit of rejections R, without which no draw would ever end where nothing is
 * allowed. The weight at the limit is proper too: a/(a + r − 1) is the chance that the first draw
 * was accepted, given how many were.
 *
 * <p>Lipkin et al., arXiv 2504.05410 (2025), definition 1.
 *
 * @param accepts accepted draws wanted, at least 2
 * @param maxRejects rejections allowed in all, at least 2
 */
public record WeightedRejectionSampling(int accepts, int maxRejects) implements TokenSampler {

  public WeightedRejectionSampling {
    TokenSampler.requireAccepts(accepts);
    TokenSampler.requireLimit(maxRejects);
  }

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    int a = 0;
    int r = 0;
    int x = -1;
    int refused = -1;
    while (a < accepts && r < maxRejects) {
      int y = trials.draws().draw();
      if (trials.allows(y)) {
        a++;
        x = x < 0 ? y : x;
      } else {
        r++;
        refused = y;
      }
    }
    return x < 0 ? trials.noneAllowed(refused) : trials.proposal(x, logWeight(accepts, a, r));
  }

  /** log of the weight after {@code a} accepted and {@code r} rejected draws with replacement. */
  static double logWeight(int accepts, int a, double r) {
    return Math.log(Math.min(accepts - 1, a)) - Math.log(a + r - 1);
  }
}
