package dev.espalier.search.grammar;

import dev.espalier.search.cache.RecentlyUsed;
import dev.espalier.search.token.Tokenizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Tokenizer tokenizer;
  private final TokenTrie trie;
  private final int words;
  private final InsideTable insides;
  private final Map<TokenChoice, long[]> meanings = new ConcurrentHashMap<>();
  private final Map<ParserState, long[]> masks = new RecentlyUsed<>(KEPT_MASKS);

  public TokenMask(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.trie = TokenTrie.of(tokenizer);
    this.words = (tokenizer.vocabularySize() + 63) / 64;
    this.insides = new InsideTable(trie, words);
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

  /**
   * The state after a token, or null if it may not come here. End tokens lead nowhere. A token that
   * the grammar names by its id is read as its text where the grammar allows that too.
   */
  public @Nullable ParserState advance(ParserState state, int token) {
    byte[] bytes = tokenizer.bytes(token);
    ParserState asText = bytes.length == 0 ? null : state.advance(bytes);
    if (asText != null) {
      return asText;
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
      Inside inside = insides.of(state.recogniser().grammar(), reading.terminal(), reading.state());
      inside.addTo(mask);
      if (!inside.exits().isEmpty()) {
        inside.exits().addTo(mask, state.recogniser().completed(reading));
      }
    }
    if (state.accepting()) {
      tokenizer.endTokens().forEach(token -> mask[token >> 6] |= 1L << (token & 63));
    }
    for (int terminal : state.specialTerminals()) {
      long[] meant =
          meanings.computeIfAbsent(
              state.recogniser().grammar().tokens(terminal), this::tokensMeant);
      for (int i = 0; i < words; i++) {
        mask[i] |= meant[i];
      }
    }
    return mask;
  }

  private long[] tokensMeant(TokenChoice choice) {
    long[] meant = new long[words];
    for (int token = 0; token < tokenizer.vocabularySize(); token++) {
      if (means(choice, token)) {
        meant[token >> 6] |= 1L << (token & 63);
      }
    }
    return meant;
  }

  private boolean means(TokenChoice choice, int token) {
    return switch (choice) {
      case TokenChoice.Written(String label) ->
          tokenizer.bytes(token).length == 0 && tokenizer.label(token).equals(label);
      case TokenChoice.Ids(var ids) -> ids.contains(token);
      case TokenChoice.Except(TokenChoice excluded) -> !means(excluded, token);
    };
  }

  @Override
  public String toString() {
    return "masks over %d tokens, %d trie nodes".formatted(trie.vocabularySize(), trie.nodes());
  }
}
