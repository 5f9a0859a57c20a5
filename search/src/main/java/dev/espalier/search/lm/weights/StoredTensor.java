package dev.espalier.search.lm.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * A tensor as it lies in a file: row-major, little-endian, memory-mapped.
 *
 * @param shape sizes of its dimensions; none for a single number
 * @param bytes its numbers; valid as long as what mapped the file is open
 */
public record StoredTensor(
    String name, NumberFormat format, ImmutableLongList shape, MemorySegment bytes) {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public StoredTensor {
    long size = 1;
    for (int i = 0; i < shape.size(); i++) {
      size *= shape.get(i);
    }
    if (bytes.byteSize() != size * format.bytes()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for %s of %s".formatted(name, bytes.byteSize(), shape, format));
    }
  }

  /** How many numbers it holds. */
  public long size() {
    return bytes.byteSize() / format.bytes();
  }

  /** Size of the first dimension. */
  public long rows() {
    return shape.isEmpty() ? 1 : shape.getFirst();
  }

  /** Product of the other dimensions, 1 for a vector. */
  public long columns() {
    return rows() == 0 ? 0 : size() / rows();
  }

  /** One row, as a tensor of one row. */
  public StoredTensor row(int row) {
    if (row < 0 || row >= rows()) {
      throw new IllegalArgumentException("row %d of %s, which has %d".formatted(row, name, rows()));
    }
    long rowBytes = columns() * format.bytes();
    return new StoredTensor(
        name,
        format,
        LongLists.immutable.with(1, columns()),
        bytes.asSlice(row * rowBytes, rowBytes));
  }

  /** Writes the numbers as floats. */
  public void copyTo(FloatBuffer target) {
    long size = size();
    switch (format) {
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
