package dev.espalier.sessions;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * The file under a recorder, apart so that a full disk can be tried without one.
 *
 * <p>None of them is a channel: interrupting the thread of a search would close a channel, and end
 * the recording.
 */
interface SessionOutput extends Closeable {

  /**
   * Hands all of the bytes to the operating system, or none: what got there before a failure is cut
   * off again. Nothing is written after a failure.
   */
  void write(byte[] bytes) throws IOException;

  /** Whether a file of this name is compressed. */
  static boolean compressed(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /**
   * A new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one of this name
   */
  static SessionOutput create(Path file) throws IOException {
    Files.createFile(file);
    return open(file);
  }

  /**
   * The end of a file that is there, whatever follows {@code whole} cut off.
   *
   * @param compressed whether it is, whatever its name says
   */
  static SessionOutput append(Path file, SessionReader.Extent whole, boolean compressed)
      throws IOException {
    if (compressed) {
      // What is compressed cannot be cut at any byte, so that it is written anew, beside.
      Path beside =
          Files.createTempFile(file.toAbsolutePath().getParent(), ".resuming", ".espalier.gz");
      try (InputStream in = SessionInput.open(file);
          OutputStream out = new GZIPOutputStream(Files.newOutputStream(beside))) {
        for (long left = whole.bytes(); left > 0; ) {
          byte[] some = in.readNBytes((int) Math.min(left, 1 << 16));
          if (some.length == 0) {
            throw new IOException(file + " has become shorter");
          }
          out.write(some);
          left -= some.length;
        }
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    if (!compressed) {
      opened.setLength(whole.bytes());
    }
    SessionOutput output = compressed ? new Compressed(opened) : new Plain(opened);
    if (!whole.endsLine()) {
      output.write(new byte[] {'\n'});
    }
    return output;
  }

  private static SessionOutput open(Path file) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    return compressed(file) ? new Compressed(opened) : new Plain(opened);
  }

  /** Lines as they are. */
  final class Plain implements SessionOutput {
    private final RandomAccessFile file;
    private long length;

    /** Goes on at the end. */
    Plain(RandomAccessFile file) throws IOException {
      this.file = file;
      this.length = file.length();
      file.seek(length);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        file.write(bytes);
        length += bytes.length;
      } catch (IOException e) {
        cut(file, length, e);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /**
   * In the form of gzip, brought to the end of a byte at each write, so that whatever was handed
   * over can be read back although the rest is missing.
   */
  final class Compressed implements SessionOutput {
    private final RandomAccessFile file;
    private final GZIPOutputStream zip;
    private long length;
    private boolean failed;

    /** Goes on at the end: the form allows one compressed part after another. */
    Compressed(RandomAccessFile file) throws IOException {
      this.file = file;
      this.length = file.length();
      file.seek(length);
      this.zip = new GZIPOutputStream(new FileOutputStream(file.getFD()), 1 << 13, true);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        zip.write(bytes);
        zip.flush();
        length = file.getFilePointer();
      } catch (IOException e) {
        failed = true;
        cut(file, length, e);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try (file) {
        if (!failed) {
          zip.finish();
        }
      }
    }
  }

  private static void cut(RandomAccessFile file, long length, IOException because) {
    try {
      file.setLength(length);
    } catch (IOException cutting) {
      because.addSuppressed(cutting);
    }
  }
}
