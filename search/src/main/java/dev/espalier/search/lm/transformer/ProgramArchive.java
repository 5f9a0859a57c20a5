package dev.espalier.search.lm.transformer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.collections.api.map.MapIterable;

/**
 * A TorchScript module without weights, written as the archive that {@code torch.jit.load} reads.
 *
 * <p>The archive is a zip of stored entries under one top folder: the program text in {@code
 * code/__torch__.py}, the module's attributes as a pickle in {@code data.pkl}, an empty tuple of
 * constants, and the format's version. Python's {@code torch.jit.load} reads the same bytes.
 */
final class ProgramArchive {

  private static final String FORMAT_VERSION = "10\n";
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private ProgramArchive() {}

  /** The value of one attribute of the module. */
  sealed interface Attribute {
    record Flag(boolean value) implements Attribute {}

    record Whole(long value) implements Attribute {}

    record Real(double value) implements Attribute {}

    record Text(String value) implements Attribute {}

    /** An empty {@code List[Tensor]}, to be filled by the program itself. */
    record Tensors() implements Attribute {}
  }

  /**
   * The archive of one module.
   *
   * @param type class name in the program text, which calls itself {@code __torch__.type}
   * @param attributes every attribute the class declares; one missing fails at load time
   */
  static byte[] of(String type, String program, MapIterable<String, Attribute> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", pickle(type, attributes));
      store(zip, "code/__torch__.py", program.getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("archive/" + name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    // A fixed time keeps the archive's bytes a function of its content.
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The module object: its class, and a dictionary of its attributes (pickle protocol 2). */
  private static byte[] pickle(String type, MapIterable<String, Attribute> attributes) {
    Pickle out = new Pickle();
    out.op(0x80).op(2);
    out.global("__torch__", type);
    out.op(')').op(0x81).op('}').op('(');
    attributes
        .keyValuesView()
        .toSortedListBy(pair -> pair.getOne())
        .forEach(pair -> {
          out.text(pair.getOne());
          switch (pair.getTwo()) {
            case Attribute.Flag(boolean value) -> out.op(value ? 0x88 : 0x89);
            case Attribute.Whole(long value) -> out.op(0x8a).op(8).int64(value);
            case Attribute.Real(double value) -> out.op('G').float64(value);
            case Attribute.Text(String value) -> out.text(value);
            case Attribute.Tensors() -> {
              out.global("torch.jit._pickle", "build_tensorlist");
              out.op(']').op(0x85).op('R');
            }
          }
        });
    out.op('u').op('b').op('.');
    return out.bytes.toByteArray();
  }

  /** The opcodes of the pickle format used here. */
  private static final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle op(int opcode) {
      bytes.write(opcode);
      return this;
    }

    void global(String module, String name) {
      op('c');
      bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    void text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      op('X');
      bytes.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
      bytes.writeBytes(utf8);
    }

    void int64(long value) {
      bytes.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    void float64(double value) {
      bytes.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
    }
  }
}
