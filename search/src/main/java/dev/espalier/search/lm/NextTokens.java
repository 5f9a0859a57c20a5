package dev.espalier.search.lm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log-probabilities (natural) of the next token: of the whole vocabulary, or of its most
 * probable part. Immutable; entries run by token id when complete, and otherwise best first.
 *
 * <p>A model may hold impossible tokens at −∞. NaN is refused here, so that no comparison in a
 * search is ever silently false.
 */
public final class NextTokens {

  private final int vocabularySize;

  /** Token ids of the entries; empty when the row is complete, where entry i is token i. */
  private final int[] tokens;

  private final float[] logProbs;

  private final @Nullable Masking masking;

  /**
   * What a constraint left of a row.
   *
   * @param allowed how many tokens it allows
   * @param mass the model's own probability of those tokens together, in [0, 1]
   */
  public record Masking(int allowed, double mass) {}

  private NextTokens(int vocabularySize, int[] tokens, float[] logProbs) {
    this(vocabularySize, tokens, logProbs, null);
  }

  private NextTokens(
      int vocabularySize, int[] tokens, float[] logProbs, @Nullable Masking masking) {
    for (int i = 0; i < logProbs.length; i++) {
      if (!(logProbs[i] <= 1e-3f)) {
        int token = tokens.length == 0 ? i : tokens[i];
        throw new ModelFailure(
            "the model gave token "
                + token
                + " the log-probability "
                + logProbs[i]
                + ", which no probability has");
      }
    }
    this.vocabularySize = vocabularySize;
    this.tokens = tokens;
    this.logProbs = logProbs;
    this.masking = masking;
  }

  /**
   * A row over the whole vocabulary; takes the array over, so the caller must not keep it.
   *
   * @throws ModelFailure if an entry is NaN or positive
   */
  public static NextTokens all(float[] logProbs) {
    return new NextTokens(logProbs.length, new int[0], logProbs);
  }

  /**
   * The most probable tokens, best first, ties by id; takes the arrays over.
   *
   * @throws ModelFailure if an entry is NaN or positive
   */
  public static NextTokens top(int vocabularySize, int[] tokens, float[] logProbs) {
    if (tokens.length != logProbs.length || tokens.length == 0) {
      throw new IllegalArgumentException(
          tokens.length + " tokens with " + logProbs.length + " log-probabilities");
    }
    return new NextTokens(vocabularySize, tokens, logProbs);
  }

  public int vocabularySize() {
    return vocabularySize;
  }

  /** Whether every token of the vocabulary has an entry. */
  public boolean complete() {
    return tokens.length == 0;
  }

  /** The number of entries. */
  public int size() {
    return logProbs.length;
  }

  /** The token of entry {@code i}. */
  public int token(int i) {
    return tokens.length == 0 ? i : tokens[i];
  }

  /** The log-probability of entry {@code i}. */
  public double logProb(int i) {
    return logProbs[i];
  }

  /**
   * The log-probability of {@code token}.
   *
   * @throws IllegalArgumentException if this row has no entry for it
   */
  public double logProbOf(int token) {
    if (tokens.length == 0) {
      return logProbs[token];
    }
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return logProbs[i];
      }
    }
    throw new IllegalArgumentException(
        "token " + token + " is not among the " + tokens.length + " most probable");
  }

  /** What a constraint left of this row, or null if none was applied. */
  public @Nullable Masking masking() {
    return masking;
  }

  /**
   * This row with every token outside {@code mask} at −∞; the others keep their log-probabilities.
   *
   * @param mask bit t of word t / 64 for token t; ids beyond its end lie outside
   * @throws IllegalStateException if the row is not complete
   */
  public NextTokens masked(long[] mask) {
    if (!complete()) {
      throw new IllegalStateException(
          "only a complete row can be masked; this one has %d of %d tokens"
              .formatted(size(), vocabularySize));
    }
    float[] kept = new float[logProbs.length];
    int allowed = 0;
    double mass = 0;
    double all = 0;
    for (int token = 0; token < kept.length; token++) {
      double p = Math.exp(logProbs[token]);
      all += p;
      if (token >> 6 < mask.length && (mask[token >> 6] >>> (token & 63) & 1) != 0) {
        kept[token] = logProbs[token];
        allowed++;
        mass += p;
      } else {
        kept[token] = Float.NEGATIVE_INFINITY;
      }
    }
    return new NextTokens(
        vocabularySize, tokens, kept, new Masking(allowed, all == 0 ? 0 : mass / all));
  }

  /**
   * Checks that some token can follow.
   *
   * @throws ModelFailure if every token has the probability 0; the message says what left it so
   */
  public void requirePossible() {
    for (float logProb : logProbs) {
      if (logProb > Float.NEGATIVE_INFINITY) {
        return;
      }
    }
    if (masking == null) {
      throw new ModelFailure("the model gives every token the probability 0");
    }
    throw new ModelFailure(
        masking.allowed() == 0
            ? "no token of the vocabulary continues the text as the constraint wants it"
            : "the model gives each of the %d tokens that the constraint allows the probability 0"
                .formatted(masking.allowed()));
  }

  /** The {@code k} most probable entries (fewer if there are fewer), best first, ties by id. */
  public NextTokens top(int k) {
    int n = Math.min(k, size());
    if (n <= 0) {
      throw new IllegalArgumentException("top " + k + " of " + size() + " entries");
    }
    // Selection through a small sorted window: n is tiny beside the vocabulary.
    int[] best = new int[n];
    float[] bestLogProbs = new float[n];
    int filled = 0;
    for (int i = 0; i < logProbs.length; i++) {
      float lp = logProbs[i];
      if (filled == n && !(lp > bestLogProbs[n - 1])) {
        continue;
      }
      int at = filled < n ? filled++ : n - 1;
      while (at > 0 && lp > bestLogProbs[at - 1]) {
        best[at] = best[at - 1];
        bestLogProbs[at] = bestLogProbs[at - 1];
        at--;
      }
      best[at] = token(i);
      bestLogProbs[at] = lp;
    }
    return new NextTokens(vocabularySize, best, bestLogProbs, masking);
  }

  /** The most probable token, the smallest id on ties. */
  public int argmax() {
    int best = 0;
    for (int i = 1; i < logProbs.length; i++) {
      if (logProbs[i] > logProbs[best]) {
        best = i;
      }
    }
    return token(best);
  }

  @Override
  public String toString() {
    return complete()
        ? "NextTokens[" + vocabularySize + " tokens]"
        : "NextTokens" + Arrays.toString(tokens) + Arrays.toString(logProbs);
  }
}
