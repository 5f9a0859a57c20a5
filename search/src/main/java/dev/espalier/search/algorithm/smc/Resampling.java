package dev.espalier.search.algorithm.smc;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.random.RandomKey;
import java.util.Locale;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Ways to draw N ancestors among weighted particles. All give particle i a number of offspring of
 * mean N·W_i, and none to a particle of weight 0; they differ in how far it strays from that.
 *
 * <p>Douc, Cappé and Moulines, "Comparison of Resampling Schemes for Particle Filtering", ISPA
 * 2005, arXiv cs/0507025.
 */
public enum Resampling {
  /** Independent draws. */
  MULTINOMIAL {
    @Override
    int[] draw(double[] weights, int count, RandomKey key) {
      double[] points = new double[count];
      for (int i = 0; i < count; i++) {
        points[i] = key.child(i).uniform();
      }
      return inverse(weights, points);
    }
  },
  /** One draw in each of N strata of equal mass. */
  STRATIFIED {
    @Override
    int[] draw(double[] weights, int count, RandomKey key) {
      double[] points = new double[count];
      for (int i = 0; i < count; i++) {
        points[i] = (i + key.child(i).uniform()) / count;
      }
      return inverse(weights, points);
    }
  },
  /** The same place in every stratum: ⌊N·W⌋ or ⌈N·W⌉ offspring. */
  SYSTEMATIC {
    @Override
    int[] draw(double[] weights, int count, RandomKey key) {
      double[] points = new double[count];
      double offset = key.uniform();
      for (int i = 0; i < count; i++) {
        points[i] = (i + offset) / count;
      }
      return inverse(weights, points);
    }
  },
  /** ⌊N·W⌋ offspring for certain, and the rest by independent draws on what is left over. */
  RESIDUAL {
    @Override
    int[] draw(double[] weights, int count, RandomKey key) {
      int[] ancestors = new int[count];
      double[] rest = new double[weights.length];
      double restSum = 0;
      int filled = 0;
      for (int i = 0; i < weights.length; i++) {
        int certain = (int) Math.floor(count * weights[i]);
        rest[i] = count * weights[i] - certain;
        restSum += rest[i];
        for (int copy = 0; copy < certain && filled < count; copy++) {
          ancestors[filled++] = i;
        }
      }
      if (filled < count) {
        for (int i = 0; i < rest.length; i++) {
          rest[i] /= restSum;
        }
        for (int i : MULTINOMIAL.draw(rest, count - filled, key)) {
          ancestors[filled++] = i;
        }
      }
      return ancestors;
    }
  };

  /** The parameter by which users choose one. */
  static Parameter parameter(Resampling byDefault) {
    return new Parameter.Choice(
        "resampling",
        "How particles are drawn by their weights, from the noisiest way to the most even one.",
        byDefault.label(),
        Lists.immutable.with(values()).collect(Resampling::label));
  }

  public static Resampling of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract int[] draw(double[] weights, int count, RandomKey key);

  /**
   * Draws ancestors.
   *
   * @param weights together 1, each at least 0
   * @param count how many to draw, at least 1
   * @return indexes into {@code weights}, rising in all schemes but the multinomial and residual
   */
  public ImmutableIntList ancestors(ImmutableDoubleList weights, int count, RandomKey key) {
    double sum = weights.sum();
    if (weights.isEmpty() || weights.min() < 0 || !(Math.abs(sum - 1) < 1e-6)) {
      throw new IllegalArgumentException(
          weights.size() + " weights with the sum " + sum + "; they must be shares of 1");
    }
    return IntLists.immutable.with(draw(weights.toArray(), count, key));
  }

  /** For each point of (0, 1) the particle in whose share of the unit interval it lies. */
  private static int[] inverse(double[] weights, double[] points) {
    double[] cumulative = new double[weights.length];
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
      last = weights[i] > 0 ? i : last;
    }
    int[] ancestors = new int[points.length];
    for (int k = 0; k < points.length; k++) {
      // Sums of shares may stay a rounding error below 1; what lies there is the last one's.
      int i = 0;
      while (i < last && !(points[k] < cumulative[i])) {
        i++;
      }
      ancestors[k] = i;
    }
    return ancestors;
  }
}
