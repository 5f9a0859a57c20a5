package dev.espalier.search.lm.transformer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A tensor as it lies in a file: row-major, little-endian, memory-mapped.
 *
 * @param rows size of the first dimension
 * @param columns product of the other dimensions, 1 for a vector
 */
record StoredTensor(String name, Type type, long rows, long columns, MemorySegment bytes) {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Number formats of weights, with the number the tensor library gives them. */
  enum Type {
    F16(2, 5),
    F32(4, 6),
    BF16(2, 15);

    private final int width;
    private final int code;

    Type(int width, int code) {
      this.width = width;
      this.code = code;
    }

    /** Bytes an element. */
    int width() {
      return width;
    }

    int code() {
      return code;
    }
  }

  /** How many numbers it holds. */
  long size() {
    return rows * columns;
  }

  StoredTensor {
    if (bytes.byteSize() != rows * columns * type.width()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for %d x %d of %s".formatted(name, bytes.byteSize(), rows, columns, type));
    }
  }

  /** Writes the numbers as floats. */
  void copyTo(FloatBuffer target) {
    long size = rows * columns;
    switch (type) {
      case F32 -> {
        for (long i = 0; i < size; i++) {
          target.put(bytes.getAtIndex(FLOAT, i));
        }
      }
      case F16 -> {
        for (long i = 0; i < size; i++) {
          target.put(Float.float16ToFloat(bytes.getAtIndex(SHORT, i)));
        }
      }
      case BF16 -> {
        for (long i = 0; i < size; i++) {
          target.put(Float.intBitsToFloat(bytes.getAtIndex(SHORT, i) << 16));
        }
      }
    }
  }
}
