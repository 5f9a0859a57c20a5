package dev.espalier.search.lm.weights;

import org.jspecify.annotations.Nullable;

/**
 * The number formats of weights that can be read. The plain ones store each number by itself; the
 * quantised ones store blocks of small whole numbers that share a scale, and are those of GGUF
 * files under the names they have there.
 */
public enum NumberFormat {
  F32(1, 4),
  F16(1, 2),
  BF16(1, 2),
  Q4_0(32, 18),
  Q4_1(32, 20),
  Q5_0(32, 22),
  Q5_1(32, 24),
  Q8_0(32, 34),
  Q4_K(256, 144),
  Q5_K(256, 176),
  Q6_K(256, 210);

  private final int block;
  private final int blockBytes;

  NumberFormat(int block, int blockBytes) {
    this.block = block;
    this.blockBytes = blockBytes;
  }

  /** How many numbers are stored together; 1 if each is by itself. */
  public int block() {
    return block;
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether numbers share a scale, so that they must be computed to be read. */
  public boolean quantised() {
    return block > 1;
  }

  /**
   * Bytes of so many numbers.
   *
   * @throws IllegalArgumentException if they are no whole number of blocks
   */
  public long bytes(long numbers) {
    if (numbers % block != 0) {
      throw new IllegalArgumentException(
          "%d numbers of %s, which come in blocks of %d".formatted(numbers, this, block));
    }
    return numbers / block * blockBytes;
  }

  /** The format that a safetensors file calls so, or null. */
  static @Nullable NumberFormat named(String name) {
    return switch (name) {
      case "F32" -> F32;
      case "F16" -> F16;
      case "BF16" -> BF16;
      default -> null;
    };
  }
}
