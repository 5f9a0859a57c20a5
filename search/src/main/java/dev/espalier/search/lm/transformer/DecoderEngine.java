package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.Wanted;

/**
 * What computes a decoder: it knows tensors and slots, and nothing of trees.
 *
 * <p>Its arguments have been checked: ids, positions and slots are in range. Failures of the native
 * side come out as {@link dev.espalier.search.lm.ModelFailure}.
 */
interface DecoderEngine extends AutoCloseable {

  /**
   * Makes a cache of slots 0 to {@code slots − 1}, with the content of the old one's slot {@code
   * kept[i]} in slot i, and frees the old one.
   */
  void resize(int slots, int[] kept);

  /** Computes the tokens of {@code batch} and keeps what later tokens need of them. */
  void advance(TreeBatch batch);

  /**
   * The same, and then the distributions after the tokens in the {@code rows} slots, which may have
   * been computed earlier.
   */
  Evaluation step(TreeBatch batch, int[] rows, Wanted wanted);

  /** The same with the classifier's head: its logits, {@code [rows, classes]}. */
  float[] classify(TreeBatch batch, int[] rows);

  /** Time spent so far in the native library, in nanoseconds. */
  long nativeNanos();

  @Override
  void close();
}
