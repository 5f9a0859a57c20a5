package dev.espalier.search.grammar.bench;

import java.util.Arrays;

/**
 * Times of one kind of work.
 *
 * @param count how many times were taken
 */
public record Measurement(int count, double median, double p90, double p99, double max) {

  static Measurement of(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? new Measurement(0, 0, 0, 0, 0)
        : new Measurement(
            sorted.length,
            at(sorted, 0.5),
            at(sorted, 0.9),
            at(sorted, 0.99),
            sorted[sorted.length - 1]);
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
  }
}
