package dev.espalier.search.grammar;

import org.eclipse.collections.api.set.primitive.ImmutableIntSet;

/** Which tokens a grammar means where it names tokens rather than text. */
public sealed interface TokenChoice {

  /** The token that is written so, such as {@code <|end|>}. */
  record Written(String label) implements TokenChoice {}

  record Ids(ImmutableIntSet ids) implements TokenChoice {}

  /** Any other token. */
  record Except(TokenChoice excluded) implements TokenChoice {}
}
