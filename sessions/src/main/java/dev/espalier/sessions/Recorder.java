package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.run.StepSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a session while its search runs. Each step reaches the operating system in one write
 * before the next begins, so that a killed program leaves every finished step behind. When a write
 * fails, the file is cut back to the last whole step, and nothing more is written to it.
 */
public final class Recorder implements StepSink, AutoCloseable {

  static final String FORMAT = "espalier-session";
  static final int MAJOR = 1;
  static final int MINOR = 2;

  /** The recorders of this program that are at work, by the whole path of their file. */
  private static final ConcurrentMap<Path, Recorder> WRITING = new ConcurrentHashMap<>();

  /** The file under a recorder, apart so that a full disk can be tried without one. */
  interface Output {
    void write(byte[] bytes) throws IOException;

    void truncate(long length) throws IOException;

    void close() throws IOException;
  }

  private final Path file;
  private final Output output;
  private long length;
  private int steps;
  private boolean broken;
  private boolean closed;

  Recorder(Path file, Output output, SessionHeader header) throws IOException {
    this.file = file;
    this.output = output;
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.put("format", FORMAT);
    line.put("version", MAJOR + "." + MINOR);
    line.setAll((ObjectNode) SessionJson.MAPPER.valueToTree(header));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    append(lines, line);
    write(lines);
  }

  /**
   * Begins a session in a new file; folders above it are made.
   *
   * @throws IOException if there is such a file already, or it cannot be written
   */
  public static Recorder create(Path file, SessionHeader header) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Output output;
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      output = newFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          file + " exists already; a session is not written over another. Choose another name.", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
    try {
      Recorder recorder = new Recorder(file, output, header);
      WRITING.put(whole(file), recorder);
      return recorder;
    } catch (IOException e) {
      output.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The recorder that writes a file just now, if one of this program does. */
  static @Nullable Recorder writing(Path file) {
    return WRITING.get(whole(file));
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

  // No channel: interrupting the thread of a search would close it, and end the recording.
  private static Output newFile(Path file) throws IOException {
    Files.createFile(file);
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    return new Output() {
      @Override
      public void write(byte[] bytes) throws IOException {
        opened.write(bytes);
      }

      @Override
      public void truncate(long length) throws IOException {
        opened.setLength(length);
      }

      @Override
      public void close() throws IOException {
        opened.close();
      }
    };
  }

  /**
   * @throws IOException if the step could not be kept; the message names the file and what it holds
   */
  @Override
  public synchronized void accept(ImmutableList<SearchEvent> events, Telemetry telemetry)
      throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    events.forEach(event -> append(lines, event));
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.set("telemetry", SessionJson.MAPPER.valueToTree(telemetry));
    append(lines, line);
    write(lines);
    steps++;
    if (events.anySatisfy(event -> event instanceof SearchEvent.Concluded)) {
      close();
    }
  }

  /**
   * Writes annotations, between two steps.
   *
   * @param lines whole lines
   * @return whether they were written; if not, because recording has ended
   */
  synchronized boolean annotate(byte[] lines) throws IOException {
    if (closed) {
      return false;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(lines);
    write(bytes);
    return true;
  }

  private static void append(ByteArrayOutputStream lines, Object value) {
    lines.writeBytes(SessionJson.MAPPER.writeValueAsBytes(value));
    lines.write('\n');
  }

  private void write(ByteArrayOutputStream lines) throws IOException {
    if (closed || broken) {
      throw new IOException(
          "%s takes no more steps: %s. The %d steps up to here are in it."
              .formatted(
                  file,
                  closed ? "its recording has ended" : "an earlier one could not be written",
                  steps));
    }
    try {
      output.write(lines.toByteArray());
      length += lines.size();
    } catch (IOException e) {
      broken = true;
      IOException failure =
          new IOException(
              "%s cannot be written on: %s. The %d steps up to here are in it."
                  .formatted(file, e.getMessage(), steps),
              e);
      try {
        output.truncate(length);
      } catch (IOException cutting) {
        failure.addSuppressed(cutting);
      }
      throw failure;
    }
  }

  /** Ends recording; a search that concludes does so by itself. Ending it again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      WRITING.remove(whole(file), this);
      output.close();
    }
  }
}
