package dev.espalier.search.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Makes minimal {@link ByteAutomaton}s: from regular expressions, and out of one another. */
final class Automata {

  /** Beyond this an automaton is out of proportion to what it is for. */
  static final int MAX_STATES = 100_000;

  private Automata() {}

  /**
   * The automaton of a regular expression.
   *
   * @throws GrammarException if it would need more than {@link #MAX_STATES} states
   */
  static ByteAutomaton of(Regex regex) throws GrammarException {
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
    int begin = automaton.isEmpty() ? ByteAutomaton.DEAD : automaton.step(0, first);
    Draft draft = new Draft();
    if (begin == ByteAutomaton.DEAD) {
      draft.add(filled(ByteAutomaton.DEAD), false);
      return draft.minimise();
    }
    // The new start takes the place after the old states; state 0 of the draft must be the start.
    int n = automaton.states();
    for (int i = 0; i < n; i++) {
      int s = swapped(i, begin);
      int[] row = filled(ByteAutomaton.DEAD);
      for (int b = 0; b < 256; b++) {
        int to = b == first || b == last ? ByteAutomaton.DEAD : automaton.step(s, b);
        row[b] = to == ByteAutomaton.DEAD ? to : swapped(to, begin);
      }
      int end = automaton.step(s, last);
      draft.add(row, end != ByteAutomaton.DEAD && automaton.accepts(end));
    }
    return draft.minimise();
  }

  private static int swapped(int state, int begin) {
    return state == 0 ? begin : state == begin ? 0 : state;
  }

  private static int[] filled(int value) {
    int[] row = new int[256];
    Arrays.fill(row, value);
    return row;
  }

  private static ByteAutomaton product(ByteAutomaton left, ByteAutomaton right, boolean minus)
      throws GrammarException {
    Draft draft = new Draft();
    Map<Long, Integer> ids = new HashMap<>();
    List<long[]> pairs = new ArrayList<>();
    if (!left.isEmpty()) {
      ids.put(key(0, right.isEmpty() ? ByteAutomaton.DEAD : 0), 0);
      pairs.add(new long[] {0, right.isEmpty() ? ByteAutomaton.DEAD : 0});
    }
    for (int s = 0; s < pairs.size(); s++) {
      int l = (int) pairs.get(s)[0];
      int r = (int) pairs.get(s)[1];
      boolean inRight = r != ByteAutomaton.DEAD && right.accepts(r);
      int[] row = new int[256];
      for (int b = 0; b < 256; b++) {
        int lTo = left.step(l, b);
        int rTo = r == ByteAutomaton.DEAD ? r : right.step(r, b);
        if (lTo == ByteAutomaton.DEAD || (!minus && rTo == ByteAutomaton.DEAD)) {
          row[b] = ByteAutomaton.DEAD;
          continue;
        }
        Integer id = ids.get(key(lTo, rTo));
        if (id == null) {
          id = pairs.size();
          ids.put(key(lTo, rTo), id);
          pairs.add(new long[] {lTo, rTo});
        }
        row[b] = id;
      }
      draft.add(row, left.accepts(l) && inRight != minus);
    }
    return draft.minimise();
  }

  private static long key(int l, int r) {
    return ((long) l << 32) | (r & 0xFFFFFFFFL);
  }

  private static ByteAutomaton determinise(Nfa nfa, int start, int end) throws GrammarException {
    int[] classStart = byteClasses(nfa);
    Draft draft = new Draft();
    Map<IntArrayList, Integer> ids = new HashMap<>();
    List<IntArrayList> sets = new ArrayList<>();
    BitSet scratch = new BitSet(nfa.size());
    IntArrayList first = closure(nfa, IntArrayList.newListWith(start), scratch);
    ids.put(first, 0);
    sets.add(first);
    for (int s = 0; s < sets.size(); s++) {
      IntArrayList set = sets.get(s);
      int[] row = new int[256];
      for (int c = 0; c < classStart.length; c++) {
        int low = classStart[c];
        int high = c + 1 < classStart.length ? classStart[c + 1] - 1 : 255;
        IntArrayList targets = new IntArrayList();
        for (int i = 0; i < set.size(); i++) {
          IntArrayList edges = nfa.edges(set.get(i));
          for (int e = 0; e < edges.size(); e += 3) {
            if (low >= edges.get(e) && low <= edges.get(e + 1)) {
              targets.add(edges.get(e + 2));
            }
          }
        }
        int id = ByteAutomaton.DEAD;
        if (!targets.isEmpty()) {
          IntArrayList closed = closure(nfa, targets, scratch);
          Integer known = ids.get(closed);
          if (known == null) {
            known = sets.size();
            ids.put(closed, known);
            sets.add(closed);
          }
          id = known;
        }
        Arrays.fill(row, low, high + 1, id);
      }
      draft.add(row, set.binarySearch(end) >= 0);
    }
    return draft.minimise();
  }

  /** First bytes of the runs of bytes that no edge tells apart. */
  private static int[] byteClasses(Nfa nfa) {
    TreeSet<Integer> starts = new TreeSet<>();
    starts.add(0);
    for (int s = 0; s < nfa.size(); s++) {
      IntArrayList edges = nfa.edges(s);
      for (int e = 0; e < edges.size(); e += 3) {
        starts.add(edges.get(e));
        if (edges.get(e + 1) < 255) {
          starts.add(edges.get(e + 1) + 1);
        }
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The states reachable over silent edges that have edges of their own or end, sorted. */
  private static IntArrayList closure(Nfa nfa, IntArrayList from, BitSet seen) {
    seen.clear();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < from.size(); i++) {
      if (!seen.get(from.get(i))) {
        seen.set(from.get(i));
        open.add(from.get(i));
      }
    }
    while (!open.isEmpty()) {
      IntArrayList silent = nfa.silent(open.remove());
      for (int i = 0; i < silent.size(); i++) {
        if (!seen.get(silent.get(i))) {
          seen.set(silent.get(i));
          open.add(silent.get(i));
        }
      }
    }
    IntArrayList closed = new IntArrayList();
    for (int s = seen.nextSetBit(0); s >= 0; s = seen.nextSetBit(s + 1)) {
      // States with silent edges only add nothing to what their targets say.
      if (!nfa.edges(s).isEmpty() || nfa.silent(s).isEmpty()) {
        closed.add(s);
      }
    }
    return closed;
  }

  /** A complete table of a deterministic automaton, before it is minimal. */
  private static final class Draft {
    private final List<int[]> rows = new ArrayList<>();
    private final BitSet accepting = new BitSet();

    void add(int[] row, boolean accepts) throws GrammarException {
      if (rows.size() >= MAX_STATES) {
        throw GrammarException.of(
            "a regular part of the grammar needs an automaton of more than %d states; use smaller"
                    .formatted(MAX_STATES)
                + " repetition counts or fewer alternatives");
      }
      accepting.set(rows.size(), accepts);
      rows.add(row);
    }

    /**
     * Drops states that lead nowhere or cannot be reached, merges equivalent ones, numbers
     * breadth-first.
     */
    ByteAutomaton minimise() {
      BitSet live = rows.isEmpty() ? accepting : live();
      if (!live.get(0)) {
        return new ByteAutomaton(0, new byte[256], 1, new int[0], new BitSet());
      }
      for (int[] row : rows) {
        for (int b = 0; b < 256; b++) {
          if (row[b] != ByteAutomaton.DEAD && !live.get(row[b])) {
            row[b] = ByteAutomaton.DEAD;
          }
        }
      }
      byte[] classOf = new byte[256];
      int[] representatives = columnClasses(classOf);
      int[] block = refine(representatives, live);
      return number(block, classOf, representatives);
    }

    private BitSet live() {
      List<IntArrayList> back = new ArrayList<>();
      for (int s = 0; s < rows.size(); s++) {
        back.add(new IntArrayList());
      }
      for (int s = 0; s < rows.size(); s++) {
        int last = ByteAutomaton.DEAD;
        for (int to : rows.get(s)) {
          if (to != ByteAutomaton.DEAD && to != last) {
            back.get(to).add(s);
          }
          last = to;
        }
      }
      BitSet live = (BitSet) accepting.clone();
      ArrayDeque<Integer> open = new ArrayDeque<>();
      live.stream().forEach(open::add);
      while (!open.isEmpty()) {
        IntArrayList sources = back.get(open.remove());
        for (int i = 0; i < sources.size(); i++) {
          if (!live.get(sources.get(i))) {
            live.set(sources.get(i));
            open.add(sources.get(i));
          }
        }
      }
      return live;
    }

    /** Groups bytes with equal columns; returns one byte of each group. */
    private int[] columnClasses(byte[] classOf) {
      Map<IntArrayList, Integer> ids = new HashMap<>();
      IntArrayList representatives = new IntArrayList();
      for (int b = 0; b < 256; b++) {
        IntArrayList column = new IntArrayList(rows.size());
        for (int[] row : rows) {
          column.add(row[b]);
        }
        Integer id = ids.get(column);
        if (id == null) {
          id = representatives.size();
          ids.put(column, id);
          representatives.add(b);
        }
        classOf[b] = (byte) (int) id;
      }
      return representatives.toArray();
    }

    /**
     * Moore's partition refinement by sorting signatures; the tables here are acyclic or shallow in
     * practice, so few rounds are needed.
     */
    private int[] refine(int[] representatives, BitSet live) {
      int n = rows.size();
      int[] block = new int[n];
      for (int s = 0; s < n; s++) {
        block[s] = !live.get(s) ? ByteAutomaton.DEAD : accepting.get(s) ? 1 : 0;
      }
      int blocks = 0;
      while (true) {
        Map<IntArrayList, Integer> ids = new HashMap<>();
        int[] refined = new int[n];
        for (int s = 0; s < n; s++) {
          if (block[s] == ByteAutomaton.DEAD) {
            refined[s] = ByteAutomaton.DEAD;
            continue;
          }
          IntArrayList signature = new IntArrayList(representatives.length + 1);
          signature.add(block[s]);
          for (int b : representatives) {
            int to = rows.get(s)[b];
            signature.add(to == ByteAutomaton.DEAD ? ByteAutomaton.DEAD : block[to]);
          }
          Integer id = ids.get(signature);
          if (id == null) {
            id = ids.size();
            ids.put(signature, id);
          }
          refined[s] = id;
        }
        block = refined;
        if (ids.size() == blocks) {
          return block;
        }
        blocks = ids.size();
      }
    }

    private ByteAutomaton number(int[] block, byte[] classOf, int[] representatives) {
      Map<Integer, Integer> numbers = new TreeMap<>();
      IntArrayList members = new IntArrayList();
      numbers.put(block[0], 0);
      members.add(0);
      int classes = representatives.length;
      IntArrayList next = new IntArrayList();
      BitSet accepts = new BitSet();
      for (int i = 0; i < members.size(); i++) {
        int s = members.get(i);
        accepts.set(i, accepting.get(s));
        for (int b : representatives) {
          int to = rows.get(s)[b];
          if (to == ByteAutomaton.DEAD) {
            next.add(ByteAutomaton.DEAD);
            continue;
          }
          Integer number = numbers.get(block[to]);
          if (number == null) {
            number = members.size();
            numbers.put(block[to], number);
            members.add(to);
          }
          next.add(number);
        }
      }
      return new ByteAutomaton(members.size(), classOf, classes, next.toArray(), accepts);
    }
  }
}
