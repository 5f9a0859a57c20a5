package dev.espalier.sessions;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** What a session file says, whether it is compressed or not. */
final class SessionInput {

  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {(byte) 0x1f, (byte) 0x8b};

  private SessionInput() {}

  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return expanded(in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The same of any stream; what it is shows in its first bytes. */
  static InputStream expanded(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    return compressed(buffered) ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** Whether a file is compressed, by its first bytes. */
  static boolean compressed(Path file) throws IOException {
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 16)) {
      return compressed(in);
    }
  }

  private static boolean compressed(BufferedInputStream in) throws IOException {
    in.mark(GZIP.length);
    byte[] first = in.readNBytes(GZIP.length);
    in.reset();
    return Arrays.equals(first, GZIP);
  }
}
