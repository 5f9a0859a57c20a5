package dev.espalier.sessions;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One pass through what a session file says. */
final class SessionReader {

  /** No line of a session is longer; a longer one is not from a session. */
  private static final int LONGEST_LINE = 64 << 20;

  /**
   * How much of a session is whole.
   *
   * @param bytes up to the end of the last whole step, and of what is said of it
   * @param endsLine whether a line ends there, as it does unless a write was interrupted
   */
  record Extent(long bytes, boolean endsLine) {}

  private final Path file;
  private final LineReader lines;
  private final EventLog log = new EventLog();
  private final EventOrder order = new EventOrder();
  private final MutableList<Telemetry> telemetry = Lists.mutable.empty();
  private final List<SearchEvent> pending = new ArrayList<>();
  private Notebook notebook = Notebook.EMPTY;
  private String version = "";
  private boolean newerMinor;
  private Extent whole = new Extent(0, true);

  /** Annotations that were added after a step that broke off, as lines. */
  private final ByteArrayOutputStream later = new ByteArrayOutputStream();

  SessionReader(Path file, InputStream in) {
    this.file = file;
    this.lines = new LineReader(file, in, LONGEST_LINE);
  }

  /** How much of it is whole, once it was read. */
  Extent whole() {
    return whole;
  }

  /** The annotations that follow what is whole, as lines. */
  byte[] later() {
    return later.toByteArray();
  }

  Session session() throws IOException, SessionFormatException {
    SessionHeader header = header();
    whole = lines.extent();
    boolean torn = false;
    for (byte[] next = lines.next(); next != null; next = lines.next()) {
      SearchEvent event = SessionLine.event(next, 0, next.length);
      if (event != null) {
        take(event);
        continue;
      }
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
      if (pending.isEmpty()) {
        whole = lines.extent();
      } else if (node.has("annotation")) {
        later.writeBytes(next);
        later.write('\n');
      }
    }
    log.close();
    return new Session(
        header,
        log,
        telemetry.toImmutable(),
        notebook,
        torn || !pending.isEmpty()
            ? Lists.immutable.with(breaksOff(order.steps()))
            : Lists.immutable.empty());
  }

  /** What to tell of a record of so many whole steps with the beginning of another one. */
  static String breaksOff(int steps) {
    return steps == 0
        ? "The record breaks off in its first step; nothing of it can be shown."
        : "The record breaks off in the middle of a step; it is shown up to step %d."
            .formatted(steps - 1);
  }

  /** What the file says of itself in its first line. */
  SessionHeader header() throws IOException, SessionFormatException {
    byte @Nullable [] first = lines.next();
    if (first == null) {
      throw new SessionFormatException(file, "it is empty, so it is no session");
    }
    return header(object(first));
  }

  private SessionHeader header(ObjectNode node) throws SessionFormatException {
    if (!node.path("format").asString("").equals(Recorder.FORMAT)) {
      throw wrong("no session: its format is not \"" + Recorder.FORMAT + "\"");
    }
    version = node.path("version").asString("");
    String major = version.split("\\.", 2)[0];
    if (!major.matches("\\d{1,6}")) {
      throw malformed();
    }
    if (Integer.parseInt(major) > Recorder.MAJOR) {
      throw wrong(
          "a session of format %s; this program reads up to %d.x. Open it with a newer Espalier."
              .formatted(Misfit.shown(version), Recorder.MAJOR));
    }
    if (!version.matches("\\d+\\.\\d{1,6}")) {
      throw malformed();
    }
    newerMinor = Integer.parseInt(version.substring(major.length() + 1)) > Recorder.MINOR;
    // Sessions of format 1.0 know of no constraints and of no edits, those of 1.1 of no origins.
    absentBefore(node, "constraint");
    if (node.get("parent") instanceof ObjectNode parent) {
      absentBefore(parent, "edit");
      absentBefore(parent, "origin");
    }
    return value(node, SessionHeader.class);
  }

  private static void absentBefore(ObjectNode node, String field) {
    if (!node.has(field)) {
      node.putNull(field);
    }
  }

  private SessionFormatException malformed() {
    return wrong("version \"" + Misfit.shown(version) + "\" is not of the form 1.0");
  }

  private void take(SearchEvent event) throws SessionFormatException {
    String fault = order.take(event);
    if (fault != null) {
      throw wrong(fault);
    }
    pending.add(event);
    if (event instanceof SearchEvent.Stepped) {
      log.append(pending);
      pending.clear();
      whole = lines.extent();
    }
  }

  private void take(ObjectNode node) throws SessionFormatException {
    if (node.has("event")) {
      take(value(node, SearchEvent.class));
    } else if (node.has("telemetry")) {
      Telemetry measured = value(node.get("telemetry"), Telemetry.class);
      String fault = order.take(measured);
      if (fault != null) {
        throw wrong(fault);
      }
      telemetry.add(measured);
    } else if (node.has("annotation")) {
      notebook = notebook.plus(value(node, Annotation.class));
    } else if (!newerMinor) {
      throw wrong(
          "neither an event, telemetry nor an annotation: " + Misfit.shown(node.toString()));
    }
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
        newerMinor
            ? fault + ". It is a session of format " + version + "; a newer Espalier may read it."
            : fault);
  }

  private SessionFormatException wrong(String what) {
    return new SessionFormatException(file, lines.number(), Misfit.clean(what));
  }
}
