package dev.espalier.search.algorithm.stochasticbeam;

import dev.espalier.search.algorithm.stochasticbeam.StochasticBeam.Path;
import dev.espalier.search.lm.NextTokens;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A token that may follow a path, with Gumbel noise on its log-probability.
 *
 * @param logProb under the model, given what is above
 * @param phi log-probability as sampled, with everything above
 * @param noisy g, phi plus a Gumbel number
 * @param greatest Z, the greatest g among its siblings and itself
 * @param perturbed G, which is g given that Z is the path's own G
 */
record PerturbedToken(
    int token, double logProb, double phi, double noisy, double greatest, double perturbed) {

  /**
   * The tokens of greatest G that follow a path, in falling order; the first has the path's own G.
   *
   * @param row of which at least one token is possible
   * @param count how many, fewer if fewer are possible
   */
  static ImmutableList<PerturbedToken> following(
      Path path, NextTokens row, double temperature, int count) {
    double logSum = logSumOfExponentials(row, temperature);
    int n = Math.min(count, row.size());
    int[] best = new int[n];
    double[] noisy = new double[n];
    int filled = 0;
    for (int i = 0; i < row.size(); i++) {
      if (row.logProb(i) == Double.NEGATIVE_INFINITY) {
        continue;
      }
      double phi = path.phi() + row.logProb(i) / temperature - logSum;
      double g = phi + path.key().child(row.token(i)).gumbel();
      if (filled == n && !(g > noisy[n - 1])) {
        continue;
      }
      int at = filled < n ? filled++ : n - 1;
      for (; at > 0 && g > noisy[at - 1]; at--) {
        best[at] = best[at - 1];
        noisy[at] = noisy[at - 1];
      }
      best[at] = i;
      noisy[at] = g;
    }
    MutableList<PerturbedToken> tokens = Lists.mutable.empty();
    for (int i = 0; i < filled; i++) {
      double logProb = row.logProb(best[i]);
      tokens.add(
          new PerturbedToken(
              row.token(best[i]),
              logProb,
              path.phi() + logProb / temperature - logSum,
              noisy[i],
              noisy[0],
              conditioned(noisy[i], noisy[0], path.perturbed())));
    }
    return tokens.toImmutable();
  }

  /**
   * A Gumbel number as it must be if the greatest of its family is {@code bound} and not {@code
   * greatest}: −log(exp(−bound) − exp(−greatest) + exp(−g)), without exponentials that overflow.
   */
  static double conditioned(double g, double greatest, double bound) {
    double x = bound - g + Math.log1p(-Math.exp(g - greatest));
    return bound - Math.max(0, x) - Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double logSumOfExponentials(NextTokens row, double temperature) {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < row.size(); i++) {
      best = Math.max(best, row.logProb(i));
    }
    double sum = 0;
    for (int i = 0; i < row.size(); i++) {
      sum += Math.exp((row.logProb(i) - best) / temperature);
    }
    return best / temperature + Math.log(sum);
  }
}
