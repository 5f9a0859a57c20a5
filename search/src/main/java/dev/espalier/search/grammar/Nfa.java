package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * A nondeterministic automaton over bytes under construction (Thompson's): fragments of a {@link
 * Regex} between two states, joined by silent edges.
 */
public final class Nfa {

  /** Beyond this a repetition count or a class is out of proportion. */
  static final int MAX_STATES = 400_000;

  /** Per state: triples from, to (bytes, inclusive), target. */
  private final List<IntArrayList> edges = new ArrayList<>();

  private final List<IntArrayList> silent = new ArrayList<>();

  /**
   * A new state, by its number.
   *
   * @throws GrammarException if there are too many
   */
  public int addState() throws GrammarException {
    if (edges.size() >= MAX_STATES) {
      throw GrammarException.of(
          "a regular part of the grammar needs more than %d automaton states; use smaller repetition"
                  .formatted(MAX_STATES)
              + " counts");
    }
    edges.add(new IntArrayList(3));
    silent.add(new IntArrayList(2));
    return edges.size() - 1;
  }

  int size() {
    return edges.size();
  }

  IntArrayList edges(int state) {
    return edges.get(state);
  }

  IntArrayList silent(int state) {
    return silent.get(state);
  }

  /** A silent edge. */
  public void join(int from, int to) {
    silent.get(from).add(to);
  }

  /** An edge for the bytes from {@code low} to {@code high}, inclusive. */
  public void edge(int from, int low, int high, int to) {
    edges.get(from).addAll(low, high, to);
  }

  /**
   * The texts that lead from {@code start} to {@code end}.
   *
   * @throws GrammarException if the automaton would be too large
   */
  public ByteAutomaton automaton(int start, int end) throws GrammarException {
    return Automata.determinise(this, start, end);
  }

  /** Adds {@code regex} from state {@code from}; returns the state it ends in. */
  int add(Regex regex, int from) throws GrammarException {
    return switch (regex) {
      case Regex.Text(var bytes) -> {
        int at = from;
        for (int i = 0; i < bytes.size(); i++) {
          int to = addState();
          edge(at, bytes.get(i) & 0xFF, bytes.get(i) & 0xFF, to);
          at = to;
        }
        yield at;
      }
      case Regex.Chars(CodePoints set) -> addCharacters(set, from);
      case Regex.Sequence(var parts) -> {
        int at = from;
        for (Regex part : parts) {
          at = add(part, at);
        }
        yield at;
      }
      case Regex.Either(var options) -> {
        int end = addState();
        for (Regex option : options) {
          int start = addState();
          join(from, start);
          join(add(option, start), end);
        }
        yield end;
      }
      case Regex.Repeat(Regex body, int min, int max) -> addRepeat(body, min, max, from);
      case Regex.Compiled(ByteAutomaton automaton) -> addAutomaton(automaton, from);
      case Regex.Both(Regex left, Regex right) ->
          addAutomaton(Automata.both(Automata.of(left), Automata.of(right)), from);
      case Regex.Not(Regex excluded) ->
          addAutomaton(Automata.minus(Automata.of(Regex.anything()), Automata.of(excluded)), from);
    };
  }

  private int addRepeat(Regex body, int min, int max, int from) throws GrammarException {
    int at = from;
    for (int i = 0; i < min; i++) {
      at = add(body, at);
    }
    int end = addState();
    if (max == Regex.Repeat.UNBOUNDED) {
      int loop = addState();
      join(at, loop);
      join(add(body, loop), loop);
      join(loop, end);
      return end;
    }
    for (int i = min; i < max; i++) {
      join(at, end);
      // A state of its own, so that leaving early cannot re-enter the previous round.
      int start = addState();
      join(at, start);
      at = add(body, start);
    }
    join(at, end);
    return end;
  }

  private int addAutomaton(ByteAutomaton automaton, int from) throws GrammarException {
    int end = addState();
    if (automaton.isEmpty()) {
      return end;
    }
    int base = size();
    for (int s = 0; s < automaton.states(); s++) {
      addState();
    }
    join(from, base);
    for (int s = 0; s < automaton.states(); s++) {
      for (int low = 0; low < 256; ) {
        int to = automaton.step(s, low);
        int high = low;
        while (high < 255 && automaton.step(s, high + 1) == to) {
          high++;
        }
        if (to != ByteAutomaton.DEAD) {
          edge(base + s, low, high, base + to);
        }
        low = high + 1;
      }
      if (automaton.accepts(s)) {
        join(base + s, end);
      }
    }
    return end;
  }

  private int addCharacters(CodePoints set, int from) throws GrammarException {
    int end = addState();
    for (int[] range : set.ranges()) {
      addUtf8(range[0], range[1], from, end);
    }
    return end;
  }

  /**
   * Splits a range of code points until each piece has one length in UTF-8 and, below its first
   * varying byte, all continuation bytes.
   */
  private void addUtf8(int low, int high, int from, int end) throws GrammarException {
    for (int limit : new int[] {0x7F, 0x7FF, 0xFFFF}) {
      if (low <= limit && high > limit) {
        addUtf8(low, limit, from, end);
        addUtf8(limit + 1, high, from, end);
        return;
      }
    }
    if (high <= 0x7F) {
      edge(from, low, high, end);
      return;
    }
    int length = high <= 0x7FF ? 2 : high <= 0xFFFF ? 3 : 4;
    for (int i = 1; i < length; i++) {
      int mask = (1 << (6 * i)) - 1;
      if ((low & ~mask) != (high & ~mask)) {
        if ((low & mask) != 0) {
          addUtf8(low, low | mask, from, end);
          addUtf8((low | mask) + 1, high, from, end);
          return;
        }
        if ((high & mask) != mask) {
          addUtf8(low, (high & ~mask) - 1, from, end);
          addUtf8(high & ~mask, high, from, end);
          return;
        }
      }
    }
    int at = from;
    for (int i = 0; i < length; i++) {
      int to = i == length - 1 ? end : addState();
      edge(at, utf8Byte(low, length, i), utf8Byte(high, length, i), to);
      at = to;
    }
  }

  private static int utf8Byte(int codePoint, int length, int i) {
    int bits = codePoint >> (6 * (length - 1 - i));
    if (i > 0) {
      return 0x80 | (bits & 0x3F);
    }
    return switch (length) {
      case 2 -> 0xC0 | bits;
      case 3 -> 0xE0 | bits;
      default -> 0xF0 | bits;
    };
  }
}
