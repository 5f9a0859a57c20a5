package dev.espalier.reward.training;

/**
 * The size of a Llama-architecture model with as many key/value heads as query heads and tied
 * embeddings.
 *
 * @param vocabulary number of token ids
 * @param width size of the residual stream
 * @param layers number of decoder blocks
 * @param heads number of attention heads; {@code width / heads} must be even
 * @param hidden inner size of the SwiGLU block
 * @param maxPositions longest sequence the model may see
 */
public record ModelShape(
    int vocabulary, int width, int layers, int heads, int hidden, int maxPositions) {
  static final double ROPE_THETA = 10_000;
  static final double NORM_EPSILON = 1e-5;

  public ModelShape {
    requirePositive("vocabulary", vocabulary);
    requirePositive("width", width);
    requirePositive("layers", layers);
    requirePositive("heads", heads);
    requirePositive("hidden", hidden);
    requirePositive("maxPositions", maxPositions);
    if (width % (2 * heads) != 0) {
      throw new IllegalArgumentException(
          "width " + width + " must be an even multiple of heads " + heads);
    }
  }

  /** The bundled language model's shape for a vocabulary of the given size. */
  public static ModelShape bundled(int vocabulary) {
    return new ModelShape(vocabulary, 192, 6, 6, 512, 1024);
  }

  /** The same with more blocks. */
  ModelShape deeper(int blocks) {
    return new ModelShape(vocabulary, width, layers + blocks, heads, hidden, maxPositions);
  }

  int headSize() {
    return width / heads;
  }

  /** Number of trainable values of the language model (tied embedding counted once). */
  public long parameters() {
    return (long) vocabulary * width
        + width
        + (long) layers * (4L * width * width + 3L * width * hidden + 2L * width);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
