package dev.espalier.sessions;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Session files. */
public final class SessionFile {

  /** No line of a session is longer; a longer one is not from a session. */
  private static final int LONGEST_LINE = 64 << 20;

  private SessionFile() {}

  /**
   * Reads a session. What follows the last finished step, such as the torn line that a killed
   * program leaves, is left out with a notice.
   *
   * @throws SessionFormatException if it is no session, one of a newer format, or damaged elsewhere
   *     than at its end
   * @throws IOException if it cannot be read
   */
  public static Session read(Path file) throws IOException, SessionFormatException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new Reading(file, in).session();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    }
  }

  /**
   * Writes a session whose events are all there.
   *
   * @throws IOException if there is such a file already, or it cannot be written
   */
  public static void write(Path file, SessionHeader header, EventSource events) throws IOException {
    try (Recorder recorder = Recorder.create(file, header)) {
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

  /** One pass through a file. */
  private static final class Reading {
    private final Path file;
    private final InputStream in;
    private final EventLog log = new EventLog();
    private final MutableList<Telemetry> telemetry = Lists.mutable.empty();
    private final List<SearchEvent> pending = new ArrayList<>();
    private long line;
    private boolean torn;
    private int steps;

    Reading(Path file, InputStream in) {
      this.file = file;
      this.in = in;
    }

    Session session() throws IOException, SessionFormatException {
      byte @Nullable [] first = nextLine();
      if (first == null) {
        throw new SessionFormatException(file, "it is empty, so it is no session");
      }
      SessionHeader header = header(first);
      @Nullable SessionFormatException damage = null;
      for (byte[] next = nextLine(); next != null; next = nextLine()) {
        // Only the very end may be damaged: a broken line with another after it is refused.
        if (damage != null) {
          throw damage;
        }
        try {
          take(next);
        } catch (SessionFormatException e) {
          damage = e;
        }
      }
      MutableList<String> notices = Lists.mutable.empty();
      if (damage != null || torn || !pending.isEmpty()) {
        notices.add(
            "The record breaks off in the middle of a step; it is shown up to step "
                + (steps - 1)
                + ".");
      }
      log.close();
      return new Session(header, log, telemetry.toImmutable(), notices.toImmutable());
    }

    private SessionHeader header(byte[] bytes) throws SessionFormatException {
      ObjectNode node = object(bytes, "a session's first line is a JSON object");
      if (!node.path("format").asString("").equals(Recorder.FORMAT)) {
        throw new SessionFormatException(
            file, line, "no session: its format is not \"" + Recorder.FORMAT + "\"");
      }
      String version = node.path("version").asString("");
      String major = version.split("\\.", 2)[0];
      if (!major.matches("\\d{1,6}")) {
        throw new SessionFormatException(
            file, line, "version \"" + version + "\" is not of the form 1.0");
      }
      if (Integer.parseInt(major) > Recorder.MAJOR) {
        throw new SessionFormatException(
            file,
            line,
            "a session of format %s; this program reads up to %d.x. Open it with a newer Espalier."
                .formatted(version, Recorder.MAJOR));
      }
      return value(node, SessionHeader.class);
    }

    private void take(byte[] bytes) throws SessionFormatException {
      ObjectNode node = object(bytes, "a line of a session is a JSON object");
      if (node.has("event")) {
        SearchEvent event = value(node, SearchEvent.class);
        pending.add(event);
        if (event instanceof SearchEvent.Stepped(int number)) {
          if (number != steps) {
            throw new SessionFormatException(
                file, line, "step %d ends here, but step %d is due".formatted(number, steps));
          }
          steps++;
          log.append(pending);
          pending.clear();
        }
      } else if (node.has("telemetry")) {
        telemetry.add(value(node.get("telemetry"), Telemetry.class));
      }
      // Lines of other kinds are of a newer minor version.
    }

    private ObjectNode object(byte[] bytes, String otherwise) throws SessionFormatException {
      try {
        if (SessionJson.MAPPER.readTree(bytes) instanceof ObjectNode object) {
          return object;
        }
      } catch (JacksonException e) {
        throw new SessionFormatException(file, line, "not valid JSON: " + e.getOriginalMessage());
      }
      throw new SessionFormatException(file, line, otherwise);
    }

    private <T> T value(JsonNode node, Class<T> type) throws SessionFormatException {
      try {
        T value = SessionJson.MAPPER.treeToValue(node, type);
        String absent = value instanceof Record record ? Absences.first(record) : null;
        if (value == null || absent != null) {
          throw new SessionFormatException(file, line, "\"" + absent + "\" is missing");
        }
        return value;
      } catch (JacksonException e) {
        throw new SessionFormatException(file, line, firstLine(e.getOriginalMessage()));
      } catch (IllegalArgumentException e) {
        throw new SessionFormatException(file, line, firstLine(String.valueOf(e.getMessage())));
      }
    }

    private static String firstLine(String message) {
      return message.lines().findFirst().orElse("it cannot be read");
    }

    /** The next line without its end, or null at the end of the file or where the end is torn. */
    private byte @Nullable [] nextLine() throws IOException, SessionFormatException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      line++;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return bytes.toByteArray();
        }
        bytes.write(b);
        if (bytes.size() > LONGEST_LINE) {
          throw new SessionFormatException(file, line, "a line of more than 64 MB");
        }
      }
      torn = bytes.size() > 0;
      return null;
    }
  }
}
