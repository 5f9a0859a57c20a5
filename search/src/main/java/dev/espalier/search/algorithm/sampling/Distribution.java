package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.event.FilterStage;
import dev.espalier.search.lm.NextTokens;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that may still be drawn and their probabilities, which sum to 1: what one stage of a
 * sampling chain hands to the next. Immutable; there is at least one token.
 */
final class Distribution {

  private final int[] tokens;

  /** Natural, up to the constant {@link #logTotal}. */
  private final double[] logWeights;

  private final double logTotal;

  /** What the probabilities are after division by {@link #total}. */
  private final double[] weights;

  private final double total;

  /** The model's own probabilities of the same tokens, among all tokens of the row. */
  private final Share model;

  /** The probabilities that some tokens of a row have there, as weights before a division. */
  private static final class Share {

    private final double[] weights;
    private final double total;

    /** Of all of them, NaN until it is asked for; a row has many tokens. */
    private double mass = Double.NaN;

    Share(double[] weights, double total) {
      this.weights = weights;
      this.total = total;
    }

    double of(int i) {
      return weights[i] / total;
    }

    double mass() {
      if (Double.isNaN(mass)) {
        mass = Math.min(1, Arrays.stream(weights).map(w -> w / total).sum());
      }
      return mass;
    }
  }

  private Distribution(int[] tokens, double[] logWeights, @Nullable Share model) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double logWeight : logWeights) {
      greatest = Math.max(greatest, logWeight);
    }
    double[] w = new double[logWeights.length];
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.exp(logWeights[i] - greatest);
      sum += w[i];
    }
    this.tokens = tokens;
    this.logWeights = logWeights;
    this.logTotal = greatest + Math.log(sum);
    this.weights = w;
    this.total = sum;
    this.model = model == null ? new Share(w, sum) : model;
  }

  /** The possible tokens of a row, of which there must be one. */
  static Distribution of(NextTokens row) {
    int[] tokens = new int[row.size()];
    double[] logWeights = new double[row.size()];
    int possible = 0;
    for (int i = 0; i < tokens.length; i++) {
      double logProb = row.logProb(i);
      if (logProb > Double.NEGATIVE_INFINITY) {
        tokens[possible] = row.token(i);
        logWeights[possible++] = logProb;
      }
    }
    return possible == tokens.length
        ? new Distribution(tokens, logWeights, null)
        : new Distribution(
            Arrays.copyOf(tokens, possible), Arrays.copyOf(logWeights, possible), null);
  }

  int size() {
    return tokens.length;
  }

  int token(int i) {
    return tokens[i];
  }

  double probability(int i) {
    return weights[i] / total;
  }

  double logProbability(int i) {
    return logWeights[i] - logTotal;
  }

  /** All probabilities. */
  double[] probabilities() {
    double[] p = new double[weights.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = weights[i] / total;
    }
    return p;
  }

  /** The probability of {@code token}, 0 if it is not among these. */
  double probabilityOf(int token) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return probability(i);
      }
    }
    return 0;
  }

  /** Index of the most probable token, the first of equals. */
  int mode() {
    int best = 0;
    for (int i = 1; i < logWeights.length; i++) {
      if (logWeights[i] > logWeights[best]) {
        best = i;
      }
    }
    return best;
  }

  /** In nats. */
  double entropy() {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double p = probability(i);
      if (p > 0) {
        sum -= p * logProbability(i);
      }
    }
    return sum;
  }

  /** The tokens at the indexes that pass, renormalised; if none does, the most probable alone. */
  Distribution keep(IntPredicate index) {
    int[] kept = new int[tokens.length];
    int count = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (index.test(i)) {
        kept[count++] = i;
      }
    }
    if (count == tokens.length) {
      return this;
    }
    return at(count == 0 ? new int[] {mode()} : Arrays.copyOf(kept, count));
  }

  /** The most probable token alone. */
  Distribution keepMode() {
    return at(new int[] {mode()});
  }

  private Distribution at(int[] indexes) {
    int[] keptTokens = new int[indexes.length];
    double[] keptWeights = new double[indexes.length];
    double[] keptModel = new double[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      keptTokens[i] = tokens[indexes[i]];
      keptWeights[i] = logWeights[indexes[i]];
      keptModel[i] = model.of(indexes[i]);
    }
    return new Distribution(keptTokens, keptWeights, new Share(keptModel, 1));
  }

  /** The same tokens with other log-probabilities, finite ones, which are renormalised. */
  Distribution reweigh(IntToDoubleFunction logWeight) {
    double[] changed = new double[tokens.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = logWeight.applyAsDouble(i);
    }
    return new Distribution(tokens, changed, model);
  }

  /** What a stage of this name left over, if it is this. */
  FilterStage after(String stage) {
    return new FilterStage(stage, tokens.length, model.mass());
  }

  /**
   * Index of the token at {@code uniform} of the distribution function, tokens in their order.
   *
   * @param uniform in (0, 1)
   */
  int draw(double uniform) {
    double left = uniform;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      double p = weights[i] / total;
      if (p > 0) {
        last = i;
        left -= p;
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }
}
