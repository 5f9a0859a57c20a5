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
 * @param bound greatest surprise of the next token in bits, moved by {@link Mirostat}; NaN where it
 *     has drawn nothing before
 */
record Trail(
    TokenSequence sequence,
    int promptLength,
    int node,
    double logProb,
    RandomKey key,
    double bound,
    boolean finished)
    implements SearchState {

  int generated() {
    return sequence.length() - promptLength;
  }

  Trail boundedBy(double next) {
    return new Trail(sequence, promptLength, node, logProb, key, next, finished);
  }

  Trail done() {
    return new Trail(sequence, promptLength, node, logProb, key, bound, true);
  }
}
