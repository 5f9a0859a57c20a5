package dev.espalier.reward.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the safetensors files of exported models and checkpoints, and reads checkpoints back.
 *
 * <p>A file is the header's length (eight bytes, little-endian), the header in JSON (name to data
 * type, shape and offsets), and the values.
 */
final class Safetensors {
  /** Data type of the values in the file. */
  enum Format {
    F32(4),
    BF16(2);

    private final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }
  }

  /** A file's tensors, in the order of the header, and its metadata. */
  record Content(ImmutableList<Weights.Tensor> tensors, ImmutableMap<String, String> metadata) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Safetensors() {}

  /** Writes a whole file or, when that fails, leaves the former one in place. */
  static void write(
      Path file,
      ImmutableList<Weights.Tensor> tensors,
      ImmutableMap<String, String> metadata,
      Format format)
      throws IOException {
    byte[] header = header(tensors, metadata, format);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (var channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
      drain(channel, length.flip());
      drain(channel, ByteBuffer.wrap(header));
      for (Weights.Tensor tensor : tensors) {
        drain(channel, encode(tensor.values(), format));
      }
    }
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] header(
      ImmutableList<Weights.Tensor> tensors, ImmutableMap<String, String> metadata, Format format) {
    Map<String, Object> root = new LinkedHashMap<>();
    if (metadata.notEmpty()) {
      root.put("__metadata__", new java.util.TreeMap<>(metadata.castToMap()));
    }
    long offset = 0;
    for (Weights.Tensor tensor : tensors) {
      long end = offset + (long) tensor.values().length * format.bytes;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", format.name());
      entry.put("shape", tensor.shape().castToList());
      entry.put("data_offsets", new long[] {offset, end});
      root.put(tensor.name(), entry);
      offset = end;
    }
    String json = JSON.writeValueAsString(root);
    // Readers map the values, so they start at a multiple of eight bytes.
    return (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer encode(float[] values, Format format) {
    var bytes = ByteBuffer.allocate(values.length * format.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (format) {
        case F32 -> bytes.putFloat(value);
        case BF16 -> bytes.putShort(toBfloat16(value));
      }
    }
    return bytes.flip();
  }

  /** Rounds to the nearest bfloat16, ties to even. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file that {@link #write} made.
   *
   * @throws IOException with the file's name if it is cut short or not of this form
   */
  static Content read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < 8) {
      throw new IOException(
          file + " has no safetensors header: only " + bytes.remaining() + " bytes");
    }
    long length = bytes.getLong();
    if (length <= 0 || length > bytes.remaining()) {
      throw new IOException(
          file + " says its header has " + length + " bytes, but holds " + bytes.remaining());
    }
    var header = new byte[(int) length];
    bytes.get(header);
    try {
      return parse(file, JSON.readTree(header), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    } catch (JacksonException e) {
      throw new IOException(file + " has a header that is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Content parse(Path file, JsonNode header, ByteBuffer data) throws IOException {
    MutableList<Weights.Tensor> tensors = Lists.mutable.empty();
    MutableMap<String, String> metadata = Maps.mutable.empty();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        entry
            .getValue()
            .properties()
            .forEach(p -> metadata.put(p.getKey(), p.getValue().asString()));
        continue;
      }
      JsonNode node = entry.getValue();
      Format format = format(file, entry.getKey(), node.path("dtype").asString(""));
      MutableList<Integer> shape = Lists.mutable.empty();
      int count = 1;
      for (JsonNode size : node.path("shape")) {
        shape.add(size.asInt());
        count *= size.asInt();
      }
      long start = node.path("data_offsets").path(0).asLong(-1);
      long end = node.path("data_offsets").path(1).asLong(-1);
      if (start < 0 || end > data.limit() || end - start != (long) count * format.bytes) {
        throw new IOException(
            file
                + ": tensor "
                + entry.getKey()
                + " of shape "
                + shape
                + " lies at "
                + start
                + " to "
                + end
                + ", but the file holds "
                + data.limit()
                + " bytes of values");
      }
      var values = new float[count];
      for (int i = 0; i < count; i++) {
        int at = (int) start + i * format.bytes;
        values[i] =
            switch (format) {
              case F32 -> data.getFloat(at);
              case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            };
      }
      tensors.add(new Weights.Tensor(entry.getKey(), shape.toImmutable(), values));
    }
    return new Content(tensors.toImmutable(), metadata.toImmutable());
  }

  private static Format format(Path file, String tensor, String name) throws IOException {
    return switch (name) {
      case "F32" -> Format.F32;
      case "BF16" -> Format.BF16;
      default ->
          throw new IOException(
              file + ": tensor " + tensor + " has data type '" + name + "', expected F32 or BF16");
    };
  }
}
