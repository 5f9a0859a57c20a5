package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Session files, compressed ones too: what a file is shows in its first bytes, and a new one is
 * compressed if its name ends in {@code .gz}.
 */
public final class SessionFile {

  /** In bytes; up to there a session is read at once before anyone has looked up. */
  private static final long LONG = 8 << 20;

  private SessionFile() {}

  /** Whether a new session of this name is compressed. */
  public static boolean compressed(Path file) {
    return SessionOutput.compressed(file);
  }

  /**
   * Reads a session. What follows the last finished step, such as the torn line that a killed
   * program leaves, is left out with a notice.
   *
   * @throws SessionFormatException if it is no session, one of a newer format, or damaged elsewhere
   *     than at its end
   * @throws IOException if it cannot be read
   */
  public static Session read(Path file) throws IOException, SessionFormatException {
    try (InputStream in = SessionInput.open(file)) {
      return new SessionReader(file, in).session();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (EOFException | ZipException e) {
      throw headless(file);
    }
  }

  /**
   * Opens a session to be looked at: as {@link #read} does, but of a long one the events stay in
   * the file, and are read from there when they are asked for. An index beside the file, in which
   * the parts of the file are summed up, saves reading it all when it is opened the next time; it
   * is made where it is missing or not of this very file. The telemetry of a long session is left
   * out.
   *
   * <p>If the file is changed in place while it is open, its events can fail to come with an {@link
   * java.io.UncheckedIOException}.
   *
   * @throws SessionFormatException if it is no session, one of a newer format, or damaged elsewhere
   *     than at its end
   * @throws IOException if it cannot be read
   */
  public static Session open(Path file) throws IOException, SessionFormatException {
    return Files.exists(file) && Files.size(file) >= LONG && !SessionInput.compressed(file)
        ? new LongSession(file).open()
        : read(file);
  }

  /**
   * Reads a session from a stream, as from a file.
   *
   * @param name of what is read, for messages
   */
  public static Session read(Path name, InputStream in) throws IOException, SessionFormatException {
    try {
      return new SessionReader(name, SessionInput.expanded(in)).session();
    } catch (EOFException | ZipException e) {
      throw headless(name);
    }
  }

  /** Anywhere but at its very beginning, the reader itself tells what can be read. */
  private static SessionFormatException headless(Path file) {
    return new SessionFormatException(file, "its compressed data breaks off before it begins");
  }

  /**
   * Reads the header alone, which costs the same however long the session is.
   *
   * @throws SessionFormatException if it is no session, or one of a newer format
   * @throws IOException if it cannot be read
   */
  public static SessionHeader header(Path file) throws IOException, SessionFormatException {
    try (InputStream in = SessionInput.open(file)) {
      return new SessionReader(file, in).header();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    } catch (EOFException | ZipException e) {
      throw headless(file);
    }
  }

  /** Whether a file is called like a session, and not like one that is being written. */
  public static boolean isNamedLikeOne(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".espalier") || name.endsWith(".espalier.gz"));
  }

  /**
   * Writes a session whose events are all there.
   *
   * @throws IOException if there is such a file already, or it cannot be written
   */
  public static void write(Path file, SessionHeader header, EventSource events) throws IOException {
    write(file, header, events, Notebook.EMPTY);
  }

  /** The same, with what people wrote about it. */
  public static void write(Path file, SessionHeader header, EventSource events, Notebook notebook)
      throws IOException {
    try (Recorder recorder = Recorder.create(file, header)) {
      recorder.annotate(Annotations.lines(notebook.annotations()));
      MutableList<SearchEvent> step = Lists.mutable.empty();
      int size = events.size();
      for (int i = 0; i < size; i++) {
        SearchEvent event = events.event(i);
        step.add(event);
        if (event instanceof SearchEvent.Stepped(int number)) {
          recorder.accept(step.toImmutable(), new Telemetry(number, 0, 0));
          step.clear();
        }
      }
    }
  }
}
