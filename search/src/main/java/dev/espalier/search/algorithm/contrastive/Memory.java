package dev.espalier.search.algorithm.contrastive;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.ModelFailure;
import org.jspecify.annotations.Nullable;

/**
 * The last-layer states of a text, newest first; a longer text shares all of them with the shorter.
 *
 * @param earlier states of the tokens before, null at the first
 * @param state of this token
 * @param position of this token in the text, prompt included, from 0
 * @param token its id
 * @param node where it stands in the tree; 0 for all tokens of the prompt
 */
record Memory(@Nullable Memory earlier, HiddenState state, int position, int token, int node) {

  /**
   * The token whose state is most like another.
   *
   * @param cosine between the two states
   */
  record Likeness(Memory of, double cosine) {}

  static Memory first(HiddenState state, int token) {
    return new Memory(null, state, 0, token, 0);
  }

  /** This memory with one more token. */
  Memory then(HiddenState next, int nextToken, int nextNode) {
    return new Memory(this, next, position + 1, nextToken, nextNode);
  }

  /**
   * The token of the greatest cosine with {@code candidate}, the earliest of equals.
   *
   * @throws ModelFailure if a cosine is no number
   */
  Likeness mostLike(HiddenState candidate) {
    Memory best = this;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Memory at = this; at != null; at = at.earlier) {
      double cosine = at.state.cosine(candidate);
      if (Double.isNaN(cosine)) {
        throw new ModelFailure(
            "the model's hidden states cannot be compared: the cosine with that of token %d is NaN"
                .formatted(at.position));
      }
      if (cosine >= greatest) {
        best = at;
        greatest = cosine;
      }
    }
    return new Likeness(best, greatest);
  }
}
