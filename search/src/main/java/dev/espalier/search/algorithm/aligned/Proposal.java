package dev.espalier.search.algorithm.aligned;

import org.jspecify.annotations.Nullable;

/** A distribution to draw the next token from; immutable. */
final class Proposal {

  /** In proportion to the probabilities, the greatest 1. */
  private final double[] weights;

  private final double sum;

  private Proposal(double[] weights, double sum) {
    this.weights = weights;
    this.sum = sum;
  }

  /** The distribution in proportion to the exponentials of these, or null if all are −∞. */
  static @Nullable Proposal of(double[] logWeights) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double log : logWeights) {
      greatest = Math.max(greatest, log);
    }
    if (greatest == Double.NEGATIVE_INFINITY) {
      return null;
    }
    double[] weights = new double[logWeights.length];
    double sum = 0;
    for (int v = 0; v < weights.length; v++) {
      weights[v] = Math.exp(logWeights[v] - greatest);
      sum += weights[v];
    }
    return new Proposal(weights, sum);
  }

  /** All of it on the most probable token, the smallest id on ties. */
  Proposal greedy() {
    double[] one = new double[weights.length];
    int best = 0;
    for (int v = 1; v < one.length; v++) {
      best = weights[v] > weights[best] ? v : best;
    }
    one[best] = 1;
    return new Proposal(one, 1);
  }

  double probability(int token) {
    return weights[token] / sum;
  }

  /**
   * A token by inversion of the distribution function, in the order of ids.
   *
   * @param uniform in (0, 1)
   */
  int draw(double uniform) {
    double threshold = uniform * sum;
    int last = -1;
    for (int v = 0; v < weights.length; v++) {
      if (weights[v] > 0) {
        last = v;
        threshold -= weights[v];
        if (threshold < 0) {
          break;
        }
      }
    }
    return last;
  }
}
