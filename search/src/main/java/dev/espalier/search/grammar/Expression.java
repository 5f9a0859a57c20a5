package dev.espalier.search.grammar;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The right-hand side of a grammar rule, as every front end writes it. */
sealed interface Expression {

  /** A text of a regular language. */
  record Terminal(Regex regex) implements Expression {}

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

  static Expression sequence(Expression... parts) {
    return new Sequence(Lists.immutable.with(parts));
  }

  static Expression either(Expression... options) {
    return new Either(Lists.immutable.with(options));
  }
}
