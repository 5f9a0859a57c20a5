package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Makes minimal {@link ByteAutomaton}s: from regular expressions, and out of one another. */
final class Automata {

  /** Beyond this an automaton is out of proportion to what it is for. */
  static final int MAX_STATES = 50_000;

  /** Beyond this the sets of states that determinising keeps are. */
  private static final int MAX_SET_MEMBERS = 3_000_000;

  private Automata() {}

  /**
   * The automaton of a regular expression.
   *
   * @throws GrammarException if it would need more than {@link #MAX_STATES} states
   */
  static ByteAutomaton of(Regex regex) throws GrammarException {
    if (regex instanceof Regex.Compiled(ByteAutomaton automaton)) {
      return automaton;
    }
    Nfa nfa = new Nfa();
    int start = nfa.addState();
    int end = nfa.add(regex, start);
    return determinise(nfa, start, end);
  }

  /** Texts that both accept. */
  static ByteAutomaton both(ByteAutomaton left, ByteAutomaton right) throws GrammarException {
    return product(left, right, false);
  }

  /** Texts that {@code left} accepts and {@code right} does not. */
  static ByteAutomaton minus(ByteAutomaton left, ByteAutomaton right) throws GrammarException {
    return product(left, right, true);
  }

  /**
   * What {@code automaton} accepts between the bytes {@code first} and {@code last}, both taken
   * off.
   */
  static ByteAutomaton between(ByteAutomaton automaton, int first, int last)
      throws GrammarException {
    int begin = automaton.isEmpty() ? Automaton.DEAD : automaton.step(0, first);
    if (begin == Automaton.DEAD) {
      return ByteAutomaton.NOTHING;
    }
    int[] columnOf = new int[256];
    for (int b = 0; b < 256; b++) {
      columnOf[b] = b == first || b == last ? automaton.classes() : automaton.classOf(b);
    }
    AutomatonTable table = new AutomatonTable(columnOf, automaton.classes() + 1);
    for (int i = 0; i < automaton.states(); i++) {
      int s = swapped(i, begin);
      int[] row = new int[automaton.classes() + 1];
      for (int c = 0; c < automaton.classes(); c++) {
        int to = automaton.stepClass(s, c);
        row[c] = to == Automaton.DEAD ? to : swapped(to, begin);
      }
      row[automaton.classes()] = Automaton.DEAD;
      int end = automaton.step(s, last);
      table.add(row, end != Automaton.DEAD && automaton.accepts(end));
    }
    return table.minimal();
  }

  /** State 0 of a table must be its start. */
  private static int swapped(int state, int begin) {
    return state == 0 ? begin : state == begin ? 0 : state;
  }

  private static ByteAutomaton product(ByteAutomaton left, ByteAutomaton right, boolean minus)
      throws GrammarException {
    if (left.isEmpty() || (right.isEmpty() && !minus)) {
      return ByteAutomaton.NOTHING;
    }
    if (right.isEmpty()) {
      return left;
    }
    int[] columnOf = new int[256];
    Map<Integer, Integer> columns = new HashMap<>();
    IntArrayList leftClass = new IntArrayList();
    IntArrayList rightClass = new IntArrayList();
    for (int b = 0; b < 256; b++) {
      int pair = (left.classOf(b) << 8) | right.classOf(b);
      Integer column = columns.putIfAbsent(pair, columns.size());
      if (column == null) {
        column = columns.size() - 1;
        leftClass.add(left.classOf(b));
        rightClass.add(right.classOf(b));
      }
      columnOf[b] = column;
    }
    AutomatonTable table = new AutomatonTable(columnOf, columns.size());
    Map<Long, Integer> ids = new HashMap<>();
    List<long[]> pairs = new ArrayList<>();
    ids.put(key(0, 0), 0);
    pairs.add(new long[] {0, 0});
    for (int s = 0; s < pairs.size(); s++) {
      int l = (int) pairs.get(s)[0];
      int r = (int) pairs.get(s)[1];
      boolean inRight = r != Automaton.DEAD && right.accepts(r);
      int[] row = new int[columns.size()];
      for (int c = 0; c < row.length; c++) {
        int lTo = left.stepClass(l, leftClass.get(c));
        int rTo = r == Automaton.DEAD ? r : right.stepClass(r, rightClass.get(c));
        if (lTo == Automaton.DEAD || (!minus && rTo == Automaton.DEAD)) {
          row[c] = Automaton.DEAD;
          continue;
        }
        Integer id = ids.putIfAbsent(key(lTo, rTo), pairs.size());
        if (id == null) {
          id = pairs.size();
          pairs.add(new long[] {lTo, rTo});
        }
        row[c] = id;
      }
      table.add(row, left.accepts(l) && inRight != minus);
    }
    return table.minimal();
  }

  private static long key(int l, int r) {
    return ((long) l << 32) | (r & 0xFFFFFFFFL);
  }

  static ByteAutomaton determinise(Nfa nfa, int start, int end) throws GrammarException {
    return new Subsets(nfa, end).automaton(start);
  }

  /** The subset construction: a state is a set of states of the nondeterministic automaton. */
  private static final class Subsets {
    private final Nfa nfa;
    private final int end;
    private final int[] columnOf = new int[256];
    private final int columns;

    /** What each state reaches over silent edges, where it has been asked for. */
    private final int[] @Nullable [] closures;

    private final int[] seenAt;
    private int time;
    private final Map<IntArrayList, Integer> ids = new HashMap<>();
    private final List<IntArrayList> sets = new ArrayList<>();
    private int members;

    Subsets(Nfa nfa, int end) {
      this.nfa = nfa;
      this.end = end;
      this.closures = new int[nfa.size()][];
      this.seenAt = new int[nfa.size()];
      boolean[] begins = new boolean[257];
      for (int s = 0; s < nfa.size(); s++) {
        IntArrayList edges = nfa.edges(s);
        for (int e = 0; e < edges.size(); e += 3) {
          begins[edges.get(e)] = true;
          begins[edges.get(e + 1) + 1] = true;
        }
      }
      int column = 0;
      for (int b = 1; b < 256; b++) {
        column += begins[b] ? 1 : 0;
        columnOf[b] = column;
      }
      this.columns = column + 1;
    }

    ByteAutomaton automaton(int start) throws GrammarException {
      AutomatonTable table = new AutomatonTable(columnOf, columns);
      IntArrayList first = new IntArrayList();
      time++;
      reach(start, first);
      id(first);
      IntArrayList[] targets = new IntArrayList[columns];
      Arrays.setAll(targets, _ -> new IntArrayList());
      for (int s = 0; s < sets.size(); s++) {
        IntArrayList set = sets.get(s);
        for (int m = 0; m < set.size(); m++) {
          IntArrayList edges = nfa.edges(set.get(m));
          for (int e = 0; e < edges.size(); e += 3) {
            int last = columnOf[edges.get(e + 1)];
            for (int c = columnOf[edges.get(e)]; c <= last; c++) {
              targets[c].add(edges.get(e + 2));
            }
          }
        }
        int[] row = new int[columns];
        for (int c = 0; c < columns; c++) {
          row[c] = Automaton.DEAD;
          if (targets[c].isEmpty()) {
            continue;
          }
          if (c > 0 && targets[c].equals(targets[c - 1])) {
            row[c] = row[c - 1];
            continue;
          }
          IntArrayList reached = new IntArrayList();
          time++;
          for (int i = 0; i < targets[c].size(); i++) {
            reach(targets[c].get(i), reached);
          }
          row[c] = id(reached);
        }
        for (IntArrayList list : targets) {
          list.clear();
        }
        table.add(row, set.binarySearch(end) >= 0);
      }
      return table.minimal();
    }

    private int id(IntArrayList reached) throws GrammarException {
      reached.sortThis();
      Integer id = ids.putIfAbsent(reached, sets.size());
      if (id != null) {
        return id;
      }
      members += reached.size();
      if (members > MAX_SET_MEMBERS) {
        throw tooLarge();
      }
      sets.add(reached);
      return sets.size() - 1;
    }

    private void reach(int state, IntArrayList reached) throws GrammarException {
      int[] closure = closures[state];
      if (closure == null) {
        closure = closure(state);
        members += closure.length;
        if (members > MAX_SET_MEMBERS) {
          throw tooLarge();
        }
        closures[state] = closure;
      }
      for (int s : closure) {
        if (seenAt[s] != time) {
          seenAt[s] = time;
          reached.add(s);
        }
      }
    }

    /** The states over silent edges that have edges of their own or end. */
    private int[] closure(int state) {
      if (nfa.silent(state).isEmpty()) {
        return new int[] {state};
      }
      IntArrayList all = IntArrayList.newListWith(state);
      BitSet seen = new BitSet();
      seen.set(state);
      IntArrayList kept = new IntArrayList();
      for (int i = 0; i < all.size(); i++) {
        int at = all.get(i);
        IntArrayList silent = nfa.silent(at);
        for (int e = 0; e < silent.size(); e++) {
          if (!seen.get(silent.get(e))) {
            seen.set(silent.get(e));
            all.add(silent.get(e));
          }
        }
        if (at == end || !nfa.edges(at).isEmpty()) {
          kept.add(at);
        }
      }
      return kept.toArray();
    }
  }

  static GrammarException tooLarge() {
    return GrammarException.of(
        "a regular part of the grammar needs an automaton of more than %d states; use smaller"
                .formatted(MAX_STATES)
            + " repetition counts or fewer alternatives");
  }
}
