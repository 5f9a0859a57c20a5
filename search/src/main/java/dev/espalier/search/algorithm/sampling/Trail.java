package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;

/**
 * The state of a search that writes one text.
 *
 * @param sequence prompt and what was generated
 * @param promptLength tokens of the prompt
 * @param node the node of the last token
 * @param logProb of all generated tokens under the model
 * @param key for the next draw
 */
record Trail(
    TokenSequence sequence,
    int promptLength,
    int node,
    double logProb,
    RandomKey key,
    boolean finished)
    implements SearchState {

  int generated() {
    return sequence.length() - promptLength;
  }
}
