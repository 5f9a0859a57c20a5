package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.StoredTensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The weights of a decoder in the terms of the program: what to load, in order.
 *
 * @param parts each layer's part of a role comes before the next layer's
 * @param tiedHead whether the output head is the token embedding
 */
record DecoderWeights(ImmutableList<Part> parts, boolean tiedHead) {

  /** How many numbers the last matrix of a role makes of a row. */
  long matrixRows(String role) {
    Part last = parts.select(part -> part.role().equals(role)).getLast();
    return last.transposed()
        ? last.stored().getFirst().columns()
        : last.stored().sumOfLong(StoredTensor::rows);
  }

  /**
   * One matrix or vector of the program.
   *
   * @param role such as {@code qkv}
   * @param stored the tensors it is made of, below one another
   * @param transposed whether the file holds [in, out]
   */
  record Part(
      String role, ImmutableList<StoredTensor> stored, boolean vector, boolean transposed) {}
}
