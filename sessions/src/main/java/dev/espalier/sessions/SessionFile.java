package dev.espalier.sessions;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, in);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
    }
  }

  /**
   * Reads a session from a stream, as from a file.
   *
   * @param name of what is read, for messages
   */
  public static Session read(Path name, InputStream in) throws IOException, SessionFormatException {
    return new Reading(name, new BufferedInputStream(in, 1 << 16)).session();
  }

  /**
   * Reads the header alone, which costs the same however long the session is.
   *
   * @throws SessionFormatException if it is no session, or one of a newer format
   * @throws IOException if it cannot be read
   */
  public static SessionHeader header(Path file) throws IOException, SessionFormatException {
    try (InputStream in = Files.newInputStream(file)) {
      return new Reading(file, in).header();
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": there is no such file", e);
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
    if (!notebook.equals(Notebook.EMPTY)) {
      Annotations.append(file, notebook.annotations());
    }
  }

  /** One pass through a file. */
  private static final class Reading {
    private final Path file;
    private final LineReader lines;
    private final EventLog log = new EventLog();
    private final EventOrder order = new EventOrder();
    private final MutableList<Telemetry> telemetry = Lists.mutable.empty();
    private final List<SearchEvent> pending = new ArrayList<>();
    private Notebook notebook = Notebook.EMPTY;
    private String version = "";

    Reading(Path file, InputStream in) {
      this.file = file;
      this.lines = new LineReader(file, in, LONGEST_LINE);
    }

    SessionHeader header() throws IOException, SessionFormatException {
      byte @Nullable [] first = lines.next();
      if (first == null) {
        throw new SessionFormatException(file, "it is empty, so it is no session");
      }
      return header(object(first));
    }

    Session session() throws IOException, SessionFormatException {
      SessionHeader header = header();
      boolean torn = false;
      for (byte[] next = lines.next(); next != null; next = lines.next()) {
        ObjectNode node;
        try {
          node = object(next);
        } catch (SessionFormatException e) {
          // Only what an interrupted write can leave is cut off: the very last line.
          if (!lines.restIsBlank()) {
            throw e;
          }
          torn = true;
          break;
        }
        take(node);
      }
      MutableList<String> notices = Lists.mutable.empty();
      if (torn || !pending.isEmpty()) {
        notices.add(
            order.steps() == 0
                ? "The record breaks off in its first step; nothing of it can be shown."
                : "The record breaks off in the middle of a step; it is shown up to step %d."
                    .formatted(order.steps() - 1));
      }
      log.close();
      return new Session(header, log, telemetry.toImmutable(), notebook, notices.toImmutable());
    }

    private SessionHeader header(ObjectNode node) throws SessionFormatException {
      if (!node.path("format").asString("").equals(Recorder.FORMAT)) {
        throw wrong("no session: its format is not \"" + Recorder.FORMAT + "\"");
      }
      version = node.path("version").asString("");
      String major = version.split("\\.", 2)[0];
      if (!major.matches("\\d{1,6}")) {
        throw wrong("version \"" + Misfit.shown(version) + "\" is not of the form 1.0");
      }
      if (Integer.parseInt(major) > Recorder.MAJOR) {
        throw wrong(
            "a session of format %s; this program reads up to %d.x. Open it with a newer Espalier."
                .formatted(Misfit.shown(version), Recorder.MAJOR));
      }
      // Sessions of format 1.0 know of no constraints and of no edits, those of 1.1 of no origins.
      if (!node.has("constraint")) {
        node.putNull("constraint");
      }
      if (node.get("parent") instanceof ObjectNode parent) {
        for (String later : new String[] {"edit", "origin"}) {
          if (!parent.has(later)) {
            parent.putNull(later);
          }
        }
      }
      return value(node, SessionHeader.class);
    }

    private void take(ObjectNode node) throws SessionFormatException {
      if (node.has("event")) {
        SearchEvent event = value(node, SearchEvent.class);
        String fault = order.take(event);
        if (fault != null) {
          throw wrong(fault);
        }
        pending.add(event);
        if (event instanceof SearchEvent.Stepped) {
          log.append(pending);
          pending.clear();
        }
      } else if (node.has("telemetry")) {
        telemetry.add(value(node.get("telemetry"), Telemetry.class));
      } else if (node.has("annotation")) {
        notebook = notebook.plus(value(node, Annotation.class));
      } else if (!newerMinor()) {
        throw wrong(
            "neither an event, telemetry nor an annotation: " + Misfit.shown(node.toString()));
      }
    }

    private boolean newerMinor() {
      return !version.equals(Recorder.MAJOR + "." + Recorder.MINOR);
    }

    private ObjectNode object(byte[] bytes) throws SessionFormatException {
      String why = "";
      try {
        if (SessionJson.MAPPER.readTree(bytes) instanceof ObjectNode object) {
          return object;
        }
      } catch (JacksonException e) {
        why = " (" + e.getOriginalMessage().lines().findFirst().orElse("") + ")";
      }
      throw wrong(
          "expected a JSON object, found "
              + Misfit.shown(new String(bytes, StandardCharsets.UTF_8))
              + why);
    }

    private <T> T value(JsonNode node, Class<T> type) throws SessionFormatException {
      String fault;
      try {
        T value = SessionJson.MAPPER.treeToValue(node, type);
        String absent = value instanceof Record record ? Absences.first(record) : null;
        if (value != null && absent == null) {
          return value;
        }
        fault = "\"" + absent + "\" is missing";
      } catch (JacksonException e) {
        fault = Misfit.words(node, e);
      } catch (IllegalArgumentException e) {
        fault = String.valueOf(e.getMessage());
      }
      throw wrong(
          newerMinor()
              ? fault + ". It is a session of format " + version + "; a newer Espalier may read it."
              : fault);
    }

    private SessionFormatException wrong(String what) {
      return new SessionFormatException(file, lines.number(), what);
    }
  }
}
