package dev.espalier.search.algorithm.aligned;

import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * What the weights P(w) / S(w) of sampled texts say of their sampler S, where the distribution they
 * should have, Q(w) = P(w) / Z, cannot be written down.
 *
 * <p>The mean weight estimates Z without bias, so KL(S ‖ Q) = E[log S − log P] + log Z is estimated
 * by log(mean w) − mean(log w), which is too low for few texts and right for many.
 *
 * @param logs of the weights, one a text; −∞ for a draw that gave no allowed text
 */
public record ImportanceWeights(ImmutableDoubleList logs) {

  public ImportanceWeights {
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("weights of no texts say nothing");
    }
  }

  public static ImportanceWeights of(double... logs) {
    return new ImportanceWeights(DoubleLists.immutable.with(logs));
  }

  /** log of the estimate of Z. */
  public double logTotal() {
    return LogSum.of(logs.toArray()) - Math.log(logs.size());
  }

  /** The estimate of KL(S ‖ Q) in nats, over the draws that gave a text; NaN if none did. */
  public double divergence() {
    double[] finite = logs.select(log -> log > Double.NEGATIVE_INFINITY).toArray();
    if (finite.length == 0) {
      return Double.NaN;
    }
    double mean = 0;
    for (double log : finite) {
      mean += log / finite.length;
    }
    return Math.max(0, LogSum.of(finite) - Math.log(finite.length) - mean);
  }

  /** How many independent texts of Q they are worth: (Σ w)² / Σ w². */
  public double effectiveSize() {
    double logSum = LogSum.of(logs.toArray());
    if (logSum == Double.NEGATIVE_INFINITY) {
      return 0;
    }
    double squares = 0;
    for (int i = 0; i < logs.size(); i++) {
      squares += Math.exp(2 * (logs.get(i) - logSum));
    }
    return 1 / squares;
  }
}
