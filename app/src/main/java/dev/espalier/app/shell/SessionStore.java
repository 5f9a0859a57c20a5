package dev.espalier.app.shell;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventSource;
import java.nio.file.Path;

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

  /** The model that a search asks which was begun or opened here, or empty. */
  default String model(EventSource events) {
    return "";
  }

  /** Writes the events there are by now. */
  void save(Path file, SearchOrder order, EventSource events) throws Trouble;
}
