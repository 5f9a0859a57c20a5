package dev.espalier.app.shell;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.SessionHeader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sessions in files. Called off the window's thread. */
public interface SessionStore {

  /**
   * A session read.
   *
   * @param order what was asked
   * @param model that answered, in a few words
   * @param notice what the reader should know, such as a torn end that was cut; or empty
   */
  record Opened(EventSource events, SearchOrder order, String model, String notice) {}

  /** A file could not be read or written; the message says what and why, for the user. */
  final class Trouble extends Exception {

    private static final long serialVersionUID = 1L;

    public Trouble(String message) {
      super(message);
    }

    /** The message for the user. */
    public String words() {
      return String.valueOf(getMessage());
    }
  }

  Opened open(Path file) throws Trouble;

  /** Writes the events there are by now. */
  void save(Path file, SearchOrder order, EventSource events) throws Trouble;

  /** What the session of a search says of it; null where that is not known. */
  default @Nullable SessionHeader header(EventSource events) {
    return null;
  }

  /** How long the steps of a recorded search took; none measured where that is not known. */
  default StepTimes times(EventSource events) {
    return new StepTimes();
  }
}
