package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.NextTokens;

/**
 * What may follow a prefix; immutable.
 *
 * <p>Kept for every prefix that was drawn, so it holds the model's row once (twice at a temperature
 * other than 1) and shares the mask with all places of the same state.
 */
final class Outlook {

  private final ParserState state;
  private final NextTokens own;
  private final NextTokens target;
  private final long[] mask;
  private final int allowed;
  private final double logMass;

  private Outlook(ParserState state, NextTokens own, NextTokens target, long[] mask) {
    this.state = state;
    this.own = own;
    this.target = target;
    this.mask = mask;
    double[] logs = new double[target.size()];
    int count = 0;
    for (int v = 0; v < logs.length; v++) {
      boolean open = v >> 6 < mask.length && TokenMask.allows(mask, v);
      logs[v] = open ? target.logProb(v) : Double.NEGATIVE_INFINITY;
      count += open ? 1 : 0;
    }
    this.allowed = count;
    this.logMass = Math.min(0, LogSum.of(logs));
  }

  /**
   * @param temperature divides the logits; 0 leaves them as they are, for a choice of the greatest
   */
  static Outlook of(Constraint constraint, ParserState state, NextTokens own, double temperature) {
    return new Outlook(state, own, tempered(own, temperature), constraint.allowed(state));
  }

  private static NextTokens tempered(NextTokens row, double temperature) {
    if (temperature == 1 || temperature == 0) {
      return row;
    }
    double[] logits = new double[row.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = row.logProb(i) / temperature;
    }
    double logTotal = LogSum.of(logits);
    if (logTotal == Double.NEGATIVE_INFINITY) {
      return row;
    }
    float[] logProbs = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logProbs[i] = (float) Math.min(0, logits[i] - logTotal);
    }
    return NextTokens.all(logProbs);
  }

  /** Of the constraint, after the prefix. */
  ParserState state() {
    return state;
  }

  /** The model's distribution. */
  NextTokens own() {
    return own;
  }

  /** The same at the temperature of the search: the P of every formula. */
  NextTokens target() {
    return target;
  }

  /** Number of tokens, allowed or not. */
  int size() {
    return target.size();
  }

  /** log P of a token, −∞ if it is forbidden. */
  double logAllowed(int token) {
    return token >> 6 < mask.length && TokenMask.allows(mask, token)
        ? target.logProb(token)
        : Double.NEGATIVE_INFINITY;
  }

  /** Whether a token is allowed and has any probability. */
  boolean allows(int token) {
    return logAllowed(token) > Double.NEGATIVE_INFINITY;
  }

  /** How many tokens the constraint allows. */
  int allowed() {
    return allowed;
  }

  /** log of the probability of the allowed tokens together, at most 0. */
  double logMass() {
    return logMass;
  }
}
