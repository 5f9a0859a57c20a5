package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.run.StepSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.collections.api.list.ImmutableList;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a session while its search runs. Each step reaches the operating system in one write
 * before the next begins, so that a killed program leaves every finished step behind.
 */
public final class Recorder implements StepSink, AutoCloseable {

  static final String FORMAT = "espalier-session";
  static final int MAJOR = 1;
  static final int MINOR = 0;

  private final Path file;
  private final FileChannel channel;

  private Recorder(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Begins a session in a new file; folders above it are made.
   *
   * @throws IOException if there is such a file already, or it cannot be written
   */
  @SuppressWarnings("MustBeClosedChecker") // The recorder returned closes it.
  public static Recorder create(Path file, SessionHeader header) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    FileChannel channel;
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          file + " exists already; a session is not written over another. Choose another name.", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
    Recorder recorder = new Recorder(file, channel);
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.put("format", FORMAT);
    line.put("version", MAJOR + "." + MINOR);
    line.setAll((ObjectNode) SessionJson.MAPPER.valueToTree(header));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    append(lines, line);
    recorder.write(lines);
    return recorder;
  }

  @Override
  public void accept(ImmutableList<SearchEvent> events, Telemetry telemetry) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    events.forEach(event -> append(lines, event));
    ObjectNode line = SessionJson.MAPPER.createObjectNode();
    line.set("telemetry", SessionJson.MAPPER.valueToTree(telemetry));
    append(lines, line);
    write(lines);
    if (events.anySatisfy(event -> event instanceof SearchEvent.Concluded)) {
      close();
    }
  }

  private static void append(ByteArrayOutputStream lines, Object value) {
    lines.writeBytes(SessionJson.MAPPER.writeValueAsBytes(value));
    lines.write('\n');
  }

  private void write(ByteArrayOutputStream lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be written on: %s. The steps up to here are in it."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Ends recording; a search that concludes does so by itself. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
