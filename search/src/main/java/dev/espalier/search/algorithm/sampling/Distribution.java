package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.event.FilterStage;
import dev.espalier.search.lm.NextTokens;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The tokens that may still be drawn and their probabilities, which sum to 1: what one stage of a
 * sampling chain hands to the next. Immutable; there is at least one token.
 */
final class Distribution {

  private final int[] tokens;

  /** Natural, up to the constant {@link #logTotal}. */
  private final double[] logWeights;

  private final double logTotal;
  private final double[] probabilities;

  /** The model's own probabilities of the same tokens, among all tokens of the row. */
  private final double[] model;

  private Distribution(int[] tokens, double[] logWeights, double[] model) {
    double greatest = Arrays.stream(logWeights).max().orElseThrow();
    double[] p = new double[logWeights.length];
    double total = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logWeights[i] - greatest);
      total += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= total;
    }
    this.tokens = tokens;
    this.logWeights = logWeights;
    this.logTotal = greatest + Math.log(total);
    this.probabilities = p;
    this.model = model.length == 0 ? p : model;
  }

  /** The possible tokens of a row, of which there must be one. */
  static Distribution of(NextTokens row) {
    int[] possible =
        IntStream.range(0, row.size())
            .filter(i -> row.logProb(i) > Double.NEGATIVE_INFINITY)
            .toArray();
    int[] tokens = new int[possible.length];
    double[] logWeights = new double[possible.length];
    for (int i = 0; i < possible.length; i++) {
      tokens[i] = row.token(possible[i]);
      logWeights[i] = row.logProb(possible[i]);
    }
    return new Distribution(tokens, logWeights, new double[0]);
  }

  int size() {
    return tokens.length;
  }

  int token(int i) {
    return tokens[i];
  }

  double probability(int i) {
    return probabilities[i];
  }

  double logProbability(int i) {
    return logWeights[i] - logTotal;
  }

  /** All probabilities, not to be changed. */
  double[] probabilities() {
    return probabilities;
  }

  /** The probability of {@code token}, 0 if it is not among these. */
  double probabilityOf(int token) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return probabilities[i];
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
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        sum -= probabilities[i] * logProbability(i);
      }
    }
    return sum;
  }

  /** The tokens at the indexes that pass, renormalised; if none does, the most probable alone. */
  Distribution keep(IntPredicate index) {
    int[] kept = IntStream.range(0, tokens.length).filter(index).toArray();
    if (kept.length == tokens.length) {
      return this;
    }
    return at(kept.length == 0 ? new int[] {mode()} : kept);
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
      keptModel[i] = model[indexes[i]];
    }
    return new Distribution(keptTokens, keptWeights, keptModel);
  }

  /** The same tokens with other log-probabilities, finite ones, which are renormalised. */
  Distribution reweigh(IntToDoubleFunction logWeight) {
    double[] changed = new double[tokens.length];
    Arrays.setAll(changed, logWeight);
    return new Distribution(tokens, changed, model);
  }

  /** What a stage of this name left over, if it is this. */
  FilterStage after(String stage) {
    return new FilterStage(stage, tokens.length, Math.min(1, Arrays.stream(model).sum()));
  }

  /**
   * Index of the token at {@code uniform} of the distribution function, tokens in their order.
   *
   * @param uniform in (0, 1)
   */
  int draw(double uniform) {
    double left = uniform;
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        left -= probabilities[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }
}
