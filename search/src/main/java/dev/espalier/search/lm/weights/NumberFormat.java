package dev.espalier.search.lm.weights;

import org.jspecify.annotations.Nullable;

/** The number formats of weights that can be read. */
public enum NumberFormat {
  F32(4),
  F16(2),
  BF16(2);

  private final int bytes;

  NumberFormat(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes a number. */
  public int bytes() {
    return bytes;
  }

  /** The format of that name, or null. */
  static @Nullable NumberFormat named(String name) {
    return switch (name) {
      case "F32" -> F32;
      case "F16" -> F16;
      case "BF16" -> BF16;
      default -> null;
    };
  }
}
