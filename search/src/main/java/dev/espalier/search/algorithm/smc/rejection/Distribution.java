package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import java.util.Arrays;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;

/**
 * The distribution p of the next token: the tokens of positive probability, by id, normalised.
 * Immutable; the arrays are shared by everything drawn from it.
 */
public final class Distribution {

  private final int[] tokens;
  private final double[] logProbs;

  /** Sums of p relative to the most probable token, over items 0 to i. */
  private final double[] cumulative;

  private final double maxLogProb;

  private Distribution(int[] tokens, double[] logProbs) {
    double best = Arrays.stream(logProbs).max().orElseThrow();
    this.tokens = tokens;
    this.logProbs = logProbs;
    this.cumulative = new double[logProbs.length];
    double sum = 0;
    for (int i = 0; i < logProbs.length; i++) {
      sum += Math.exp(logProbs[i] - best);
      cumulative[i] = sum;
    }
    double logSum = best + Math.log(sum);
    this.maxLogProb = best - logSum;
    for (int i = 0; i < logProbs.length; i++) {
      logProbs[i] -= logSum;
    }
  }

  /**
   * A model's row. The end tokens become one item, the most probable of them, with the probability
   * of them all: which of them ends a text makes no difference to the text.
   *
   * @throws ModelFailure if no token has any probability
   */
  public static Distribution of(NextTokens row, ImmutableIntSet endTokens) {
    int end = -1;
    double endLogProb = Double.NEGATIVE_INFINITY;
    double endSum = Double.NEGATIVE_INFINITY;
    int[] tokens = new int[row.size()];
    double[] logProbs = new double[row.size()];
    int n = 0;
    int endAt = -1;
    for (int i = 0; i < row.size(); i++) {
      int token = row.token(i);
      double logProb = row.logProb(i);
      if (logProb == Double.NEGATIVE_INFINITY) {
        continue;
      }
      if (!endTokens.contains(token)) {
        tokens[n] = token;
        logProbs[n++] = logProb;
        continue;
      }
      if (endAt < 0) {
        endAt = n++;
      }
      if (logProb > endLogProb) {
        end = token;
        endLogProb = logProb;
      }
      endSum = logAdd(endSum, logProb);
    }
    if (n == 0) {
      throw new ModelFailure("the model gives every token the probability 0");
    }
    if (endAt >= 0) {
      tokens[endAt] = end;
      logProbs[endAt] = endSum;
    }
    return new Distribution(Arrays.copyOf(tokens, n), Arrays.copyOf(logProbs, n));
  }

  /**
   * A distribution written down.
   *
   * @param p probabilities of the tokens 0, 1, …, not necessarily normalised; 0 leaves a token out
   */
  public static Distribution of(double... p) {
    int[] tokens = new int[p.length];
    double[] logProbs = new double[p.length];
    int n = 0;
    for (int token = 0; token < p.length; token++) {
      if (p[token] > 0) {
        tokens[n] = token;
        logProbs[n++] = Math.log(p[token]);
      } else if (!(p[token] == 0)) {
        throw new IllegalArgumentException("the probability " + p[token] + " of token " + token);
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("a distribution needs a token of positive probability");
    }
    return new Distribution(Arrays.copyOf(tokens, n), Arrays.copyOf(logProbs, n));
  }

  private static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return low == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
  }

  /** How many tokens have a positive probability; at least one. */
  public int size() {
    return tokens.length;
  }

  /** The token of item {@code i}. */
  public int token(int i) {
    return tokens[i];
  }

  /** log p of item {@code i}. */
  public double logProb(int i) {
    return logProbs[i];
  }

  /** log p of a token, −∞ where it has none. */
  public double logProbOf(int token) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return logProbs[i];
      }
    }
    return Double.NEGATIVE_INFINITY;
  }

  /** The greatest log p of any token. */
  double maxLogProb() {
    return maxLogProb;
  }

  double[] cumulative() {
    return cumulative;
  }
}
