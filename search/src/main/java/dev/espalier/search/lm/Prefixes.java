package dev.espalier.search.lm;

import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/** The bounds every {@link LanguageModel} holds its callers to, before any native code runs. */
public final class Prefixes {

  private Prefixes() {}

  /**
   * Checks a token id.
   *
   * @throws IllegalArgumentException if the token is outside the vocabulary
   */
  public static void checkToken(int token, ModelDescription model) {
    if (token < 0 || token >= model.vocabularySize()) {
      throw new IllegalArgumentException(
          "token %d is not in the vocabulary of %s, which has %d"
              .formatted(token, model.id(), model.vocabularySize()));
    }
  }

  /**
   * Checks the arguments of an evaluation.
   *
   * @throws IllegalArgumentException if there is no prefix, or one is empty, too long, or ends in a
   *     token outside the vocabulary
   */
  public static void check(ImmutableList<TokenSequence> prefixes, ModelDescription model) {
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("an evaluation needs at least one prefix");
    }
    prefixes.forEachWithIndex((prefix, i) -> {
      if (prefix.isEmpty()) {
        throw new IllegalArgumentException("prefix " + i + " is empty");
      }
      if (prefix.length() > model.contextLength()) {
        throw new IllegalArgumentException(
            "prefix %d has %d tokens, the context of %s holds %d"
                .formatted(i, prefix.length(), model.id(), model.contextLength()));
      }
      if (prefix.last() >= model.vocabularySize()) {
        throw new IllegalArgumentException(
            "prefix %d ends in token %d, the vocabulary of %s has %d"
                .formatted(i, prefix.last(), model.id(), model.vocabularySize()));
      }
    });
  }
}
