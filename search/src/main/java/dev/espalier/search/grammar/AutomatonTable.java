package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** A table of a deterministic automaton, before it is minimal; state 0 is the start. */
final class AutomatonTable {

  /** The column of each byte. */
  private final int[] columnOf;

  private final int columns;
  private final List<int[]> rows = new ArrayList<>();
  private final BitSet accepting = new BitSet();

  AutomatonTable(int[] columnOf, int columns) {
    this.columnOf = columnOf;
    this.columns = columns;
  }

  void add(int[] row, boolean accepts) throws GrammarException {
    if (rows.size() >= Automata.MAX_STATES) {
      throw Automata.tooLarge();
    }
    accepting.set(rows.size(), accepts);
    rows.add(row);
  }

  /**
   * Drops states that lead nowhere, merges equivalent ones and bytes that none tells apart, and
   * numbers both by first use.
   */
  ByteAutomaton minimal() {
    boolean[] live = live();
    if (rows.isEmpty() || !live[0]) {
      return ByteAutomaton.NOTHING;
    }
    for (int[] row : rows) {
      for (int c = 0; c < columns; c++) {
        if (row[c] != Automaton.DEAD && !live[row[c]]) {
          row[c] = Automaton.DEAD;
        }
      }
    }
    int[] block = blocks(live, distinctColumns());
    return numbered(block);
  }

  /** The states from which an accepting one can be reached. */
  private boolean[] live() {
    int n = rows.size();
    int[] degree = new int[n + 1];
    forEachStep((_, _, to) -> degree[to + 1]++, n);
    for (int s = 0; s < n; s++) {
      degree[s + 1] += degree[s];
    }
    int[] sources = new int[degree[n]];
    int[] fill = Arrays.copyOf(degree, n);
    forEachStep((from, _, to) -> sources[fill[to]++] = from, n);
    boolean[] live = new boolean[n];
    IntArrayList open = new IntArrayList();
    for (int s = accepting.nextSetBit(0); s >= 0; s = accepting.nextSetBit(s + 1)) {
      live[s] = true;
      open.add(s);
    }
    for (int i = 0; i < open.size(); i++) {
      for (int e = degree[open.get(i)]; e < degree[open.get(i) + 1]; e++) {
        if (!live[sources[e]]) {
          live[sources[e]] = true;
          open.add(sources[e]);
        }
      }
    }
    return live;
  }

  private interface Step {
    void visit(int from, int column, int to);
  }

  /** Steps that lead where the column before led too are passed over. */
  private void forEachStep(Step step, int n) {
    for (int s = 0; s < n; s++) {
      int[] row = rows.get(s);
      int last = Automaton.DEAD;
      for (int c = 0; c < columns; c++) {
        if (row[c] != Automaton.DEAD && row[c] != last) {
          step.visit(s, c, row[c]);
        }
        last = row[c];
      }
    }
  }

  /** One column of each group of equal ones. */
  private int[] distinctColumns() {
    IntArrayList distinct = new IntArrayList();
    int[] all = IntStream.range(0, columns).toArray();
    int[] group = grouped(rows, all);
    for (int c = 0; c < columns; c++) {
      if (group[c] == c) {
        distinct.add(c);
      }
    }
    return distinct.toArray();
  }

  /** For each of the columns, in their order, the first one that is equal to it. */
  private static int[] grouped(List<int[]> rows, int[] order) {
    int width = rows.getFirst().length;
    long[] hash = new long[width];
    for (int[] row : rows) {
      for (int c = 0; c < width; c++) {
        hash[c] = hash[c] * 0x9E3779B97F4A7C15L + row[c] + 2;
      }
    }
    Map<Long, IntArrayList> candidates = new HashMap<>();
    int[] first = new int[width];
    for (int c : order) {
      IntArrayList same = candidates.computeIfAbsent(hash[c], _ -> new IntArrayList());
      first[c] = same.detectIfNone(other -> equal(rows, other, c), c);
      if (first[c] == c) {
        same.add(c);
      }
    }
    return first;
  }

  private static boolean equal(List<int[]> rows, int left, int right) {
    for (int[] row : rows) {
      if (row[left] != row[right]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The block of each live state in the coarsest partition that all steps respect, after Valmari
   * (doi:10.1016/j.ipl.2011.12.004): blocks of states and bundles of steps with one label into one
   * block split one another in turn. O(m log n) for m steps.
   */
  private int[] blocks(boolean[] live, int[] labels) {
    int n = rows.size();
    IntArrayList tails = new IntArrayList();
    IntArrayList heads = new IntArrayList();
    IntArrayList bundleEnds = new IntArrayList();
    for (int c : labels) {
      for (int s = 0; s < n; s++) {
        if (live[s] && rows.get(s)[c] != Automaton.DEAD) {
          tails.add(s);
          heads.add(rows.get(s)[c]);
        }
      }
      bundleEnds.add(tails.size());
    }
    Partition blocks = new Partition(n);
    for (int s = accepting.nextSetBit(0); s >= 0; s = accepting.nextSetBit(s + 1)) {
      blocks.mark(s);
    }
    blocks.split();
    Partition bundles = new Partition(tails.size(), bundleEnds);
    int[] first = new int[n + 1];
    heads.forEach(head -> first[head + 1]++);
    for (int s = 0; s < n; s++) {
      first[s + 1] += first[s];
    }
    int[] fill = Arrays.copyOf(first, n);
    int[] into = new int[heads.size()];
    for (int t = 0; t < heads.size(); t++) {
      into[fill[heads.get(t)]++] = t;
    }
    int nextBlock = 1;
    for (int bundle = 0; bundle < bundles.count(); bundle++) {
      for (int i = bundles.first(bundle); i < bundles.past(bundle); i++) {
        blocks.mark(tails.get(bundles.element(i)));
      }
      blocks.split();
      for (; nextBlock < blocks.count(); nextBlock++) {
        for (int i = blocks.first(nextBlock); i < blocks.past(nextBlock); i++) {
          int s = blocks.element(i);
          for (int e = first[s]; e < first[s + 1]; e++) {
            bundles.mark(into[e]);
          }
        }
        bundles.split();
      }
    }
    return blocks.setOf();
  }

  private ByteAutomaton numbered(int[] block) {
    int[] number = new int[rows.size() + 1];
    Arrays.fill(number, Automaton.DEAD);
    IntArrayList members = new IntArrayList();
    number[block[0]] = 0;
    members.add(0);
    int[] order = columnsByFirstByte();
    for (int i = 0; i < members.size(); i++) {
      int[] row = rows.get(members.get(i));
      for (int c : order) {
        if (row[c] != Automaton.DEAD && number[block[row[c]]] == Automaton.DEAD) {
          number[block[row[c]]] = members.size();
          members.add(row[c]);
        }
      }
    }
    int n = members.size();
    List<int[]> merged = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int[] row = rows.get(members.get(i)).clone();
      for (int c = 0; c < columns; c++) {
        row[c] = row[c] == Automaton.DEAD ? row[c] : number[block[row[c]]];
      }
      merged.add(row);
    }
    int[] group = grouped(merged, order);
    int[] classOfColumn = new int[columns];
    IntArrayList kept = new IntArrayList();
    for (int c : order) {
      if (group[c] == c) {
        classOfColumn[c] = kept.size();
        kept.add(c);
      } else {
        classOfColumn[c] = classOfColumn[group[c]];
      }
    }
    byte[] classOf = new byte[256];
    for (int b = 0; b < 256; b++) {
      classOf[b] = (byte) classOfColumn[columnOf[b]];
    }
    int[] next = new int[n * kept.size()];
    BitSet accepts = new BitSet(n);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < kept.size(); c++) {
        next[i * kept.size() + c] = merged.get(i)[kept.get(c)];
      }
      accepts.set(i, accepting.get(members.get(i)));
    }
    return new ByteAutomaton(n, classOf, kept.size(), next, accepts);
  }

  private int[] columnsByFirstByte() {
    IntArrayList order = new IntArrayList();
    boolean[] seen = new boolean[columns];
    for (int b = 0; b < 256; b++) {
      if (!seen[columnOf[b]]) {
        seen[columnOf[b]] = true;
        order.add(columnOf[b]);
      }
    }
    return order.toArray();
  }

  /** Elements in sets, which are split by marking some of their elements. */
  private static final class Partition {
    private final int[] elements;
    private final int[] place;
    private final int[] setOf;
    private final int[] first;
    private final int[] past;
    private final int[] marked;
    private final IntArrayList touched = new IntArrayList();
    private int count;

    /** All in one set. */
    Partition(int n) {
      this(n, IntArrayList.newListWith(n));
    }

    /** Runs of elements as sets. */
    Partition(int n, IntArrayList ends) {
      this.elements = new int[n];
      this.place = new int[n];
      this.setOf = new int[n];
      this.first = new int[n + 1];
      this.past = new int[n + 1];
      this.marked = new int[n + 1];
      int from = 0;
      for (int i = 0; i < ends.size(); i++) {
        if (ends.get(i) > from) {
          first[count] = from;
          past[count] = ends.get(i);
          for (int e = from; e < ends.get(i); e++) {
            elements[e] = e;
            place[e] = e;
            setOf[e] = count;
          }
          count++;
          from = ends.get(i);
        }
      }
    }

    int count() {
      return count;
    }

    int first(int set) {
      return first[set];
    }

    int past(int set) {
      return past[set];
    }

    int element(int i) {
      return elements[i];
    }

    int[] setOf() {
      return setOf;
    }

    void mark(int element) {
      int set = setOf[element];
      int from = place[element];
      int to = first[set] + marked[set];
      if (from < to) {
        return;
      }
      elements[from] = elements[to];
      place[elements[from]] = from;
      elements[to] = element;
      place[element] = to;
      if (marked[set]++ == 0) {
        touched.add(set);
      }
    }

    /** The smaller part of each set with marks becomes a set of its own. */
    void split() {
      while (!touched.isEmpty()) {
        int set = touched.removeAtIndex(touched.size() - 1);
        int border = first[set] + marked[set];
        if (border == past[set]) {
          marked[set] = 0;
          continue;
        }
        if (marked[set] <= past[set] - border) {
          first[count] = first[set];
          past[count] = border;
          first[set] = border;
        } else {
          first[count] = border;
          past[count] = past[set];
          past[set] = border;
        }
        for (int i = first[count]; i < past[count]; i++) {
          setOf[elements[i]] = count;
        }
        marked[set] = 0;
        marked[count] = 0;
        count++;
      }
    }
  }
}
