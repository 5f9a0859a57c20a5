package dev.espalier.search.grammar;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The right-hand side of a grammar rule, as every front end writes it. */
public sealed interface Expression {

  /** A text of a regular language. */
  record Terminal(Regex regex) implements Expression {}

  /**
   * A text of a regular language that is read as one piece. Neighbours are not joined to it, so
   * that equal pieces stay equal wherever they stand and share what is worked out for them.
   */
  record Lexeme(Regex regex) implements Expression {}

  /**
   * A quoted text: {@code "}, between {@code min} and {@code max} characters, {@code "}.
   *
   * @param character the ways in which one character may be written; none is the beginning of
   *     another, none begins with {@code "}
   * @param max {@link Regex.Repeat#UNBOUNDED} for no end
   */
  record Quoted(Regex character, int min, int max) implements Expression {}

  /** A text of another rule. */
  record Call(String rule) implements Expression {}

  record Sequence(ImmutableList<Expression> parts) implements Expression {}

  record Either(ImmutableList<Expression> options) implements Expression {}

  /** At least {@code min}, at most {@code max} times; {@link Regex.Repeat#UNBOUNDED} for no end. */
  record Repeat(Expression body, int min, int max) implements Expression {}

  /** One whole token of a vocabulary, by the way it is written or by id. */
  record SpecialToken(TokenChoice choice) implements Expression {}

  static Expression empty() {
    return sequence();
  }

  static Expression text(String text) {
    return new Terminal(Regex.text(text));
  }

  /** The texts that match as one piece. */
  static Expression lexeme(Regex regex) {
    return new Lexeme(regex);
  }

  static Expression sequence(Expression... parts) {
    return new Sequence(Lists.immutable.with(parts));
  }

  static Expression either(Expression... options) {
    return new Either(Lists.immutable.with(options));
  }
}
