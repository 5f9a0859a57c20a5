package dev.espalier.reward.process;

import dev.espalier.search.reward.Solution;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * How a model reads a solution: which tokens, up to where, each step is judged at. What it reads of
 * a step never depends on the steps after it, so that its scores do not either.
 */
sealed interface StepFormat permits SeparatorFormat, TagFormat, TurnFormat, LineFormat {

  /**
   * For each step the sequence at whose last token it is judged.
   *
   * @param solution of one step or more
   */
  ImmutableList<TokenSequence> prefixes(Solution solution);

  /**
   * Of a language model, the tokens that say wrong and right, in this order; empty where the model
   * has a head of its own.
   */
  default ImmutableIntList signs() {
    return IntLists.immutable.empty();
  }
}
