package dev.espalier.search.grammar;

/**
 * A deterministic automaton over bytes, immutable; state 0 is the start. From every state some
 * accepting state can be reached, so a text that has not died can be completed.
 */
sealed interface Automaton permits ByteAutomaton, CountedAutomaton {

  /** The absence of a state. */
  int DEAD = -1;

  /** The state after byte {@code b} (0 to 255), or {@link #DEAD}. */
  int step(int state, int b);

  boolean accepts(int state);

  /** Whether any byte leads on from {@code state}. */
  boolean goesOn(int state);

  /** The most states that differ in anything; they are numbered below it. */
  int states();
}
