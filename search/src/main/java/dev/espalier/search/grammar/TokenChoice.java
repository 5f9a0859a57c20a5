package dev.espalier.search.grammar;

import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/** Which tokens a grammar means where it names tokens rather than text. */
public sealed interface TokenChoice {

  /** The token that is written so, such as {@code <|end|>}. */
  record Written(String label) implements TokenChoice {}

  record Ids(ImmutableIntSet ids) implements TokenChoice {}

  /** Any other token. */
  record Except(TokenChoice excluded) implements TokenChoice {}

  /**
   * Tokens named in a grammar's text: {@code <|end|>} by what is written, {@code <[5-7,9]>} by ids.
   *
   * @param end offset after the closing bracket
   */
  record Reference(TokenChoice choice, int end) {

    private static final int MAX_TOKENS = 1_000_000;

    /**
     * Reads the reference that begins with the bracket at an offset.
     *
     * @throws GrammarException with the place, if it is none
     */
    public static Reference at(String source, int offset) throws GrammarException {
      int close = source.indexOf('>', offset);
      int lineEnd = source.indexOf('\n', offset);
      if (close < 0 || (lineEnd >= 0 && lineEnd < close)) {
        throw GrammarException.at(source, offset, "a < without its >");
      }
      String inner = source.substring(offset + 1, close);
      if (inner.isEmpty()) {
        throw GrammarException.at(source, offset, "a token without a name");
      }
      return new Reference(
          inner.startsWith("[") ? ids(source, offset, inner) : new Written("<" + inner + ">"),
          close + 1);
    }

    private static TokenChoice ids(String source, int offset, String inner)
        throws GrammarException {
      if (!inner.matches("\\[\\d{1,9}(-\\d{1,9})?(,\\d{1,9}(-\\d{1,9})?)*\\]")) {
        throw GrammarException.at(source, offset, "expected token ids such as <[5]> or <[5-7,9]>");
      }
      IntHashSet ids = new IntHashSet();
      for (String range : inner.substring(1, inner.length() - 1).split(",", -1)) {
        String[] ends = range.split("-", -1);
        int from = Integer.parseInt(ends[0]);
        int to = Integer.parseInt(ends[ends.length - 1]);
        if (to < from || to - from > MAX_TOKENS) {
          throw GrammarException.at(source, offset, "the range of tokens " + range);
        }
        for (int id = from; id <= to; id++) {
          ids.add(id);
        }
      }
      return new Ids(IntSets.immutable.withAll(ids));
    }
  }
}
