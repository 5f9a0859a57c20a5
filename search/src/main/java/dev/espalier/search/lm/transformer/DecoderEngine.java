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

  /** Makes sure that slots 0 to {@code slots − 1} exist, keeping the content of those there are. */
  void reserve(int slots);

  /** Computes the tokens of {@code batch} and keeps what later tokens need of them. */
  void advance(TreeBatch batch);

  /**
   * The same, and then the distributions after the tokens in the {@code rows} slots, which may have
   * been computed earlier.
   */
  Evaluation step(TreeBatch batch, int[] rows, Wanted wanted);

  /** The same with the classifier's head: its logits, {@code [rows, classes]}. */
  float[] classify(TreeBatch batch, int[] rows);

  /** Moves the content of slot {@code from[i]} to slot i; {@code from} ascends. */
  void move(int[] from);

  @Override
  void close();
}
