package dev.espalier.search.lm.gguf;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.NumberFormat;
import dev.espalier.search.lm.weights.StoredTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * A GGUF file of version 2 or 3, little-endian.
 *
 * <p>It is a magic number, a version, how many tensors and how many keys there are; the keys with
 * their values; the tensors' names, shapes, formats and offsets; and, from the next multiple of the
 * alignment on, the tensors' bytes, which must follow one another, each padded to the alignment.
 */
public final class GgufFile {

  /** "GGUF" as a little-endian number. */
  private static final int MAGIC = 0x46554747;

  private static final int OLDEST = 2;
  private static final int NEWEST = 3;
  private static final int MOST_DIMENSIONS = 4;
  private static final long DEFAULT_ALIGNMENT = 32;
  private static final long LARGEST_ALIGNMENT = 1 << 20;

  private final Path path;
  private final GgufMetadata metadata;
  private final ImmutableList<Place> places;

  private GgufFile(Path path, GgufMetadata metadata, ImmutableList<Place> places) {
    this.path = path;
    this.metadata = metadata;
    this.places = places;
  }

  /**
   * Where a tensor is.
   *
   * @param shape rows first, as elsewhere; the file has it the other way round
   * @param begin its first byte, from the begin of the file
   */
  private record Place(
      String name, NumberFormat format, ImmutableLongList shape, long begin, long bytes) {

    long end() {
      return begin + bytes;
    }
  }

  /**
   * Reads all but the tensors' bytes.
   *
   * @throws ModelFormatException if it is missing, is no such file, or contradicts itself
   */
  public static GgufFile open(Path path) throws ModelFormatException {
    // Reading strays over few pages, and by one thread.
    try (Arena arena = Arena.ofConfined()) {
      return read(new GgufReader(path, map(path, arena)));
    }
  }

  private static MemorySegment map(Path path, Arena arena) throws ModelFormatException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(path, "there is no such file", e);
    } catch (IOException e) {
      throw new ModelFormatException(path, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private static GgufFile read(GgufReader in) throws ModelFormatException {
    checkKind(in);
    long tensorCount = in.count("the number of tensors", GgufReader.LEAST_TENSOR_BYTES);
    long keyCount = in.count("the number of keys", GgufReader.LEAST_KEY_BYTES);
    GgufMetadata metadata = new GgufMetadata(in.file(), keys(in, keyCount));
    long alignment =
        metadata.has("general.alignment")
            ? metadata.whole("general.alignment", 8, LARGEST_ALIGNMENT)
            : DEFAULT_ALIGNMENT;
    if (Long.bitCount(alignment) != 1) {
      throw new ModelFormatException(
          in.file(), "general.alignment is %d; it must be a power of two".formatted(alignment));
    }
    MutableMap<String, Place> tensors = Maps.mutable.empty();
    MutableList<Place> relative = Lists.mutable.empty();
    for (long i = 0; i < tensorCount; i++) {
      Place tensor = tensor(in);
      relative.add(tensor);
      if (tensors.put(tensor.name(), tensor) != null) {
        throw new ModelFormatException(
            in.file(), "tensor %s is there twice".formatted(tensor.name()));
      }
    }
    long data = padded(in.position(), alignment);
    return new GgufFile(in.file(), metadata, placed(in, relative, data, alignment));
  }

  private static void checkKind(GgufReader in) throws ModelFormatException {
    if (in.size() < 4 || in.wholeNumber(4, "the magic number") != MAGIC) {
      throw new ModelFormatException(
          in.file(), "it does not begin with \"GGUF\", so it is no GGUF file");
    }
    int version = (int) in.wholeNumber(4, "the version");
    if (version < OLDEST || version > NEWEST) {
      int swapped = Integer.reverseBytes(version);
      throw new ModelFormatException(
          in.file(),
          swapped >= OLDEST && swapped <= NEWEST
              ? "it is a big-endian file; little-endian ones can be read"
              : "it is of version %s; versions %d and %d can be read"
                  .formatted(Integer.toUnsignedString(version), OLDEST, NEWEST));
    }
  }

  private static ImmutableMap<String, GgufValue> keys(GgufReader in, long count)
      throws ModelFormatException {
    MutableMap<String, GgufValue> values = Maps.mutable.empty();
    for (long i = 0; i < count; i++) {
      String key = in.name("key " + i);
      if (values.put(key, in.value(key)) != null) {
        throw new ModelFormatException(in.file(), "the key %s is there twice".formatted(key));
      }
    }
    return values.toImmutable();
  }

  /** What the table says of a tensor, its offset still counted from the first tensor's byte. */
  private static Place tensor(GgufReader in) throws ModelFormatException {
    String name = in.name("the name of a tensor");
    long dimensions = in.wholeNumber(4, "the dimensions of tensor " + name);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new ModelFormatException(
          in.file(),
          "tensor %s has %s dimensions; it must have 1 to %d"
              .formatted(name, Long.toUnsignedString(dimensions), MOST_DIMENSIONS));
    }
    MutableLongList shape = LongLists.mutable.empty();
    long size = 1;
    for (long i = 0; i < dimensions; i++) {
      long length = in.wholeNumber(8, "the shape of tensor " + name);
      if (length < 1 || Math.multiplyHigh(size, length) != 0 || size * length < 0) {
        throw new ModelFormatException(
            in.file(),
            "tensor %s has the impossible length %s in dimension %d"
                .formatted(name, Long.toUnsignedString(length), i));
      }
      size *= length;
      shape.addAtIndex(0, length);
    }
    NumberFormat format = format(in, name, in.wholeNumber(4, "the format of tensor " + name));
    long row = dimensions == 1 ? 1 : shape.getLast();
    if (row % format.block() != 0) {
      throw new ModelFormatException(
          in.file(),
          "tensor %s of %s has the shape %s; its rows must be whole blocks of %d numbers"
              .formatted(name, format, shape, format.block()));
    }
    if (size > Long.MAX_VALUE / format.blockBytes()) {
      throw new ModelFormatException(
          in.file(), "tensor %s has the impossible shape %s".formatted(name, shape));
    }
    long offset = in.wholeNumber(8, "the offset of tensor " + name);
    return new Place(name, format, shape.toImmutable(), offset, format.bytes(size));
  }

  private static NumberFormat format(GgufReader in, String tensor, long type)
      throws ModelFormatException {
    return switch ((int) type) {
      case 0 -> NumberFormat.F32;
      case 1 -> NumberFormat.F16;
      case 2 -> NumberFormat.Q4_0;
      case 3 -> NumberFormat.Q4_1;
      case 6 -> NumberFormat.Q5_0;
      case 7 -> NumberFormat.Q5_1;
      case 8 -> NumberFormat.Q8_0;
      case 12 -> NumberFormat.Q4_K;
      case 13 -> NumberFormat.Q5_K;
      case 14 -> NumberFormat.Q6_K;
      case 30 -> NumberFormat.BF16;
      default ->
          throw new ModelFormatException(
              in.file(),
              "tensor %s is of type %s; %s can be read"
                  .formatted(
                      tensor,
                      unread((int) type),
                      Lists.immutable.with(NumberFormat.values()).makeString(", ")));
    };
  }

  /** The name of a format that is not read here, for the error. */
  private static String unread(int type) {
    return switch (type) {
      case 10 -> "Q2_K";
      case 11 -> "Q3_K";
      case 16 -> "IQ2_XXS";
      case 17 -> "IQ2_XS";
      case 18 -> "IQ3_XXS";
      case 19 -> "IQ1_S";
      case 20 -> "IQ4_NL";
      case 21 -> "IQ3_S";
      case 22 -> "IQ2_S";
      case 23 -> "IQ4_XS";
      case 28 -> "F64";
      case 29 -> "IQ1_M";
      case 34 -> "TQ1_0";
      case 35 -> "TQ2_0";
      case 39 -> "MXFP4";
      default -> "number " + Integer.toUnsignedString(type);
    };
  }

  /** The tensors at their places in the file, which they must fill without gap or overlap. */
  private static ImmutableList<Place> placed(
      GgufReader in, MutableList<Place> tensors, long data, long alignment)
      throws ModelFormatException {
    long expected = 0;
    MutableList<Place> places = Lists.mutable.empty();
    for (Place tensor : tensors.sortThisByLong(Place::begin)) {
      if (tensor.begin() != expected) {
        throw new ModelFormatException(
            in.file(),
            "tensor %s starts at byte %s of the data, where %d was expected: tensors overlap or"
                    .formatted(tensor.name(), Long.toUnsignedString(tensor.begin()), expected)
                + " leave a gap");
      }
      if (tensor.bytes() > in.size() - data - expected) {
        throw new ModelFormatException(
            in.file(),
            "tensor %s needs %d bytes from byte %d on, but the file ends at %d; it is cut short"
                .formatted(tensor.name(), tensor.bytes(), data + expected, in.size()));
      }
      places.add(
          new Place(
              tensor.name(), tensor.format(), tensor.shape(), data + expected, tensor.bytes()));
      expected = padded(expected + tensor.bytes(), alignment);
    }
    long end = places.isEmpty() ? data : places.getLast().end();
    // The last one's padding may be left out.
    if (in.size() > Math.max(padded(end, alignment), data)) {
      throw new ModelFormatException(
          in.file(), "%d bytes follow the last tensor".formatted(in.size() - end));
    }
    return places.toImmutable();
  }

  private static long padded(long bytes, long alignment) {
    return (bytes + alignment - 1) & -alignment;
  }

  public Path path() {
    return path;
  }

  public GgufMetadata metadata() {
    return metadata;
  }

  /** Size of the first dimension of a tensor, or 0 if there is none of that name. */
  public long rows(String tensor) {
    Place place = places.detect(one -> one.name().equals(tensor));
    return place == null ? 0 : place.shape().getFirst();
  }

  /**
   * Maps the tensors.
   *
   * @throws ModelFormatException if the file is not the one any more that was opened
   */
  @SuppressWarnings("MustBeClosedChecker") // The weights returned close it.
  public ModelWeights openWeights() throws ModelFormatException {
    // Mapped pages may be read by any thread.
    Arena arena = Arena.ofShared();
    boolean done = false;
    try {
      MemorySegment all = map(path, arena);
      MutableMap<String, StoredTensor> tensors = Maps.mutable.empty();
      for (Place place : places) {
        if (place.end() > all.byteSize()) {
          throw new ModelFormatException(path, "it has become shorter since it was opened");
        }
        tensors.put(
            place.name(),
            new StoredTensor(
                place.name(),
                place.format(),
                place.shape(),
                all.asSlice(place.begin(), place.bytes())));
      }
      ModelWeights weights = ModelWeights.of(path, tensors.toImmutable(), arena);
      done = true;
      return weights;
    } finally {
      if (!done) {
        arena.close();
      }
    }
  }
}
