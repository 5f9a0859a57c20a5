package dev.espalier.search.algorithm.aligned;

/** Sums of probabilities given by their logarithms. */
final class LogSum {

  private LogSum() {}

  /** log Σ exp(x_i); −∞ of nothing. */
  static double of(double... logs) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      greatest = Math.max(greatest, log);
    }
    if (greatest == Double.NEGATIVE_INFINITY) {
      return greatest;
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - greatest);
    }
    return greatest + Math.log(sum);
  }

  /** log(exp(a) − exp(b)) for a ≥ b; −∞ where rounding has made b the greater. */
  static double difference(double a, double b) {
    return b >= a ? Double.NEGATIVE_INFINITY : a + Math.log1p(-Math.exp(b - a));
  }
}
