package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;

/**
 * Geometric rejection sampling with its made-up repetitions integrated out (Rao–Blackwell): the
 * same draws, and the expectation of the weight instead of one sample of it.
 *
 * <pre>{@code
 * draw without what was refused until k are accepted;  n <- number refused
 * psi_d <- refused mass before draw d, for every draw d, accepted ones too;  c <- n + k - 1
 * return (first accepted,
 *         (k - 1) * integral_0^1 u^(c - 1) * product_d (1 - psi_d) / (1 - psi_d u) du)
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>k</td><td>{@code accepts}</td></tr>
 *   <tr><td>1 − ψ_d</td><td>{@link Draws#logLeft} before draw d, as a logarithm</td></tr>
 * </table>
 *
 * <p>The integral is taken over t with {@code u = (1 − e^(−t)) / psi_max}, where its integrand is
 * smooth, by Gauss–Legendre quadrature of 32 points a panel, more panels the more was refused.
 *
 * <p>Complexity: that of {@link GeometricRejectionSampling}; the variance is lower.
 *
 * <p>After Lipkin et al., arXiv 2504.05410 (2025), whose code draws the repetitions.
 *
 * @param accepts accepted draws wanted, at least 2
 */
public record IntegratedRejectionSampling(int accepts) implements TokenSampler {

  private static final int MAX_PANELS = 24;

  public IntegratedRejectionSampling {
    TokenSampler.requireAccepts(accepts);
  }

  @Override
  public Proposal propose(Distribution p, IntPredicate allowed, RandomKey key) {
    Trials trials = new Trials(p, allowed, key);
    Draws draws = trials.draws();
    DoubleArrayList logLeft = new DoubleArrayList();
    int a = 0;
    int x = -1;
    int refused = -1;
    while (a < accepts) {
      if (draws.left() == 0) {
        return trials.noneAllowed(refused);
      }
      logLeft.add(draws.logLeft());
      int y = draws.draw();
      if (trials.allows(y)) {
        a++;
        x = x < 0 ? y : x;
      } else {
        draws.remove(y);
        refused = y;
      }
    }
    return trials.proposal(x, Math.log(expectedWeight(logLeft, trials.refused(), accepts)));
  }

  private static double expectedWeight(DoubleArrayList logLeft, int n, int k) {
    double logLeast = logLeft.getLast();
    if (n == 0 || logLeast == 0) {
      return 1;
    }
    double least = Math.exp(logLeast);
    double most = -Math.expm1(logLeast);
    int panels = Math.min(MAX_PANELS, 1 + n / 16);
    double width = -logLeast / panels;
    double integral = 0;
    for (int panel = 0; panel < panels; panel++) {
      for (int i = 0; i < GaussLegendre.POINTS; i++) {
        double t = width * (panel + GaussLegendre.point(i));
        double u = -Math.expm1(-t) / most;
        double rest = (Math.exp(-t) - least) / most;
        double log = (n + k - 2) * Math.log(u) - t - Math.log(most);
        for (int d = 0; d < logLeft.size(); d++) {
          double left = logLeft.get(d);
          // 1 - psi u, written so that nothing cancels where both are close to 1.
          log += left - Math.log(rest + u * Math.exp(left));
        }
        integral += width * GaussLegendre.weight(i) * Math.exp(log);
      }
    }
    return Math.min(1, (k - 1) * integral);
  }
}
