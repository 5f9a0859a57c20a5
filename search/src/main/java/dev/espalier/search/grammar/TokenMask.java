package dev.espalier.search.grammar;

import dev.espalier.search.token.Tokenizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a vocabulary may come next at a place in a grammar.
 *
 * <p>A token is allowed exactly if its bytes lead from the state to another. For each state of a
 * terminal's automaton it is worked out once, for all grammars, which tokens stay inside the
 * terminal and at which nodes of the vocabulary's trie it may end with more of the token to come;
 * only below those the recogniser itself is asked. Whole masks are kept for the states used last.
 * Thread-safe.
 */
public final class TokenMask {

  private static final int KEPT_MASKS = 1_024;

  /** Below this many tokens a list is smaller than a bit set. */
  private static final int SPARSE = 512;

  private final Tokenizer tokenizer;
  private final TokenTrie trie;
  private final int words;
  private final Map<ByteAutomaton, @Nullable Inside[]> insides = new ConcurrentHashMap<>();
  private final Map<ParserState, long[]> masks =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ParserState, long[]> eldest) {
          return size() > KEPT_MASKS;
        }
      };

  /** What a token may do from one state of an automaton. */
  private static final class Inside {

    /** Tokens that stay inside as a bit set, or null if they are few. */
    private final long @Nullable [] dense;

    /** Those tokens as a list, where they are few. */
    private final int[] sparse;

    /** Trie nodes with children at which the automaton accepts. */
    private final int[] exits;

    Inside(long @Nullable [] dense, int[] sparse, int[] exits) {
      this.dense = dense;
      this.sparse = sparse;
      this.exits = exits;
    }
  }

  public TokenMask(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.trie = TokenTrie.of(tokenizer);
    this.words = (tokenizer.vocabularySize() + 63) / 64;
  }

  /** Length of a mask in 64-bit words. */
  public int words() {
    return words;
  }

  /**
   * The tokens allowed at {@code state}, bit t of word t/64 for token t; end tokens exactly where
   * the text may end.
   *
   * @return a mask shared with other callers, not to be changed
   */
  public long[] allowed(ParserState state) {
    synchronized (masks) {
      long[] known = masks.get(state);
      if (known != null) {
        return known;
      }
    }
    long[] mask = compute(state);
    synchronized (masks) {
      masks.put(state, mask);
    }
    return mask;
  }

  public static boolean allows(long[] mask, int token) {
    return (mask[token >> 6] >>> (token & 63) & 1) != 0;
  }

  /** The state after a token, or null if it may not come here. End tokens lead nowhere. */
  public @Nullable ParserState advance(ParserState state, int token) {
    byte[] bytes = tokenizer.bytes(token);
    if (bytes.length > 0) {
      return state.advance(bytes);
    }
    for (int terminal : state.specialTerminals()) {
      if (means(state.recogniser().grammar().tokens(terminal), token)) {
        return state.recogniser().advanceOver(state, terminal);
      }
    }
    return null;
  }

  private long[] compute(ParserState state) {
    long[] mask = new long[words];
    for (ParserState.Reading reading : state.readings()) {
      ByteAutomaton automaton = state.recogniser().grammar().automaton(reading.terminal());
      Inside inside = inside(automaton, reading.state());
      long[] dense = inside.dense;
      if (dense != null) {
        for (int i = 0; i < words; i++) {
          mask[i] |= dense[i];
        }
      }
      for (int token : inside.sparse) {
        mask[token >> 6] |= 1L << (token & 63);
      }
      if (inside.exits.length > 0) {
        ParserState next = state.recogniser().completed(reading);
        for (int node : inside.exits) {
          walk(node, next, mask);
        }
      }
    }
    if (state.accepting()) {
      tokenizer.endTokens().forEach(token -> mask[token >> 6] |= 1L << (token & 63));
    }
    for (int terminal : state.specialTerminals()) {
      TokenChoice choice = state.recogniser().grammar().tokens(terminal);
      for (int token = 0; token < tokenizer.vocabularySize(); token++) {
        if (tokenizer.bytes(token).length == 0 && means(choice, token)) {
          mask[token >> 6] |= 1L << (token & 63);
        }
      }
    }
    return mask;
  }

  private boolean means(TokenChoice choice, int token) {
    return switch (choice) {
      case TokenChoice.Written(String label) -> tokenizer.label(token).equals(label);
      case TokenChoice.Ids(var ids) -> ids.contains(token);
      case TokenChoice.Except(TokenChoice excluded) -> !means(excluded, token);
    };
  }

  /** Adds the tokens below {@code top} whose remaining bytes lead on from {@code state}. */
  private void walk(int top, ParserState state, long[] mask) {
    int base = trie.depth(top);
    ParserState[] path = new ParserState[trie.longest() + 1];
    path[base] = state;
    int last = trie.end(top);
    for (int node = top + 1; node < last; ) {
      int depth = trie.depth(node);
      ParserState next = path[depth - 1].advance(trie.label(node));
      if (next == null) {
        node = trie.end(node);
        continue;
      }
      path[depth] = next;
      for (int i = trie.tokenStart(node); i < trie.tokenStart(node + 1); i++) {
        int token = trie.token(i);
        mask[token >> 6] |= 1L << (token & 63);
      }
      node++;
    }
  }

  private Inside inside(ByteAutomaton automaton, int state) {
    @Nullable Inside[] ofAutomaton =
        insides.computeIfAbsent(automaton, a -> new Inside[a.states()]);
    Inside known = ofAutomaton[state];
    if (known == null) {
      // Two threads may both work it out; they come to the same.
      known = workOut(automaton, state);
      ofAutomaton[state] = known;
    }
    return known;
  }

  private Inside workOut(ByteAutomaton automaton, int state) {
    int[] path = new int[trie.longest() + 1];
    path[0] = state;
    IntArrayList tokens = new IntArrayList();
    IntArrayList exits = new IntArrayList();
    for (int node = 0; node < trie.nodes(); ) {
      int depth = trie.depth(node);
      int next = automaton.step(path[depth - 1], trie.label(node));
      if (next == ByteAutomaton.DEAD) {
        node = trie.end(node);
        continue;
      }
      path[depth] = next;
      for (int i = trie.tokenStart(node); i < trie.tokenStart(node + 1); i++) {
        tokens.add(trie.token(i));
      }
      if (automaton.accepts(next) && trie.end(node) > node + 1) {
        exits.add(node);
      }
      node++;
    }
    if (tokens.size() < SPARSE) {
      return new Inside(null, tokens.toArray(), exits.toArray());
    }
    long[] dense = new long[words];
    tokens.forEach(token -> dense[token >> 6] |= 1L << (token & 63));
    return new Inside(dense, new int[0], exits.toArray());
  }

  @Override
  public String toString() {
    return "masks over %d tokens, %d trie nodes, %s"
        .formatted(
            trie.vocabularySize(), trie.nodes(), Arrays.toString(new int[] {insides.size()}));
  }
}
