package dev.espalier.app.experiment;

import dev.espalier.app.engine.Target;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The probability Z that the model writes an allowed text, for each target of a comparison: known
 * where it was bounded closely, else what all runs together estimate.
 *
 * @param logs of Z, by target
 * @param known targets of which it is known
 */
record Totals(Map<String, Double> logs, int known) {

  static Totals of(Iterable<Row> rows) {
    Map<String, MutableList<Evidence>> byTarget = new HashMap<>();
    for (Row row : rows) {
      Evidence evidence = row.evidence();
      if (evidence != null) {
        byTarget.computeIfAbsent(evidence.target(), _ -> Lists.mutable.empty()).add(evidence);
      }
    }
    Map<String, Double> logs = new HashMap<>();
    int known = 0;
    for (Map.Entry<String, MutableList<Evidence>> entry : byTarget.entrySet()) {
      Evidence bounded =
          entry
              .getValue()
              .detect(one -> one.known() != null && one.known().isWithin(Target.TOLERANCE));
      if (bounded != null && bounded.known() != null) {
        known++;
        logs.put(entry.getKey(), bounded.known().logMiddle());
      } else {
        logs.put(entry.getKey(), logMean(entry.getValue().toImmutable()));
      }
    }
    return new Totals(Map.copyOf(logs), known);
  }

  /** Every run's estimate of Z is right on average, and so is their mean. */
  private static double logMean(ImmutableList<Evidence> all) {
    double[] logs =
        all.asLazy().collectDouble(Evidence::logTotal).select(Double::isFinite).toArray();
    double greatest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      greatest = Math.max(greatest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - greatest);
    }
    // Runs that came to no text estimate Z by 0.
    return sum == 0 ? Double.NaN : greatest + Math.log(sum / all.size());
  }

  /** How many targets there are. */
  int size() {
    return logs.size();
  }

  /**
   * How far a run's texts are from what it aims at, in nats: log Z less their mean log-weight; NaN
   * where nothing is known.
   */
  double divergence(Row row) {
    Evidence evidence = row.evidence();
    return evidence == null
        ? row.divergence()
        : logs.getOrDefault(evidence.target(), Double.NaN) - evidence.meanLogWeight();
  }
}
