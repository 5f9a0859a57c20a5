package dev.espalier.search.grammar;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A minimal deterministic automaton over bytes, immutable; state 0 is the start, {@link #DEAD} the
 * absence of a state. From every state some accepting state can be reached, so a text that has not
 * died can be completed.
 *
 * <p>States are numbered in breadth-first order, so equal languages have equal automata.
 */
final class ByteAutomaton {

  static final int DEAD = -1;

  /** The automaton that accepts nothing has no states. */
  private final int states;

  /** Bytes that no state tells apart share a class. */
  private final byte[] classOf;

  private final int classes;
  private final int[] next;
  private final BitSet accepting;
  private final int hash;

  ByteAutomaton(int states, byte[] classOf, int classes, int[] next, BitSet accepting) {
    this.states = states;
    this.classOf = classOf;
    this.classes = classes;
    this.next = next;
    this.accepting = accepting;
    this.hash = 31 * Arrays.hashCode(next) + accepting.hashCode();
  }

  int states() {
    return states;
  }

  int classes() {
    return classes;
  }

  int classOf(int b) {
    return classOf[b] & 0xFF;
  }

  /** Whether no text at all is accepted. */
  boolean isEmpty() {
    return states == 0;
  }

  /** The state after byte {@code b} (0 to 255), or {@link #DEAD}. */
  int step(int state, int b) {
    return next[state * classes + (classOf[b] & 0xFF)];
  }

  int stepClass(int state, int byteClass) {
    return next[state * classes + byteClass];
  }

  boolean accepts(int state) {
    return accepting.get(state);
  }

  /** Whether any byte leads on from {@code state}. */
  boolean goesOn(int state) {
    for (int c = 0; c < classes; c++) {
      if (next[state * classes + c] != DEAD) {
        return true;
      }
    }
    return false;
  }

  boolean accepts(byte[] bytes) {
    if (states == 0) {
      return false;
    }
    int state = 0;
    for (byte b : bytes) {
      state = step(state, b & 0xFF);
      if (state == DEAD) {
        return false;
      }
    }
    return accepts(state);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ByteAutomaton that
        && states == that.states
        && Arrays.equals(next, that.next)
        && Arrays.equals(classOf, that.classOf)
        && accepting.equals(that.accepting);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
