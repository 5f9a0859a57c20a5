package dev.espalier.app.experiment;

import dev.espalier.app.run.RunRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a comparison in a file that only grows. A row is written in one piece and kept by the
 * operating system when the program dies; a last line that was torn is cut off when the file is
 * opened again.
 */
public final class RowFile implements AutoCloseable {

  private static final String SUMMARY = "{\"summary\"";

  private final Path path;
  private final FileChannel channel;
  private final Map<String, Row> rows;
  private final boolean torn;

  private RowFile(Path path, FileChannel channel, Map<String, Row> rows, boolean torn) {
    this.path = path;
    this.channel = channel;
    this.rows = rows;
    this.torn = torn;
  }

  /**
   * Opens a file to go on with, or makes a new one.
   *
   * @throws RunRefused if another program is writing it, or a line of it is no row
   */
  public static RowFile open(Path path) throws IOException, RunRefused {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      if (lock(channel) == null) {
        throw new RunRefused(path + " is being written by another comparison.");
      }
      Content content = Content.of(path);
      channel.truncate(content.bytes());
      channel.position(content.bytes());
      done = true;
      return new RowFile(path, channel, content.rows(), content.torn());
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /**
   * The rows of a file, the later one where a run was made twice; a summary and a torn last line
   * are left out.
   *
   * @throws RunRefused if there is no such file, or a line of it is no row
   */
  public static ImmutableList<Row> read(Path path) throws IOException, RunRefused {
    if (!Files.isRegularFile(path)) {
      throw new RunRefused(
          "There is no file " + path + "; rows are what espalier compare --out writes.");
    }
    return Lists.immutable.withAll(Content.of(path).rows().values());
  }

  /** Rows by their keys, and up to where the file is whole. */
  private record Content(Map<String, Row> rows, long bytes, boolean torn) {

    static Content of(Path path) throws IOException, RunRefused {
      byte[] all = Files.readAllBytes(path);
      Map<String, Row> rows = new LinkedHashMap<>();
      int begin = 0;
      int number = 0;
      for (int i = 0; i < all.length; i++) {
        if (all[i] != '\n') {
          continue;
        }
        number++;
        String line = new String(all, begin, i - begin, StandardCharsets.UTF_8).strip();
        if (!line.isEmpty() && !line.startsWith(SUMMARY)) {
          Row row = row(path, number, line);
          // Made again later, a run counts where it stands last.
          rows.remove(row.key());
          rows.put(row.key(), row);
        }
        begin = i + 1;
      }
      return new Content(rows, begin, begin < all.length);
    }

    private static Row row(Path path, int number, String line) throws RunRefused {
      try {
        return Row.parse(line);
      } catch (IllegalArgumentException e) {
        throw new RunRefused(
            "%s, line %d is no row of a comparison: %s. Mend or remove the line, or name another file."
                .formatted(path, number, e.getMessage()),
            e);
      }
    }
  }

  /** Whether the last line was torn when the file was opened, and was cut off. */
  public boolean wasTorn() {
    return torn;
  }

  /** The row of a run that has been made and did not fail, or null. */
  @Nullable Row made(String key) {
    Row row = rows.get(key);
    return row == null || row.finished().equals("failed") ? null : row;
  }

  /** Adds a row at the end. */
  synchronized void append(Row row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(row.line().getBytes(StandardCharsets.UTF_8));
    bytes.write('\n');
    ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray());
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
