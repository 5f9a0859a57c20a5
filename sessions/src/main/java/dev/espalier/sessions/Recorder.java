package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.run.StepSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a session while its search runs. Each step reaches the operating system in one write
 * before the next begins, so that a killed program leaves every finished step behind. When a write
 * fails, the file is cut back to the last whole step, and nothing more is written to it.
 *
 * <p>A session that breaks off is gone on with by making its search again: a {@linkplain #resume
 * resuming} recorder takes the steps there are once more, holds each against the record, and writes
 * from there on.
 */
public final class Recorder implements StepSink, AutoCloseable {

  static final String FORMAT = "espalier-session";
  static final int MAJOR = 1;
  static final int MINOR = 2;

  /** The recorders of this program that are at work, by the whole path of their file. */
  private static final ConcurrentMap<Path, Recorder> WRITING = new ConcurrentHashMap<>();

  private final Path file;
  private final RecordingLock lock;

  /** The steps that are there already; null for a new session. */
  private final @Nullable Retracing retracing;

  /** Opened at the first write. */
  private @Nullable SessionOutput output;

  private int steps;
  private boolean broken;
  private boolean closed;

  private Recorder(
      Path file,
      RecordingLock lock,
      @Nullable SessionOutput output,
      @Nullable Retracing retracing) {
    this.file = file;
    this.lock = lock;
    this.output = output;
    this.retracing = retracing;
    WRITING.put(path(file), this);
  }

  /**
   * Begins a session in a new file, compressed if its name ends in {@code .gz}; folders above it
   * are made.
   *
   * @throws IOException if there is such a file already, another program is about to make it, or it
   *     cannot be written
   */
  public static Recorder create(Path file, SessionHeader header) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    RecordingLock lock;
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      lock = RecordingLock.of(file);
    } catch (RecordingLock.Taken e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    try {
      return begin(file, lock, SessionOutput.create(file), header);
    } catch (FileAlreadyExistsException e) {
      lock.close();
      throw new IOException(
          file + " exists already; a session is not written over another. Choose another name.", e);
    } catch (IOException e) {
      lock.close();
      throw unwritable(file, e);
    }
  }

  /** The recorder that writes a file just now, if one of this program does. */
  static @Nullable Recorder writing(Path file) {
    return WRITING.get(path(file));
  }

  private static Path path(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static IOException unwritable(Path file, IOException e) {
    String message = String.valueOf(e.getMessage());
    String why =
        e instanceof AccessDeniedException
            ? "you may not write there"
            : message.equals(file.toString()) ? e.getClass().getSimpleName() : message;
    return new IOException(file + " cannot be written: " + why, e);
  }

  /** Writes the header to a file just made, and takes it away again if that fails. */
  static Recorder begin(Path file, RecordingLock lock, SessionOutput output, SessionHeader header)
      throws IOException {
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.put("format", FORMAT);
    line.put("version", MAJOR + "." + MINOR);
    line.setAll((ObjectNode) SessionJson.MAPPER.valueToTree(header));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    append(lines, line);
    try {
      output.write(lines.toByteArray());
    } catch (IOException e) {
      output.close();
      Files.deleteIfExists(file);
      throw e;
    }
    return new Recorder(file, lock, output, null);
  }

  /**
   * Goes on with a session that breaks off. The recorder takes the steps of the same search made
   * again, from the first; as long as they are those of the record nothing is written, and if one
   * is not, the file stays as it is.
   *
   * @throws SessionFormatException if it is no session, or a damaged one
   * @throws IOException if its search has ended, another program is recording it, or it cannot be
   *     written
   */
  public static Recorder resume(Path file) throws IOException, SessionFormatException {
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new IOException(
          file
              + " cannot be gone on with: it may only be read. Copy it to a place where you may"
              + " write.");
    }
    if (!Files.exists(file)) {
      throw new IOException(file + ": there is no such file");
    }
    RecordingLock lock = RecordingLock.of(file);
    @Nullable Retracing retracing = null;
    try {
      retracing = Retracing.of(file);
    } finally {
      if (retracing == null) {
        lock.close();
      }
    }
    return new Recorder(file, lock, null, retracing);
  }

  /** How many steps of the record are still to be made again before anything new is written. */
  public synchronized int toRetrace() {
    return retracing == null ? 0 : retracing.steps() - steps;
  }

  /**
   * @throws IOException if the step could not be kept, or is not what the record to be gone on with
   *     says; the message names the file and what it holds
   */
  @Override
  public synchronized void accept(ImmutableList<SearchEvent> events, Telemetry telemetry)
      throws IOException {
    if (retracing != null && steps < retracing.steps()) {
      try {
        retracing.compare(events);
      } catch (IOException e) {
        end(true);
        throw e;
      }
    } else {
      write(lines(events, telemetry));
    }
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
    write(lines);
    return true;
  }

  private static void append(ByteArrayOutputStream lines, Object value) {
    lines.writeBytes(SessionJson.MAPPER.writeValueAsBytes(value));
    lines.write('\n');
  }

  private static byte[] lines(ImmutableList<SearchEvent> events, Telemetry telemetry) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    events.forEach(event -> append(lines, event));
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.set("telemetry", SessionJson.MAPPER.valueToTree(telemetry));
    append(lines, line);
    return lines.toByteArray();
  }

  private void write(byte[] lines) throws IOException {
    if (closed) {
      throw new IOException(
          "%s takes no more steps: %s. The %d steps up to here are in it."
              .formatted(
                  file,
                  broken ? "an earlier one could not be written" : "its recording has ended",
                  steps));
    }
    try {
      SessionOutput opened = output;
      if (opened == null) {
        opened = Objects.requireNonNull(retracing).output();
        output = opened;
      }
      opened.write(lines);
    } catch (IOException e) {
      IOException failure =
          new IOException(
              "%s cannot be written on: %s. The %d steps up to here are in it."
                  .formatted(file, e.getMessage(), steps),
              e);
      try {
        end(true);
      } catch (IOException closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  /** Ends recording; a search that concludes does so by itself. Ending it again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    end(false);
  }

  private void end(boolean because) throws IOException {
    if (!closed) {
      closed = true;
      broken = because;
      WRITING.remove(path(file), this);
      try (lock) {
        if (output != null) {
          output.close();
        }
      }
    }
  }
}
