package dev.espalier.sessions;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.eclipse.collections.api.list.ImmutableList;
import tools.jackson.core.JacksonException;

/**
 * Adds annotations to session files.
 *
 * <p>They are appended in one write, so that a killed program leaves the file as it was but for a
 * torn last line, which readers leave out and the next append cuts off. A compressed file is
 * written anew beside the old one and then takes its place. While a search of this program is being
 * recorded they go through its recorder, between two steps; a file that another program has locked
 * is refused.
 */
public final class Annotations {

  /** Where the version stands in the line that recorders write first. */
  private static final Pattern OLDER_VERSION =
      Pattern.compile(
          "^\\s*\\{\\s*\"format\"\\s*:\\s*\""
              + Recorder.FORMAT
              + "\"\\s*,\\s*\"version\"\\s*:\\s*\""
              + Recorder.MAJOR
              + "\\.([0-"
              + (Recorder.MINOR - 1)
              + "])\"");

  /** The version is among the first bytes of a session. */
  private static final int HEAD = 256;

  private static final int BLOCK = 1 << 16;

  private Annotations() {}

  /**
   * Appends to the session in a file.
   *
   * @throws IOException if it cannot be written or is being written by another program; what was in
   *     the file still is
   */
  public static void append(Path file, ImmutableList<Annotation> annotations) throws IOException {
    byte[] lines = lines(annotations);
    Recorder recorder = Recorder.writing(file);
    if (recorder != null && recorder.annotate(lines)) {
      return;
    }
    if (!Files.exists(file)) {
      throw new IOException(file + ": there is no such file");
    }
    try {
      RecordingLock lock = RecordingLock.of(file);
      try (lock) {
        if (SessionInput.compressed(file)) {
          rewrite(file, lines);
          return;
        }
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          append(channel, lines);
        }
      }
    } catch (RecordingLock.Taken e) {
      throw new IOException(
          file
              + " takes no notes: another program is writing it; add the note when that has"
              + " finished",
          e);
    } catch (IOException e) {
      throw new IOException("%s takes no notes: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** As lines of a session. */
  static byte[] lines(ImmutableList<Annotation> annotations) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Annotation annotation : annotations) {
      lines.writeBytes(SessionJson.MAPPER.writeValueAsBytes(annotation));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static void append(FileChannel channel, byte[] lines) throws IOException {
    byte[] head = read(channel, 0, (int) Math.min(HEAD, channel.size()));
    Matcher older = OLDER_VERSION.matcher(new String(head, StandardCharsets.ISO_8859_1));
    if (older.find()) {
      // One byte, so that the header is whole whenever the program is killed.
      write(channel, older.start(1), new byte[] {(byte) ('0' + Recorder.MINOR)});
    }
    long end = channel.size();
    long begin = lastLine(channel);
    boolean whole = begin == end;
    if (!whole && isObject(read(channel, begin, (int) Math.min(end - begin, Integer.MAX_VALUE)))) {
      write(channel, end, new byte[] {'\n'});
      end++;
      whole = true;
    }
    long at = whole ? end : begin;
    try {
      channel.truncate(at);
      write(channel, at, lines);
      channel.force(false);
    } catch (IOException e) {
      channel.truncate(at);
      throw e;
    }
  }

  /** What is compressed can be cut at no byte and changed at none. */
  private static void rewrite(Path file, byte[] lines) throws IOException {
    if (!Files.isWritable(file)) {
      throw new IOException("it may only be read");
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path beside = Files.createTempFile(folder, ".annotating", ".espalier.gz");
    try {
      try (InputStream in = SessionInput.open(file);
          FileOutputStream opened = new FileOutputStream(beside.toFile());
          OutputStream out = new GZIPOutputStream(opened, BLOCK)) {
        copyLines(in, out);
        out.write(lines);
        ((GZIPOutputStream) out).finish();
        opened.getFD().sync();
      }
      if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** All but a torn last line, in the version that has annotations. */
  private static void copyLines(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    Matcher older = OLDER_VERSION.matcher(new String(head, StandardCharsets.ISO_8859_1));
    if (older.find()) {
      head[older.start(1)] = (byte) ('0' + Recorder.MINOR);
    }
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    for (byte[] block = head; block.length > 0; block = next(in)) {
      int end = block.length;
      while (end > 0 && block[end - 1] != '\n') {
        end--;
      }
      if (end > 0) {
        begun.writeTo(out);
        out.write(block, 0, end);
        begun.reset();
      }
      begun.write(block, end, block.length - end);
    }
    if (begun.size() > 0 && isObject(begun.toByteArray())) {
      begun.writeTo(out);
      out.write('\n');
    }
  }

  /**
   * More bytes, none at the end; also where a program was killed before it had written the rest.
   */
  private static byte[] next(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    try {
      int count = in.read(block);
      return Arrays.copyOf(block, Math.max(0, count));
    } catch (EOFException torn) {
      return new byte[0];
    }
  }

  /** Where the last line begins; the length of the file if that line is ended. */
  private static long lastLine(FileChannel channel) throws IOException {
    for (long end = channel.size(); end > 0; ) {
      long from = Math.max(0, end - BLOCK);
      byte[] block = read(channel, from, (int) (end - from));
      for (int i = block.length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return from + i + 1;
        }
      }
      end = from;
    }
    return 0;
  }

  private static boolean isObject(byte[] line) {
    try {
      return SessionJson.MAPPER.readTree(line).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static byte[] read(FileChannel channel, long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining() && channel.read(rest, from + rest.position()) >= 0) {
      // all in the condition
    }
    return Arrays.copyOf(bytes, rest.position());
  }

  private static void write(FileChannel channel, long at, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, at + rest.position());
    }
  }
}
