package dev.espalier.search.algorithm.contrastive;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.token.TokenSequence;
import org.jspecify.annotations.Nullable;

/**
 * The state of contrastive search.
 *
 * @param sequence prompt and what was chosen
 * @param promptLength tokens of the prompt
 * @param node the node of the last token
 * @param nextNode number of the next node
 * @param logProb of all chosen tokens under the model
 * @param read what the model said of the text so far, null before the prompt was read
 */
record ContrastiveState(
    TokenSequence sequence,
    int promptLength,
    int node,
    int nextNode,
    double logProb,
    @Nullable Read read,
    boolean finished)
    implements SearchState {

  /**
   * What the model said of the text so far.
   *
   * @param memory states of all its tokens
   * @param candidates the most probable next tokens, best first
   */
  record Read(Memory memory, NextTokens candidates) {

    /** The same of the text with one more token. */
    Read then(HiddenState state, int token, int node, NextTokens next) {
      return new Read(memory.then(state, token, node), next);
    }
  }

  int generated() {
    return sequence.length() - promptLength;
  }

  ContrastiveState reading(Read now) {
    return new ContrastiveState(sequence, promptLength, node, nextNode, logProb, now, false);
  }

  ContrastiveState done() {
    return new ContrastiveState(sequence, promptLength, node, nextNode, logProb, null, true);
  }
}
