package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.map.primitive.IntIntMap;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;

/**
 * Where a token is drawn, for stages that look beyond the distribution.
 *
 * @param sequence prompt and what was generated
 * @param promptLength tokens of the prompt
 * @param key of the draw; its child 1 is free for a stage that tosses a coin
 * @param bound greatest surprise that {@link Mirostat} allows now, in bits; NaN where it has drawn
 *     nothing before
 */
record Situation(
    TokenSequence sequence, int promptLength, Tokenizer tokenizer, RandomKey key, double bound) {

  /** How often each token was generated, the prompt left out. */
  IntIntMap generatedCounts() {
    MutableIntIntMap counts = IntIntMaps.mutable.empty();
    sequence.suffix(promptLength).forEach(token -> counts.addToValue(token, 1));
    return counts;
  }
}
