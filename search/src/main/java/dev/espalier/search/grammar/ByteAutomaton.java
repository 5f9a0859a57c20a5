package dev.espalier.search.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A minimal deterministic automaton with a table of its steps.
 *
 * <p>States are numbered in breadth-first order, so equal languages have equal automata.
 */
public final class ByteAutomaton implements Automaton {

  /** Accepts no text; the only automaton without states. */
  static final ByteAutomaton NOTHING =
      new ByteAutomaton(0, new byte[256], 1, new int[0], new BitSet());

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

  @Override
  public int states() {
    return states;
  }

  int classes() {
    return classes;
  }

  int classOf(int b) {
    return classOf[b] & 0xFF;
  }

  /** Whether no text at all is accepted. */
  public boolean isEmpty() {
    return states == 0;
  }

  @Override
  public int step(int state, int b) {
    return next[state * classes + (classOf[b] & 0xFF)];
  }

  int stepClass(int state, int byteClass) {
    return next[state * classes + byteClass];
  }

  @Override
  public boolean accepts(int state) {
    return accepting.get(state);
  }

  @Override
  public boolean goesOn(int state) {
    for (int c = 0; c < classes; c++) {
      if (next[state * classes + c] != DEAD) {
        return true;
      }
    }
    return false;
  }

  /**
   * The texts that both accept.
   *
   * @throws GrammarException if the automaton would be too large
   */
  public ByteAutomaton and(ByteAutomaton other) throws GrammarException {
    return Automata.both(this, other);
  }

  /**
   * The texts that this accepts and {@code other} does not.
   *
   * @throws GrammarException if the automaton would be too large
   */
  public ByteAutomaton minus(ByteAutomaton other) throws GrammarException {
    return Automata.minus(this, other);
  }

  /** Whether the text is accepted. */
  public boolean accepts(String text) {
    return accepts(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the text of these bytes is accepted. */
  public boolean accepts(byte[] bytes) {
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

  /** The automaton that begins in {@code state}: what may follow there. */
  ByteAutomaton from(int state) {
    if (state == 0) {
      return this;
    }
    int[] number = new int[states];
    Arrays.fill(number, DEAD);
    int[] order = new int[states];
    int count = 1;
    number[state] = 0;
    order[0] = state;
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < classes; c++) {
        int to = next[order[i] * classes + c];
        if (to != DEAD && number[to] == DEAD) {
          number[to] = count;
          order[count++] = to;
        }
      }
    }
    return numbered(order, count, number);
  }

  /** Classes are made anew: bytes that only the states left behind told apart fall together. */
  private ByteAutomaton numbered(int[] order, int count, int[] number) {
    int[] merged = new int[classes];
    int[] representative = new int[classes];
    int kept = 0;
    for (int c = 0; c < classes; c++) {
      int same = 0;
      while (same < kept && !columnsEqual(representative[same], c, order, count)) {
        same++;
      }
      if (same == kept) {
        representative[kept++] = c;
      }
      merged[c] = same;
    }
    byte[] newClassOf = new byte[256];
    int[] first = new int[kept];
    int[] renamed = new int[kept];
    Arrays.fill(renamed, DEAD);
    int names = 0;
    for (int b = 0; b < 256; b++) {
      int c = merged[classOf[b] & 0xFF];
      if (renamed[c] == DEAD) {
        first[names] = representative[c];
        renamed[c] = names++;
      }
      newClassOf[b] = (byte) renamed[c];
    }
    int[] table = new int[count * names];
    BitSet accepts = new BitSet(count);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < names; c++) {
        int to = next[order[i] * classes + first[c]];
        table[i * names + c] = to == DEAD ? DEAD : number[to];
      }
      accepts.set(i, accepting.get(order[i]));
    }
    return new ByteAutomaton(count, newClassOf, names, table, accepts);
  }

  private boolean columnsEqual(int left, int right, int[] order, int count) {
    for (int i = 0; i < count; i++) {
      if (next[order[i] * classes + left] != next[order[i] * classes + right]) {
        return false;
      }
    }
    return true;
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
