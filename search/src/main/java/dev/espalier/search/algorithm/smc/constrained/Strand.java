package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.event.Ending;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.potential.Walk;
import dev.espalier.search.token.TokenSequence;
import org.jspecify.annotations.Nullable;

/**
 * The text of one particle.
 *
 * @param node where it ends in the tree
 * @param sequence prompt and what was generated
 * @param place where it stands in the grammar; null before the first token, and where nothing can
 *     follow
 * @param walk where it stands under the condition; null before the first token, where nothing can
 *     follow, and if there is no condition
 * @param logProb of its generated tokens under the model
 * @param ending why it ended, or null while it goes on
 */
record Strand(
    int node,
    TokenSequence sequence,
    @Nullable ParserState place,
    @Nullable Walk walk,
    double logProb,
    @Nullable Ending ending) {

  boolean goesOn() {
    return ending == null;
  }

  /** Whether nothing was generated yet. */
  boolean isEmpty() {
    return node == 0;
  }
}
