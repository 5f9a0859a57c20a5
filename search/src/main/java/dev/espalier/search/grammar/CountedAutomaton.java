package dev.espalier.search.grammar;

import org.jspecify.annotations.Nullable;

/**
 * A bounded number of units between an opening and a closing mark, such as a quoted string of 3 to
 * 5,000 characters; immutable.
 *
 * <p>The states are pairs of a state of the automaton without bounds and a count, worked out as
 * they are needed: spelled out, a bound of some thousands would need a hundred thousand states. Two
 * states whose counts are far from both bounds allow the same tokens, which {@link TokenMask} makes
 * use of.
 *
 * <p>The automaton without bounds must return to its body state exactly when a unit is complete,
 * and leave it for good with the closing byte.
 */
final class CountedAutomaton implements Automaton {

  private final ByteAutomaton base;
  private final int body;
  private final int close;
  private final int min;
  private final int max;
  private final int cap;

  /**
   * @param base opening mark, any number of units, closing byte
   * @param body the state of {@code base} between two units
   * @param close the byte that ends the text when it follows {@code body}
   * @param max {@link Regex.Repeat#UNBOUNDED} for no end
   */
  CountedAutomaton(ByteAutomaton base, int body, int close, int min, int max) {
    if (min < 0 || (max != Regex.Repeat.UNBOUNDED && max < min)) {
      throw new IllegalArgumentException("between " + min + " and " + max + " units");
    }
    this.base = base;
    this.body = body;
    this.close = close;
    this.min = min;
    this.max = max;
    this.cap = max == Regex.Repeat.UNBOUNDED ? min : max;
  }

  ByteAutomaton base() {
    return base;
  }

  int body() {
    return body;
  }

  int close() {
    return close;
  }

  int baseState(int state) {
    return state % base.states();
  }

  /** How many more complete units there must be before the text may close. */
  int needed(int state) {
    return Math.max(0, min - state / base.states());
  }

  /**
   * How many more units may begin; {@link Integer#MAX_VALUE} for any number. A unit being read has
   * begun.
   */
  int left(int state) {
    if (max == Regex.Repeat.UNBOUNDED) {
      return Integer.MAX_VALUE;
    }
    int begun = isInsideUnit(baseState(state)) ? 1 : 0;
    return max - state / base.states() - begun;
  }

  /** Whether a state of the automaton without bounds lies within a unit. */
  boolean isInsideUnit(int baseState) {
    return baseState != 0 && baseState != body && !base.accepts(baseState);
  }

  @Override
  public int step(int state, int b) {
    int from = state % base.states();
    int count = state / base.states();
    int to = base.step(from, b);
    if (to == DEAD) {
      return DEAD;
    }
    if (from == body) {
      if (b == close) {
        return count >= min ? to : DEAD;
      }
      if (max != Regex.Repeat.UNBOUNDED && count >= max) {
        return DEAD;
      }
    }
    int next = to == body && from != 0 ? Math.min(count + 1, cap) : count;
    return next * base.states() + to;
  }

  @Override
  public boolean accepts(int state) {
    return base.accepts(state % base.states());
  }

  @Override
  public boolean goesOn(int state) {
    return base.goesOn(state % base.states());
  }

  @Override
  public int states() {
    return Math.multiplyExact(cap + 1, base.states());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CountedAutomaton that
        && min == that.min
        && max == that.max
        && close == that.close
        && body == that.body
        && base.equals(that.base);
  }

  @Override
  public int hashCode() {
    return (31 * base.hashCode() + min) * 31 + max;
  }
}
