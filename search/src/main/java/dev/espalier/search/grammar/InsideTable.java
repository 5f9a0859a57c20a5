package dev.espalier.search.grammar;

import dev.espalier.search.cache.RecentlyUsed;
import java.util.Map;
import java.util.WeakHashMap;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out and keeps, for each state of each automaton, what the tokens of a vocabulary may do
 * from there.
 *
 * <p>Two states from which the same texts follow share one answer, whichever grammars they come
 * from: the key is the automaton that begins in the state. A state that differs from another in few
 * continuations (the keys of an object: any string but some) is worked out from the other's answer
 * by visiting only the tokens for which the two differ. Thread-safe.
 */
final class InsideTable {

  private static final int KEPT = 2_048;
  private static final int KEPT_COUNTED = 64;

  private final TokenTrie trie;
  private final int words;
  private final Map<Grammar, IntObjectHashMap<Inside>[]> ofGrammar = new WeakHashMap<>();
  private final Map<ByteAutomaton, @Nullable CountedInside[]> counted =
      new RecentlyUsed<>(KEPT_COUNTED);
  private final Map<ByteAutomaton, Inside> shared = new RecentlyUsed<>(KEPT);

  InsideTable(TokenTrie trie, int words) {
    this.trie = trie;
    this.words = words;
  }

  synchronized Inside of(Grammar grammar, int terminal, int state) {
    IntObjectHashMap<Inside>[] terminals =
        ofGrammar.computeIfAbsent(grammar, g -> newTable(g.terminals()));
    IntObjectHashMap<Inside> states = terminals[terminal];
    Inside known = states.get(state);
    if (known == null) {
      known =
          switch (grammar.automaton(terminal)) {
            case ByteAutomaton automaton -> of(automaton.from(state));
            case CountedAutomaton automaton -> of(automaton, state);
          };
      states.put(state, known);
    }
    return known;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static IntObjectHashMap<Inside>[] newTable(int terminals) {
    IntObjectHashMap<Inside>[] table = new IntObjectHashMap[terminals];
    for (int i = 0; i < terminals; i++) {
      table[i] = new IntObjectHashMap<>();
    }
    return table;
  }

  private Inside of(CountedAutomaton automaton, int state) {
    ByteAutomaton base = automaton.base();
    @Nullable CountedInside[] states =
        counted.computeIfAbsent(base, b -> new CountedInside[b.states()]);
    int baseState = automaton.baseState(state);
    CountedInside inside = states[baseState];
    if (inside == null) {
      inside = CountedInside.of(trie, words, automaton, baseState);
      states[baseState] = inside;
    }
    return inside.within(automaton.left(state), automaton.needed(state));
  }

  private Inside of(ByteAutomaton automaton) {
    Inside known = shared.get(automaton);
    if (known == null) {
      known = workOut(automaton);
      shared.put(automaton, known);
    }
    return known;
  }

  private Inside workOut(ByteAutomaton automaton) {
    int like = commonSuccessor(automaton);
    if (like > 0) {
      Inside near = of(automaton.from(like));
      if (near.isDense()) {
        return new Difference(automaton, near).workOut(like);
      }
    }
    int[] path = new int[trie.longest() + 1];
    long[] inside = new long[words];
    IntArrayList exits = new IntArrayList();
    walk(automaton, 0, trie.nodes(), path, inside, exits);
    return Inside.of(inside, Continuations.of(trie, exits.toArray()));
  }

  /** The nodes from {@code first} to {@code last}, whose parents' states are in {@code path}. */
  private void walk(
      ByteAutomaton automaton, int first, int last, int[] path, long[] inside, IntArrayList exits) {
    for (int node = first; node < last; ) {
      int depth = trie.depth(node);
      int next = automaton.step(path[depth - 1], trie.label(node));
      if (next == Automaton.DEAD) {
        node = trie.end(node);
        continue;
      }
      path[depth] = next;
      for (int i = trie.tokenStart(node); i < trie.tokenStart(node + 1); i++) {
        inside[trie.token(i) >> 6] |= 1L << (trie.token(i) & 63);
      }
      if (automaton.accepts(next) && trie.end(node) > node + 1) {
        exits.add(node);
      }
      node++;
    }
  }

  /**
   * The state that more than half of the printable bytes lead to, if those bytes stay there: the
   * state to compare the start with. 0 or less if there is none.
   */
  private static int commonSuccessor(ByteAutomaton automaton) {
    int candidate = Automaton.DEAD;
    int votes = 0;
    for (int b = ' '; b < 127; b++) {
      int to = automaton.step(0, b);
      if (to == Automaton.DEAD) {
        continue;
      }
      if (votes == 0) {
        candidate = to;
      }
      votes += to == candidate ? 1 : -1;
    }
    if (candidate <= 0) {
      return Automaton.DEAD;
    }
    int stay = 0;
    for (int b = ' '; b < 127; b++) {
      if (automaton.step(0, b) == candidate && automaton.step(candidate, b) == candidate) {
        stay++;
      }
    }
    return stay > 48 ? candidate : Automaton.DEAD;
  }

  /** The start's answer out of another state's: equal states need no visit. */
  private final class Difference {
    private final ByteAutomaton automaton;
    private final long[] inside;
    private final int[] nearExits;
    private final IntArrayList exits = new IntArrayList();
    private final int[] path = new int[trie.longest() + 1];
    private final int[] nearPath = new int[trie.longest() + 1];
    private int copied;
    private boolean same = true;
    private final Continuations nearContinuations;

    Difference(ByteAutomaton automaton, Inside near) {
      this.automaton = automaton;
      this.inside = near.words(words);
      this.nearContinuations = near.exits();
      this.nearExits = near.exits().exits();
    }

    Inside workOut(int like) {
      nearPath[0] = like;
      for (int node = 0; node < trie.nodes(); ) {
        int depth = trie.depth(node);
        int here = step(path[depth - 1], trie.label(node));
        int there = step(nearPath[depth - 1], trie.label(node));
        if (here == there) {
          node = trie.end(node);
          continue;
        }
        copyExitsBefore(node);
        if (here == Automaton.DEAD) {
          clear(trie.tokenStart(node), trie.tokenStart(trie.end(node)));
          node = trie.end(node);
          dropExitsBefore(node);
          continue;
        }
        path[depth] = here;
        nearPath[depth] = there;
        for (int i = trie.tokenStart(node); i < trie.tokenStart(node + 1); i++) {
          inside[trie.token(i) >> 6] |= 1L << (trie.token(i) & 63);
        }
        dropExitsBefore(node + 1);
        if (automaton.accepts(here) && trie.end(node) > node + 1) {
          exits.add(node);
          same = false;
        }
        node++;
      }
      copyExitsBefore(trie.nodes());
      return Inside.of(inside, same ? nearContinuations : Continuations.of(trie, exits.toArray()));
    }

    private int step(int state, int b) {
      return state == Automaton.DEAD ? state : automaton.step(state, b);
    }

    private void clear(int from, int to) {
      for (int i = from; i < to; i++) {
        inside[trie.token(i) >> 6] &= ~(1L << (trie.token(i) & 63));
      }
    }

    private void copyExitsBefore(int node) {
      while (copied < nearExits.length && nearExits[copied] < node) {
        exits.add(nearExits[copied++]);
      }
    }

    private void dropExitsBefore(int node) {
      while (copied < nearExits.length && nearExits[copied] < node) {
        copied++;
        same = false;
      }
    }
  }
}
