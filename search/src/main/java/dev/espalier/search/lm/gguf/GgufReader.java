package dev.espalier.search.lm.gguf;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * Reads numbers, texts and values from a GGUF file, one after the other, and never past its end.
 */
final class GgufReader {

  /** A key of no letters with a value of one byte. */
  static final int LEAST_KEY_BYTES = 8 + 4 + 1;

  /** A tensor of a name of no letters, with one dimension. */
  static final int LEAST_TENSOR_BYTES = 8 + 4 + 8 + 4 + 8;

  /** Names are short; what claims to be a long one is no name. */
  private static final long LONGEST_NAME = 65_535;

  private static final int DEEPEST = 4;

  private final Path file;
  private final MemorySegment bytes;
  private long position;

  GgufReader(Path file, MemorySegment bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Path file() {
    return file;
  }

  /** Bytes of the file. */
  long size() {
    return bytes.byteSize();
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** The kinds of a value, in the order of their numbers. */
  private enum Kind {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    /** Bytes that one takes at least. */
    private final int least;

    Kind(int least) {
      this.least = least;
    }
  }

  /**
   * A little-endian number without a sign.
   *
   * @param length in bytes: 1, 2, 4 or 8; of 8 the sign is kept
   * @param what is read, for the error
   */
  long wholeNumber(int length, String what) throws ModelFormatException {
    long number = 0;
    MemorySegment at = next(length, what);
    for (int i = 0; i < length; i++) {
      number |= (at.get(ValueLayout.JAVA_BYTE, i) & 0xFFL) << (i * Byte.SIZE);
    }
    return number;
  }

  /**
   * How many things follow.
   *
   * @param least bytes that one takes at least, so that no more are believed than there can be
   */
  long count(String what, int least) throws ModelFormatException {
    long count = wholeNumber(8, what);
    if (count < 0 || count > (size() - position) / least) {
      throw new ModelFormatException(
          file,
          "%s is %s, but %d bytes follow; the file is cut short or damaged"
              .formatted(what, Long.toUnsignedString(count), size() - position));
    }
    return count;
  }

  /** The name of a key or tensor. */
  String name(String what) throws ModelFormatException {
    String name = text(what);
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new ModelFormatException(
          file,
          "%s has %d letters; it must have 1 to %d".formatted(what, name.length(), LONGEST_NAME));
    }
    return name;
  }

  private String text(String what) throws ModelFormatException {
    long length = count("the length of " + what, 1);
    if (length > Integer.MAX_VALUE - 8) {
      throw new ModelFormatException(file, "%s is %d bytes long".formatted(what, length));
    }
    byte[] text = next(length, what).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, "%s is no UTF-8 text".formatted(what), e);
    }
  }

  /** The value of a key. */
  GgufValue value(String key) throws ModelFormatException {
    Kind kind = kind(key);
    return switch (kind) {
      case FLOAT32, FLOAT64 -> new GgufValue.Real(real(kind, key));
      case BOOL -> new GgufValue.Flag(wholeNumber(1, key) != 0);
      case STRING -> new GgufValue.Text(text(key));
      case ARRAY -> list(key, 1);
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
          new GgufValue.Whole(whole(kind, key));
    };
  }

  private GgufValue list(String key, int depth) throws ModelFormatException {
    if (depth > DEEPEST) {
      throw new ModelFormatException(
          file, "%s has lists in lists deeper than %d".formatted(key, DEEPEST));
    }
    Kind kind = kind(key);
    int size =
        Math.toIntExact(Math.min(Integer.MAX_VALUE, count("the length of " + key, kind.least)));
    return switch (kind) {
      case FLOAT32, FLOAT64 -> {
        MutableDoubleList numbers = DoubleLists.mutable.empty();
        for (int i = 0; i < size; i++) {
          numbers.add(real(kind, key));
        }
        yield new GgufValue.Reals(numbers.toImmutable());
      }
      case STRING -> {
        MutableList<String> texts = Lists.mutable.empty();
        for (int i = 0; i < size; i++) {
          texts.add(text(key));
        }
        yield new GgufValue.Texts(texts.toImmutable());
      }
      case ARRAY -> {
        for (int i = 0; i < size; i++) {
          list(key, depth + 1);
        }
        yield new GgufValue.Lists(size);
      }
      case BOOL, UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> {
        MutableLongList numbers = LongLists.mutable.empty();
        for (int i = 0; i < size; i++) {
          numbers.add(whole(kind, key));
        }
        yield new GgufValue.Wholes(numbers.toImmutable());
      }
    };
  }

  private Kind kind(String key) throws ModelFormatException {
    long number = wholeNumber(4, "the type of " + key);
    Kind[] kinds = Kind.values();
    if (number >= kinds.length) {
      throw new ModelFormatException(
          file, "%s is of type %d; types are 0 to %d".formatted(key, number, kinds.length - 1));
    }
    return kinds[(int) number];
  }

  private long whole(Kind kind, String key) throws ModelFormatException {
    long number = wholeNumber(kind.least, key);
    return switch (kind) {
      case INT8 -> (byte) number;
      case INT16 -> (short) number;
      case INT32 -> (int) number;
      default -> number;
    };
  }

  private double real(Kind kind, String key) throws ModelFormatException {
    long bits = wholeNumber(kind.least, key);
    return kind == Kind.FLOAT32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private MemorySegment next(long length, String what) throws ModelFormatException {
    if (length > size() - position) {
      throw new ModelFormatException(
          file,
          "%s needs %d bytes at byte %d, but the file ends at %d; it is cut short or damaged"
              .formatted(what, length, position, size()));
    }
    MemorySegment next = bytes.asSlice(position, length);
    position += length;
    return next;
  }
}
