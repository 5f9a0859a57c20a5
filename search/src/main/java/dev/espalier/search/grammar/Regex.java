package dev.espalier.search.grammar;

import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableByteList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.ByteLists;

/**
 * A regular language over text, as a tree. Intersection and complement are exact: they are carried
 * out on automata.
 */
public sealed interface Regex {

  /** Exactly these bytes. */
  record Text(ImmutableByteList bytes) implements Regex {}

  /** One character of a set. */
  record Chars(CodePoints set) implements Regex {}

  record Sequence(ImmutableList<Regex> parts) implements Regex {}

  record Either(ImmutableList<Regex> options) implements Regex {}

  /** At least {@code min} and at most {@code max} times. */
  record Repeat(Regex body, int min, int max) implements Regex {
    /** No end. */
    public static final int UNBOUNDED = -1;
  }

  record Both(Regex left, Regex right) implements Regex {}

  /** Any well-formed text that is not in {@code excluded}. */
  record Not(Regex excluded) implements Regex {}

  /** The language of an automaton. */
  record Compiled(ByteAutomaton automaton) implements Regex {}

  /** The empty text. */
  static Regex empty() {
    return text("");
  }

  /** Any one character. */
  static Regex anyChar() {
    return new Chars(CodePoints.ALL);
  }

  /** Any text. */
  static Regex anything() {
    return anyChar().star();
  }

  static Regex text(String text) {
    return new Text(ByteLists.immutable.with(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Regex sequence(Regex... parts) {
    return new Sequence(Lists.immutable.with(parts));
  }

  static Regex either(Regex... options) {
    return new Either(Lists.immutable.with(options));
  }

  /**
   * The texts that match a regular expression as a whole.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  static Regex matching(String pattern) throws GrammarException {
    return RegexSyntax.whole(pattern);
  }

  /**
   * The texts in which a regular expression matches somewhere.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  static Regex containing(String pattern) throws GrammarException {
    return RegexSyntax.anywhere(pattern);
  }

  static Regex chars(CodePoints set) {
    return new Chars(set);
  }

  /** This language as an automaton. */
  default ByteAutomaton automaton() throws GrammarException {
    return Automata.of(this);
  }

  default Regex times(int min, int max) {
    return new Repeat(this, min, max);
  }

  default Regex star() {
    return new Repeat(this, 0, Repeat.UNBOUNDED);
  }

  default Regex optional() {
    return new Repeat(this, 0, 1);
  }
}
