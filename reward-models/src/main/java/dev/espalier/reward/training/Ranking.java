package dev.espalier.reward.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Figures over samples and scores. */
final class Ranking {
  private Ranking() {}

  /**
   * Probability that a right item scores above a wrong one, ties counted half (area under the ROC
   * curve); NaN if one of the kinds is missing.
   */
  static double areaUnderCurve(double[] scores, boolean[] right) {
    Integer[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toArray(Integer[]::new);
    double rankSum = 0;
    long positives = 0;
    int at = 0;
    while (at < order.length) {
      int end = at;
      while (end < order.length && scores[order[end]] == scores[order[at]]) {
        end++;
      }
      double rank = (at + 1 + end) / 2.0;
      for (int i = at; i < end; i++) {
        if (right[order[i]]) {
          rankSum += rank;
          positives++;
        }
      }
      at = end;
    }
    long negatives = order.length - positives;
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }

  /**
   * Probability that at least one of {@code k} samples drawn without replacement is right, given
   * {@code right} right ones among {@code samples} (Chen et al., arXiv 2107.03374).
   */
  static double passAt(int k, int samples, int right) {
    if (k < 1 || k > samples || right < 0 || right > samples) {
      throw new IllegalArgumentException(
          "pass@" + k + " is not defined for " + right + " right of " + samples + " samples");
    }
    double missed = 1;
    for (int i = 0; i < k; i++) {
      missed *= Math.max(0, samples - right - i) / (double) (samples - i);
    }
    return 1 - missed;
  }

  /** The index of the largest score, the first of several; of NaN scores only, zero. */
  static int best(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best] || Double.isNaN(scores[best])) {
        best = i;
      }
    }
    return best;
  }

  static double minimum(double[] scores) {
    return Arrays.stream(scores).min().orElse(Double.NaN);
  }

  static double last(double[] scores) {
    return scores.length == 0 ? Double.NaN : scores[scores.length - 1];
  }
}
