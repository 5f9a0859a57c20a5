package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;

/**
 * A potential of your own.
 *
 * <p>Name an implementation with a public constructor without parameters in a file {@code
 * META-INF/services/dev.espalier.search.potential.PotentialProvider} of a jar on the class path; it
 * can then be chosen by its name.
 */
public interface PotentialProvider {

  /** By which users choose it: lower-case letters, digits and hyphens. */
  String name();

  /**
   * The potential, over the tokens of a vocabulary. One over bytes becomes one by {@link
   * Potential#overTokens}.
   */
  Potential create(Tokenizer tokenizer);
}
