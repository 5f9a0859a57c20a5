package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/**
 * A way of quoting texts: a mark before and after, and for some bytes escapes that stand for them,
 * since they must not stand for themselves. Immutable.
 *
 * <p>The quoted texts of an automaton are read by its product with the tree of escapes: within an
 * escape the automaton waits, at its end it makes the step of the byte that was meant.
 */
public final class Quotation {

  private static final int BODY = 0;
  private static final int END = -2;

  private final int mark;

  /** Per node of the tree of escapes: children by byte, 0 for none; the body is the root. */
  private final List<int[]> children = new ArrayList<>();

  /** Per node, the byte that is meant, or −1. */
  private final IntArrayList meant = new IntArrayList();

  private final boolean[] escaped = new boolean[256];
  private final boolean[] inEscapes = new boolean[256];

  /**
   * @param mark the byte before and after
   * @param escapes what stands for which byte; none is the beginning of another
   */
  public Quotation(int mark, Map<String, Integer> escapes) {
    this.mark = mark;
    inEscapes[mark] = true;
    addNode();
    escapes.forEach((text, b) -> {
      escaped[b] = true;
      int node = BODY;
      for (int i = 0; i < text.length(); i++) {
        int c = text.charAt(i);
        inEscapes[c] = true;
        if (children.get(node)[c] == 0) {
          children.get(node)[c] = addNode();
        }
        node = children.get(node)[c];
      }
      meant.set(node, b);
    });
  }

  private int addNode() {
    children.add(new int[256]);
    meant.add(-1);
    return children.size() - 1;
  }

  /**
   * The texts of {@code language}, quoted.
   *
   * @throws GrammarException if the automaton would be too large
   */
  public ByteAutomaton of(ByteAutomaton language) throws GrammarException {
    if (language.isEmpty()) {
      return language;
    }
    int[] columnOf = new int[256];
    int[] ofClass = new int[language.classes()];
    Arrays.fill(ofClass, -1);
    IntArrayList bytes = new IntArrayList();
    for (int b = 0; b < 256; b++) {
      boolean alone = inEscapes[b] || escaped[b];
      int known = alone ? -1 : ofClass[language.classOf(b)];
      if (known < 0) {
        known = bytes.size();
        bytes.add(b);
        if (!alone) {
          ofClass[language.classOf(b)] = known;
        }
      }
      columnOf[b] = known;
    }
    AutomatonTable table = new AutomatonTable(columnOf, bytes.size());
    IntIntHashMap ids = new IntIntHashMap();
    IntArrayList pairs = new IntArrayList();
    int[] start = new int[bytes.size()];
    Arrays.fill(start, Automaton.DEAD);
    start[columnOf[mark]] = 2;
    table.add(start, false);
    int[] end = new int[bytes.size()];
    Arrays.fill(end, Automaton.DEAD);
    table.add(end, true);
    // A pair is node · states + state.
    ids.put(0, 2);
    pairs.add(0);
    for (int i = 0; i < pairs.size(); i++) {
      int node = pairs.get(i) / language.states();
      int state = pairs.get(i) % language.states();
      int[] row = new int[bytes.size()];
      for (int c = 0; c < row.length; c++) {
        int to = step(language, node, state, bytes.get(c));
        if (to >= 0) {
          int known = ids.getIfAbsentPut(to, pairs.size() + 2);
          if (known == pairs.size() + 2) {
            pairs.add(to);
          }
          row[c] = known;
        } else {
          row[c] = to == END ? 1 : Automaton.DEAD;
        }
      }
      table.add(row, false);
    }
    return table.minimal();
  }

  /** The next pair, {@link #END} or {@link Automaton#DEAD}. */
  private int step(ByteAutomaton language, int node, int state, int b) {
    if (node == BODY && b == mark) {
      return language.accepts(state) ? END : Automaton.DEAD;
    }
    int child = children.get(node)[b];
    if (child != 0) {
      int value = meant.get(child);
      if (value < 0) {
        return child * language.states() + state;
      }
      return language.step(state, value);
    }
    return node == BODY && !escaped[b] ? language.step(state, b) : Automaton.DEAD;
  }
}
