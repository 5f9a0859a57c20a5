package dev.espalier.search.lm.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tensors of one safetensors file.
 *
 * <p>The file is a length (8 bytes, little-endian), a header of that length in JSON, and the
 * tensors' bytes, which the header's offsets must tile without gap or overlap.
 */
final class SafetensorsFile {

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final String METADATA = "__metadata__";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SafetensorsFile() {}

  private record Extent(String name, long begin, long end) {}

  /**
   * Maps a file.
   *
   * @param arena how long the tensors' bytes stay valid
   * @return the tensors by name
   * @throws ModelFormatException if it is missing, is no such file, or contradicts itself
   */
  static ImmutableMap<String, StoredTensor> map(Path file, Arena arena)
      throws ModelFormatException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < LENGTH_BYTES) {
        throw new ModelFormatException(
            file, "%d bytes are too few for a safetensors file".formatted(channel.size()));
      }
      return read(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file, "there is no such file", e);
    } catch (IOException e) {
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private static ImmutableMap<String, StoredTensor> read(Path file, MemorySegment all)
      throws ModelFormatException {
    long length = all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 2 || length > LONGEST_HEADER || length > all.byteSize() - LENGTH_BYTES) {
      throw new ModelFormatException(
          file,
          "its header claims %s bytes of a file of %d; it is cut short or no safetensors file"
              .formatted(Long.toUnsignedString(length), all.byteSize()));
    }
    JsonNode header = header(file, all.asSlice(LENGTH_BYTES, length));
    MemorySegment data = all.asSlice(LENGTH_BYTES + length);
    MutableMap<String, StoredTensor> tensors = Maps.mutable.empty();
    MutableList<Extent> extents = Lists.mutable.empty();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        Extent extent = extent(file, entry.getKey(), entry.getValue(), data.byteSize());
        extents.add(extent);
        tensors.put(entry.getKey(), tensor(file, extent, entry.getValue(), data));
      }
    }
    refuseGaps(file, extents, data.byteSize());
    return tensors.toImmutable();
  }

  private static JsonNode header(Path file, MemorySegment bytes) throws ModelFormatException {
    try {
      JsonNode header = JSON.readTree(bytes.toArray(ValueLayout.JAVA_BYTE));
      if (!header.isObject()) {
        throw new ModelFormatException(file, "its header is no JSON object");
      }
      return header;
    } catch (JacksonException e) {
      throw new ModelFormatException(
          file, "its header is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Extent extent(Path file, String name, JsonNode entry, long dataBytes)
      throws ModelFormatException {
    JsonNode offsets = entry.path("data_offsets");
    if (offsets.size() != 2 || !isLength(offsets.get(0)) || !isLength(offsets.get(1))) {
      throw new ModelFormatException(
          file, "tensor %s has the offsets %s, not two lengths".formatted(name, offsets));
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin > end || end > dataBytes) {
      throw new ModelFormatException(
          file,
          "tensor %s lies at %d to %d of %d bytes; the file is cut short or damaged"
              .formatted(name, begin, end, dataBytes));
    }
    return new Extent(name, begin, end);
  }

  private static StoredTensor tensor(Path file, Extent at, JsonNode entry, MemorySegment data)
      throws ModelFormatException {
    String type = entry.path("dtype").asString("");
    NumberFormat format = NumberFormat.named(type);
    if (format == null) {
      throw new ModelFormatException(
          file,
          "tensor %s is of type \"%s\"; F32, F16 and BF16 can be read".formatted(at.name(), type));
    }
    JsonNode sizes = entry.path("shape");
    MutableLongList shape = LongLists.mutable.empty();
    long bytes = format.blockBytes();
    if (!sizes.isArray()) {
      throw new ModelFormatException(file, "tensor %s has no shape".formatted(at.name()));
    }
    for (JsonNode size : sizes) {
      if (!isLength(size)) {
        throw new ModelFormatException(
            file, "tensor %s has the shape %s".formatted(at.name(), sizes));
      }
      shape.add(size.longValue());
      long high = Math.multiplyHigh(bytes, size.longValue());
      bytes *= size.longValue();
      if (high != 0 || bytes < 0) {
        throw new ModelFormatException(
            file, "tensor %s has the impossible shape %s".formatted(at.name(), sizes));
      }
    }
    if (bytes != at.end() - at.begin()) {
      throw new ModelFormatException(
          file,
          "tensor %s of %s %s needs %d bytes and has %d"
              .formatted(at.name(), format, sizes, bytes, at.end() - at.begin()));
    }
    return new StoredTensor(
        at.name(), format, shape.toImmutable(), data.asSlice(at.begin(), bytes));
  }

  private static boolean isLength(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private static void refuseGaps(Path file, MutableList<Extent> extents, long dataBytes)
      throws ModelFormatException {
    long expected = 0;
    for (Extent extent : extents.sortThisByLong(Extent::end).sortThisByLong(Extent::begin)) {
      if (extent.begin() != expected) {
        throw new ModelFormatException(
            file,
            "tensor %s starts at byte %d, where %d was expected: tensors overlap or leave a gap"
                .formatted(extent.name(), extent.begin(), expected));
      }
      expected = extent.end();
    }
    if (expected != dataBytes) {
      throw new ModelFormatException(
          file, "%d bytes follow the last tensor".formatted(dataBytes - expected));
    }
  }
}
