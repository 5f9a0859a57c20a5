package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import java.util.ArrayDeque;
import java.util.Arrays;

/** How long, in characters, the texts of an automaton are. */
final class StringLengths {

  private StringLengths() {}

  /** The length of a shortest text; 0 if there is none. */
  static int shortest(ByteAutomaton texts) {
    if (texts.isEmpty()) {
      return 0;
    }
    int[] length = new int[texts.states()];
    Arrays.fill(length, Integer.MAX_VALUE);
    ArrayDeque<Integer> open = new ArrayDeque<>();
    length[0] = 0;
    open.add(0);
    while (!open.isEmpty()) {
      int state = open.removeFirst();
      if (texts.accepts(state)) {
        return length[state];
      }
      for (int b = 0; b < 256; b++) {
        int to = texts.step(state, b);
        int step = beginsCharacter(b) ? 1 : 0;
        if (to >= 0 && length[state] + step < length[to]) {
          length[to] = length[state] + step;
          if (step == 0) {
            open.addFirst(to);
          } else {
            open.addLast(to);
          }
        }
      }
    }
    return 0;
  }

  /** The length of a longest text; −1 if there is no bound. */
  static int longest(ByteAutomaton texts) {
    return texts.isEmpty() ? 0 : new Longest(texts).from(0);
  }

  private static boolean beginsCharacter(int b) {
    return (b & 0xC0) != 0x80;
  }

  /** Depth-first, since a cycle means that there is no longest text. */
  private static final class Longest {
    private static final int OPEN = -2;
    private static final int UNKNOWN = -3;

    /** A language of deeper texts than this is as good as unbounded here. */
    private static final int MAX_DEPTH = 4_000;

    private final ByteAutomaton texts;
    private final int[] known;
    private int depth;

    Longest(ByteAutomaton texts) {
      this.texts = texts;
      this.known = new int[texts.states()];
      Arrays.fill(known, UNKNOWN);
    }

    int from(int state) {
      if (known[state] == OPEN || ++depth > MAX_DEPTH) {
        return -1;
      }
      if (known[state] != UNKNOWN) {
        depth--;
        return known[state];
      }
      known[state] = OPEN;
      int longest = 0;
      int last = -1;
      for (int b = 0; b < 256 && longest >= 0; b++) {
        int to = texts.step(state, b);
        if (to < 0 || (to == last && beginsCharacter(b) == beginsCharacter(b - 1))) {
          continue;
        }
        last = to;
        int rest = from(to);
        longest = rest < 0 ? -1 : Math.max(longest, rest + (beginsCharacter(b) ? 1 : 0));
      }
      known[state] = longest;
      depth--;
      return longest;
    }
  }
}
