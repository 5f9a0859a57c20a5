package dev.espalier.search.grammar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * What tokens may do inside a {@link CountedAutomaton}, for all counts at once: tokens are sorted
 * by how many units they begin, so that the answer for a count is a piece of one list.
 */
final class CountedInside {

  private final TokenTrie trie;
  private final int words;

  /** Whether a unit has begun before the token. */
  private final int pending;

  /** Tokens that do not close, by units begun: those of n units from openStart[n]. */
  private final int[] open;

  private final int[] openStart;

  private final int[] closing;
  private final int[] closingBegun;
  private final int[] exits;
  private final int[] exitsBegun;
  private final int most;
  private final Map<Long, Inside> answers = new HashMap<>();

  private CountedInside(
      TokenTrie trie,
      int words,
      int pending,
      int[] open,
      int[] openStart,
      int[] closing,
      int[] closingBegun,
      int[] exits,
      int[] exitsBegun,
      int most) {
    this.trie = trie;
    this.words = words;
    this.pending = pending;
    this.open = open;
    this.openStart = openStart;
    this.closing = closing;
    this.closingBegun = closingBegun;
    this.exits = exits;
    this.exitsBegun = exitsBegun;
    this.most = most;
  }

  static CountedInside of(TokenTrie trie, int words, CountedAutomaton automaton, int state) {
    ByteAutomaton base = automaton.base();
    int[] path = new int[trie.longest() + 1];
    int[] begunPath = new int[trie.longest() + 1];
    path[0] = state;
    IntArrayList open = new IntArrayList();
    IntArrayList openBegun = new IntArrayList();
    IntArrayList closing = new IntArrayList();
    IntArrayList closingBegun = new IntArrayList();
    IntArrayList exits = new IntArrayList();
    IntArrayList exitsBegun = new IntArrayList();
    int most = 0;
    for (int node = 0; node < trie.nodes(); ) {
      int depth = trie.depth(node);
      int from = path[depth - 1];
      int to = base.step(from, trie.label(node));
      if (to == Automaton.DEAD) {
        node = trie.end(node);
        continue;
      }
      path[depth] = to;
      boolean begins = from == automaton.body() && trie.label(node) != automaton.close();
      int begun = begunPath[depth - 1] + (begins ? 1 : 0);
      begunPath[depth] = begun;
      most = Math.max(most, begun);
      boolean closed = base.accepts(to);
      for (int i = trie.tokenStart(node); i < trie.tokenStart(node + 1); i++) {
        (closed ? closing : open).add(trie.token(i));
        (closed ? closingBegun : openBegun).add(begun);
      }
      if (closed && trie.end(node) > node + 1) {
        exits.add(node);
        exitsBegun.add(begun);
      }
      node++;
    }
    int[] openStart = new int[most + 2];
    openBegun.forEach(n -> openStart[n + 1]++);
    for (int n = 0; n <= most; n++) {
      openStart[n + 1] += openStart[n];
    }
    int[] fill = openStart.clone();
    int[] sorted = new int[open.size()];
    for (int i = 0; i < open.size(); i++) {
      sorted[fill[openBegun.get(i)]++] = open.get(i);
    }
    return new CountedInside(
        trie,
        words,
        automaton.isInsideUnit(state) ? 1 : 0,
        sorted,
        openStart,
        closing.toArray(),
        closingBegun.toArray(),
        exits.toArray(),
        exitsBegun.toArray(),
        most);
  }

  /**
   * @param left how many units may begin
   * @param needed how many units must be complete before the text may close
   */
  Inside within(int left, int needed) {
    int atMost = Math.min(left, most);
    int atLeast = Math.min(needed, most + 2);
    return answers.computeIfAbsent(((long) atMost << 32) | atLeast, _ -> assemble(atMost, atLeast));
  }

  private Inside assemble(int left, int needed) {
    long[] inside = new long[words];
    int openEnd = openStart[left + 1];
    for (int i = 0; i < openEnd; i++) {
      inside[open[i] >> 6] |= 1L << (open[i] & 63);
    }
    for (int i = 0; i < closing.length; i++) {
      if (mayClose(closingBegun[i], left, needed)) {
        inside[closing[i] >> 6] |= 1L << (closing[i] & 63);
      }
    }
    int[] leaving = new int[exits.length];
    int filled = 0;
    for (int i = 0; i < exits.length; i++) {
      if (mayClose(exitsBegun[i], left, needed)) {
        leaving[filled++] = exits[i];
      }
    }
    return Inside.of(inside, Continuations.of(trie, Arrays.copyOf(leaving, filled)));
  }

  private boolean mayClose(int begun, int left, int needed) {
    return begun <= left && begun + pending >= needed;
  }
}
