package dev.espalier.sessions;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Lines of a file as bytes, one at a time, blank ones skipped. */
final class LineReader {

  private final Path file;
  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private int at;
  private int end;
  private long number;

  /** Bytes before the buffer. */
  private long before;

  private boolean endsLine;

  /**
   * @param file for messages
   * @param longest length of a line in bytes
   */
  LineReader(Path file, InputStream in, int longest) {
    this.file = file;
    this.in = in;
    this.longest = longest;
  }

  /** Number of the line last returned, from 1. */
  long number() {
    return number;
  }

  /** What has been read, up to the end of the line last returned. */
  SessionReader.Extent extent() {
    return new SessionReader.Extent(before + at, endsLine);
  }

  /**
   * The next line that is not blank, without its end, or null if there is none.
   *
   * @throws SessionFormatException if it is longer than any line of a session
   */
  byte @Nullable [] next() throws IOException, SessionFormatException {
    while (true) {
      byte[] bytes = nextOrBlank();
      if (bytes == null || !blank(bytes)) {
        return bytes;
      }
    }
  }

  private byte @Nullable [] nextOrBlank() throws IOException, SessionFormatException {
    line.reset();
    number++;
    while (true) {
      if (at == end) {
        if (!fill()) {
          endsLine = false;
          return line.size() == 0 ? null : line.toByteArray();
        }
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (line.size() > longest) {
        throw new SessionFormatException(
            file,
            number,
            "the line is longer than %d bytes, as no session's is".formatted(longest));
      }
      if (at < end) {
        at++;
        endsLine = true;
        return line.toByteArray();
      }
    }
  }

  /** Whether there is more; compressed data that breaks off ends where it does. */
  private boolean fill() throws IOException, SessionFormatException {
    before += end;
    at = 0;
    end = 0;
    try {
      end = Math.max(0, in.read(buffer));
    } catch (EOFException _) {
      // A killed program leaves no end.
    } catch (ZipException e) {
      throw new SessionFormatException(
          file, number, "the compressed data is damaged here (%s)".formatted(e.getMessage()));
    }
    return end > 0;
  }

  /** Whether nothing but blank lines follows. Nothing can be read after this. */
  boolean restIsBlank() throws IOException, SessionFormatException {
    while (true) {
      for (; at < end; at++) {
        if (buffer[at] != '\n' && !blank(new byte[] {buffer[at]})) {
          return false;
        }
      }
      if (!fill()) {
        return true;
      }
    }
  }

  private static boolean blank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
