package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/** Single lines of a session, read without a tree in between. */
final class SessionLine {

  private static final ObjectReader EVENTS = SessionJson.MAPPER.readerFor(SearchEvent.class);
  private static final byte[] EVENT = {'{', '"', 'e', 'v', 'e', 'n', 't', '"'};

  private SessionLine() {}

  /** Whether a line begins as recorders begin an event. */
  static boolean looksLikeEvent(byte[] bytes, int from, int length) {
    if (length < EVENT.length) {
      return false;
    }
    for (int i = 0; i < EVENT.length; i++) {
      if (bytes[from + i] != EVENT[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The event on a line, or null if it is something else, or written in another way than recorders
   * write; a slower reader tells what it is, or what is wrong with it.
   */
  static @Nullable SearchEvent event(byte[] bytes, int from, int length) {
    if (!looksLikeEvent(bytes, from, length)) {
      return null;
    }
    SearchEvent written = WrittenRecord.event(bytes, from, length);
    if (written != null) {
      return written;
    }
    try {
      SearchEvent event = EVENTS.readValue(bytes, from, length);
      return Absences.first((Record) event) == null ? event : null;
    } catch (JacksonException | IllegalArgumentException _) {
      return null;
    }
  }

  /** Where the line that begins at {@code from} ends: at its end mark, or at the end of all. */
  static int end(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
