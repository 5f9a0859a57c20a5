package dev.espalier.reward.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts a TorchScript class and the values of its attributes into the zip archive that {@code
 * torch.jit.load} reads.
 *
 * <p>The archive holds the program's text, a pickle of the attributes and two constants; weights
 * are no part of it, since they are handed over by a method call.
 */
final class TorchArchive {
  private final String name;
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private TorchArchive(String name) {
    this.name = name;
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    global("__torch__", name);
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
  }

  static TorchArchive of(String className) {
    return new TorchArchive(className);
  }

  TorchArchive with(String attribute, boolean value) {
    key(attribute);
    pickle.write(value ? 0x88 : 0x89);
    return this;
  }

  TorchArchive with(String attribute, long value) {
    key(attribute);
    pickle.writeBytes(new byte[] {(byte) 0x8a, 8});
    pickle.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  TorchArchive with(String attribute, double value) {
    key(attribute);
    pickle.write('G');
    pickle.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
    return this;
  }

  /** An attribute of type {@code List[Tensor]}, empty at first. */
  TorchArchive withTensorList(String attribute) {
    key(attribute);
    global("torch.jit._pickle", "build_tensorlist");
    pickle.writeBytes(new byte[] {']', (byte) 0x85, 'R'});
    return this;
  }

  InputStream assemble(String program) {
    pickle.writeBytes(new byte[] {'u', 'b', '.'});
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      entry(zip, "archive/data.pkl", pickle.toByteArray());
      entry(zip, "archive/code/__torch__.py", program.getBytes(StandardCharsets.UTF_8));
      entry(zip, "archive/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "archive/version", new byte[] {'3', '\n'});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot assemble the program " + name + " in memory", e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private void key(String attribute) {
    byte[] text = attribute.getBytes(StandardCharsets.UTF_8);
    pickle.write('X');
    pickle.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length).array());
    pickle.writeBytes(text);
  }

  private void global(String module, String symbol) {
    pickle.writeBytes(("c" + module + "\n" + symbol + "\n").getBytes(StandardCharsets.UTF_8));
  }

  // The reader maps entries in place, so they must be stored, which needs size and CRC up front.
  private static void entry(ZipOutputStream zip, String path, byte[] content) throws IOException {
    var entry = new ZipEntry(path);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    var crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
