package dev.espalier.app.experiment;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals by resampling problems with replacement: runs of one problem belong together, whatever
 * their seeds. Two statistics of the same resamples are paired. The resamples are always the same
 * for the same number of problems, so that a report can be made again to the letter.
 *
 * <p>Percentile intervals; Efron, "Bootstrap methods: another look at the jackknife", The Annals of
 * Statistics 7(1), 1979.
 */
final class Bootstrap {

  static final int RESAMPLES = 2_000;
  private static final long SEED = 20_190_501;
  private static final double TAIL = 0.025;

  /** For each resample, how often each problem is in it. */
  private final int[][] weights;

  /**
   * @param problems how many there are
   */
  Bootstrap(int problems) {
    SplittableRandom random = new SplittableRandom(SEED);
    weights = new int[RESAMPLES][problems];
    for (int[] one : weights) {
      for (int i = 0; i < problems; i++) {
        one[random.nextInt(problems)]++;
      }
    }
  }

  /** The middle 95 % of what a statistic came to; both ends NaN if it never came to a number. */
  record Interval(double low, double high) {}

  /** The statistic of every resample. */
  double[] values(ToDoubleFunction<int[]> statistic) {
    return Arrays.stream(weights).mapToDouble(statistic).toArray();
  }

  Interval interval(ToDoubleFunction<int[]> statistic) {
    return interval(values(statistic));
  }

  /** The interval of values, those that are no numbers left out. */
  static Interval interval(double... values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
  }

  /** By linear interpolation between order statistics. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double low = sorted[below];
    // Infinite values must not be subtracted from one another.
    return low == sorted[above] ? low : low + (place - below) * (sorted[above] - low);
  }
}
