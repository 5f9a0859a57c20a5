package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.StoredTensor;

/**
 * A decoder ready to be loaded.
 *
 * @param id name to find it again
 * @param hash of its files, or empty
 * @param family such as {@code llama}
 * @param context longest prefix it knows, in tokens
 */
record DecoderSource(
    String id,
    String hash,
    String family,
    int context,
    DecoderShape shape,
    DecoderWeights weights) {

  /** How many weights there are. */
  long parameters() {
    return weights.parts().sumOfLong(part -> part.stored().sumOfLong(StoredTensor::size));
  }

  /** How many weights the largest part has. */
  long largest() {
    return weights.parts().collectLong(part -> part.stored().sumOfLong(StoredTensor::size)).max();
  }
}
