package dev.espalier.search.lm.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * A tensor as it lies in a file: row-major, little-endian, memory-mapped.
 *
 * @param shape sizes of its dimensions; none for a single number
 * @param bytes its numbers; valid as long as what mapped the file is open
 * @param interleaved 0 if the rows lie in order; else the even number of rows of a head whose
 *     halves lie in turn (the first row of each half, the second of each half, …), as rotary
 *     embedding of neighbours wants them
 */
public record StoredTensor(
    String name,
    NumberFormat format,
    ImmutableLongList shape,
    MemorySegment bytes,
    int interleaved) {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public StoredTensor {
    long size = 1;
    for (int i = 0; i < shape.size(); i++) {
      size *= shape.get(i);
    }
    long columns = shape.size() < 2 || shape.getFirst() == 0 ? 1 : size / shape.getFirst();
    if (columns % format.block() != 0) {
      throw new IllegalArgumentException(
          "%s: rows of %d in blocks of %d".formatted(name, columns, format.block()));
    }
    if (bytes.byteSize() != format.bytes(size)) {
      throw new IllegalArgumentException(
          "%s: %d bytes for %s of %s".formatted(name, bytes.byteSize(), shape, format));
    }
    if (interleaved < 0
        || interleaved % 2 != 0
        || (interleaved > 0 && (shape.isEmpty() || shape.getFirst() % interleaved != 0))) {
      throw new IllegalArgumentException(
          "%s: %s of interleaved heads of %d".formatted(name, shape, interleaved));
    }
  }

  /** A tensor whose rows lie in order. */
  public StoredTensor(
      String name, NumberFormat format, ImmutableLongList shape, MemorySegment bytes) {
    this(name, format, shape, bytes, 0);
  }

  /** The same bytes, read as heads of {@code head} interleaved rows. */
  public StoredTensor interleaved(int head) {
    return new StoredTensor(name, format, shape, bytes, head);
  }

  /** How many numbers it holds. */
  public long size() {
    return bytes.byteSize() / format.blockBytes() * format.block();
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
    return new StoredTensor(
        name, format, LongLists.immutable.with(1, columns()), rowBytes(place(row), 1));
  }

  /**
   * Some rows in order and in a plain format: the tensor's own if it is plain, else {@code wanted}.
   * They stay where they lie if they lie so already; else they are written to memory of their own.
   *
   * @param wanted F32 or BF16
   */
  public StoredTensor plainRows(
      long first, long count, NumberFormat wanted, SegmentAllocator memory) {
    ImmutableLongList size =
        shape.size() < 2
            ? LongLists.immutable.with(count)
            : LongLists.immutable.with(count, columns());
    if (!format.quantised() && interleaved == 0) {
      return new StoredTensor(name, format, size, rowBytes(first, count));
    }
    NumberFormat plain = format.quantised() ? wanted : format;
    long length = plain.bytes(columns());
    MemorySegment target = memory.allocate(length * count, Float.BYTES);
    IntStream.range(0, Math.toIntExact(count))
        .parallel()
        .forEach(i -> {
          MemorySegment row = target.asSlice(i * length, length);
          if (format.quantised()) {
            write(numbers(first + i), plain, row);
          } else {
            row.copyFrom(rowBytes(place(first + i), 1));
          }
        });
    return new StoredTensor(name, plain, size, target);
  }

  /** Writes the numbers as floats. */
  public void copyTo(FloatBuffer target) {
    long rows = rows();
    for (long row = 0; row < rows; row++) {
      target.put(numbers(row));
    }
  }

  private float[] numbers(long row) {
    float[] numbers = new float[Math.toIntExact(columns())];
    byte[] stored = rowBytes(place(row), 1).toArray(ValueLayout.JAVA_BYTE);
    int from = 0;
    for (int at = 0; at < numbers.length; at += format.block()) {
      Blocks.read(format, stored, from, numbers, at);
      from += format.blockBytes();
    }
    return numbers;
  }

  private static void write(float[] numbers, NumberFormat format, MemorySegment target) {
    switch (format) {
      case F32 -> MemorySegment.copy(numbers, 0, target, FLOAT, 0, numbers.length);
      case BF16 -> {
        for (int i = 0; i < numbers.length; i++) {
          target.setAtIndex(SHORT, i, roundedToBfloat(numbers[i]));
        }
      }
      default -> throw new IllegalArgumentException("numbers are written as F32 or BF16");
    }
  }

  /** To the nearest, ties to even; what is no number stays none. */
  private static short roundedToBfloat(float number) {
    int bits = Float.floatToIntBits(number);
    return Float.isNaN(number)
        ? (short) (bits >> Short.SIZE)
        : (short) ((bits + 0x7FFF + ((bits >> Short.SIZE) & 1)) >> Short.SIZE);
  }

  /** Where a row lies. */
  private long place(long row) {
    if (interleaved == 0) {
      return row;
    }
    long within = row % interleaved;
    long half = interleaved / 2;
    return row - within + (within < half ? 2 * within : 2 * (within - half) + 1);
  }

  private MemorySegment rowBytes(long first, long count) {
    long length = format.bytes(columns());
    return bytes.asSlice(first * length, count * length);
  }
}
