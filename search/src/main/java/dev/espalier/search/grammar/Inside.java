package dev.espalier.search.grammar;

import org.jspecify.annotations.Nullable;

/**
 * What the tokens of a vocabulary may do from one state of an automaton: which of them stay inside,
 * and where they may leave with more of the token to come. Immutable.
 */
final class Inside {

  /** Below this many tokens a list is smaller than a bit set. */
  private static final int SPARSE = 512;

  /** Tokens that stay inside as a bit set, or null if they are few. */
  private final long @Nullable [] dense;

  /** Those tokens as a list, where they are few. */
  private final int[] sparse;

  /** What may remain of a token that leaves here. */
  private final Continuations exits;

  private Inside(long @Nullable [] dense, int[] sparse, Continuations exits) {
    this.dense = dense;
    this.sparse = sparse;
    this.exits = exits;
  }

  /**
   * @param words tokens as a bit set; taken over
   * @param exits nodes of the vocabulary's trie at which a token may leave
   */
  static Inside of(long[] words, Continuations exits) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    if (count >= SPARSE) {
      return new Inside(words, new int[0], exits);
    }
    int[] few = new int[count];
    int filled = 0;
    for (int i = 0; i < words.length; i++) {
      for (long word = words[i]; word != 0; word &= word - 1) {
        few[filled++] = i * 64 + Long.numberOfTrailingZeros(word);
      }
    }
    return new Inside(null, few, exits);
  }

  Continuations exits() {
    return exits;
  }

  void addTo(long[] mask) {
    if (dense != null) {
      for (int i = 0; i < mask.length; i++) {
        mask[i] |= dense[i];
      }
    }
    for (int token : sparse) {
      mask[token >> 6] |= 1L << (token & 63);
    }
  }

  /** The tokens as a bit set of {@code length} words, for the caller to change. */
  long[] words(int length) {
    long[] words = new long[length];
    addTo(words);
    return words;
  }

  boolean isDense() {
    return dense != null;
  }
}
