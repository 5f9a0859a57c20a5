package dev.espalier.search.lm.transformer;

import org.eclipse.collections.api.list.primitive.ImmutableFloatList;

/**
 * The dimensions and switches by which the decoder families differ, in the terms of the program.
 *
 * @param width length of a hidden state
 * @param heads query heads a layer
 * @param kvHeads key and value heads a layer; divides {@code heads}
 * @param headDim length of a head
 * @param vocabulary rows of the token embedding
 * @param epsilon added to the variance in norms
 * @param rmsNorm RMSNorm, or LayerNorm
 * @param gated SwiGLU, or GELU (tanh form)
 * @param frequencies rotary angle per position of each pair, headDim/2 of them; empty if positions
 *     are learned
 */
record DecoderShape(
    int layers,
    int width,
    int heads,
    int kvHeads,
    int headDim,
    int vocabulary,
    double epsilon,
    boolean rmsNorm,
    boolean gated,
    ImmutableFloatList frequencies) {

  DecoderShape {
    if (layers < 1 || width < 1 || heads < 1 || kvHeads < 1 || headDim < 1 || vocabulary < 1) {
      throw new IllegalArgumentException(
          "a decoder of %d layers, width %d, %d heads, %d key heads of %d, %d tokens"
              .formatted(layers, width, heads, kvHeads, headDim, vocabulary));
    }
    if (heads % kvHeads != 0) {
      throw new IllegalArgumentException(heads + " heads are no multiple of " + kvHeads);
    }
    if (frequencies.notEmpty() && frequencies.size() * 2 != headDim) {
      throw new IllegalArgumentException(
          frequencies.size() + " rotary frequencies for heads of " + headDim);
    }
  }
}
