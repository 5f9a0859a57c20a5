package dev.espalier.search.token;

import org.eclipse.collections.api.IntIterable;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of token ids that shares its prefix with every sequence grown from it.
 *
 * <p>Appending costs O(1) time and memory, so a search tree of n nodes holds n cells however deep
 * it is. Equality is by content; the hash is carried along, and comparison stops at the first cell
 * both sequences share.
 */
public final class TokenSequence {

  private static final TokenSequence EMPTY = new TokenSequence(null, -1, 0, 0x9E3779B97F4A7C15L);

  private final @Nullable TokenSequence parent;
  private final int last;
  private final int length;
  private final long hash;

  private TokenSequence(@Nullable TokenSequence parent, int last, int length, long hash) {
    this.parent = parent;
    this.last = last;
    this.length = length;
    this.hash = hash;
  }

  /** The sequence of no tokens. */
  public static TokenSequence empty() {
    return EMPTY;
  }

  public static TokenSequence of(IntIterable tokens) {
    return EMPTY.appendAll(tokens);
  }

  public static TokenSequence of(int... tokens) {
    return of(IntLists.immutable.with(tokens));
  }

  /**
   * This sequence followed by {@code token}.
   *
   * @throws IllegalArgumentException if the token id is negative
   */
  public TokenSequence append(int token) {
    if (token < 0) {
      throw new IllegalArgumentException("token id " + token + " is negative");
    }
    long mixed = (hash ^ (token + 1L)) * 0xBF58476D1CE4E5B9L;
    return new TokenSequence(this, token, length + 1, mixed ^ (mixed >>> 29));
  }

  /** This sequence followed by all of {@code tokens}. */
  public TokenSequence appendAll(IntIterable tokens) {
    return tokens.injectInto(this, TokenSequence::append);
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** How many tokens there are. */
  public int length() {
    return length;
  }

  /**
   * The last token.
   *
   * @throws IllegalStateException if the sequence is empty
   */
  public int last() {
    if (length == 0) {
      throw new IllegalStateException("an empty sequence has no last token");
    }
    return last;
  }

  /**
   * All but the last token.
   *
   * @throws IllegalStateException if the sequence is empty
   */
  public TokenSequence parent() {
    if (parent == null) {
      throw new IllegalStateException("an empty sequence has no parent");
    }
    return parent;
  }

  /** The first {@code n} tokens; walks back from the end. */
  public TokenSequence prefix(int n) {
    if (n < 0 || n > length) {
      throw new IllegalArgumentException("prefix of " + n + " tokens of " + length);
    }
    TokenSequence cell = this;
    while (cell.length > n) {
      cell = cell.parent();
    }
    return cell;
  }

  public ImmutableIntList toList() {
    return IntLists.immutable.with(toArray(0));
  }

  /** The tokens from index {@code from} on. */
  public ImmutableIntList suffix(int from) {
    return IntLists.immutable.with(toArray(from));
  }

  private int[] toArray(int from) {
    if (from < 0 || from > length) {
      throw new IllegalArgumentException("suffix from " + from + " of " + length + " tokens");
    }
    int[] tokens = new int[length - from];
    TokenSequence cell = this;
    for (int i = tokens.length - 1; i >= 0; i--) {
      tokens[i] = cell.last;
      cell = cell.parent();
    }
    return tokens;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof TokenSequence that) || that.length != length || that.hash != hash) {
      return false;
    }
    TokenSequence a = this;
    TokenSequence b = that;
    while (a != b) {
      if (a.last != b.last) {
        return false;
      }
      a = a.parent();
      b = b.parent();
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
