package dev.espalier.app.tree;

/**
 * What values a metric has over all nodes but the prompt, of which the last one counts.
 *
 * @param least infinite if there is none
 * @param most less than {@code least} if there is none
 */
public record MetricRange(double least, double most) {

  static MetricRange of(SearchTree tree, Metric metric) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int node = 1; node < tree.nodes(); node++) {
      double value = metric.of(tree, node, tree.size());
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return new MetricRange(least, most);
  }

  /** Whether no node has a value. */
  public boolean isEmpty() {
    return least > most;
  }
}
