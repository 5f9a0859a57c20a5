package dev.espalier.search.algorithm;

import dev.espalier.search.random.RandomKey;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * What is to be continued or solved.
 *
 * @param question as the user wrote it, for reward models, which have their own way to read it
 * @param promptText the text the language model continues, chat template applied
 * @param prompt the tokens of that text, at least one
 * @param seed from which every random number of the search follows
 */
public record Problem(String question, String promptText, ImmutableIntList prompt, long seed) {

  public Problem {
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException(
          "the prompt has no tokens; write something for the model to continue");
    }
  }

  public RandomKey key() {
    return RandomKey.ofSeed(seed);
  }
}
