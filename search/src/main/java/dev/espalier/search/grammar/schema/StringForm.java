package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.CodePoints;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A set of strings: characters of an alphabet in some number, or any regular language.
 *
 * @param max {@link Regex.Repeat#UNBOUNDED} for no end
 * @param language null if alphabet and bounds say it all; else they say nothing
 */
record StringForm(CodePoints alphabet, int min, int max, @Nullable ByteAutomaton language) {

  static final StringForm ANY = new StringForm(CodePoints.ALL, 0, Regex.Repeat.UNBOUNDED, null);

  /** Beyond this a bound is not spelled out in an automaton. */
  private static final int MAX_SPELLED = 5_000;

  static StringForm of(ByteAutomaton language) {
    return new StringForm(CodePoints.ALL, 0, Regex.Repeat.UNBOUNDED, language);
  }

  static StringForm ofLength(int min, int max) {
    return new StringForm(CodePoints.ALL, min, max, null);
  }

  boolean isEmpty() {
    return language != null
        ? language.isEmpty()
        : (max >= 0 && max < min) || (min > 0 && alphabet.isEmpty());
  }

  /** The strings as an automaton over their characters in UTF-8, not as they are written. */
  ByteAutomaton spelled() throws GrammarException {
    if (language != null) {
      return language;
    }
    if (Math.max(min, max) > MAX_SPELLED) {
      throw GrammarException.of(
          "a length of %d cannot be combined with another condition on the same string, %d can"
              .formatted(Math.max(min, max), MAX_SPELLED));
    }
    return Regex.chars(alphabet).times(min, max).automaton();
  }

  StringForm and(StringForm other) throws GrammarException {
    if (equals(ANY)) {
      return other;
    }
    if (other.equals(ANY)) {
      return this;
    }
    if (language == null && other.language == null) {
      int least = Math.max(min, other.min);
      int most = max < 0 ? other.max : other.max < 0 ? max : Math.min(max, other.max);
      return most >= 0 && most < least
          ? of(Regex.either().automaton())
          : new StringForm(alphabet.and(other.alphabet), least, most, null);
    }
    if (language == null) {
      return other.and(this);
    }
    if (other.language == null) {
      return of(language.and(other.withoutWhatHolds(language).spelled()));
    }
    return of(language.and(other.language));
  }

  /** Without bounds that every string of {@code strings} keeps anyway. */
  private StringForm withoutWhatHolds(ByteAutomaton strings) {
    int shortest = StringLengths.shortest(strings);
    int longest = StringLengths.longest(strings);
    return new StringForm(
        alphabet,
        shortest >= min ? 0 : min,
        max >= 0 && longest >= 0 && longest <= max ? Regex.Repeat.UNBOUNDED : max,
        null);
  }

  /** The strings outside, as a union. */
  ImmutableList<StringForm> not() throws GrammarException {
    if (language != null || !alphabet.equals(CodePoints.ALL)) {
      return Lists.immutable.with(of(Regex.anything().automaton().minus(spelled())));
    }
    ImmutableList<StringForm> outside = Lists.immutable.empty();
    if (min > 0) {
      outside = outside.newWith(ofLength(0, min - 1));
    }
    if (max >= 0) {
      outside = outside.newWith(ofLength(max + 1, Regex.Repeat.UNBOUNDED));
    }
    return outside;
  }
}
