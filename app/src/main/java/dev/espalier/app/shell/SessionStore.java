package dev.espalier.app.shell;

import dev.espalier.app.notebook.NotebookStore;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.SessionHeader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Sessions in files. Called off the window's thread. */
public interface SessionStore extends NotebookStore {

  /**
   * A session read.
   *
   * @param order what was asked
   * @param model that answered, in a few words
   * @param notice what the reader should know, such as a torn end that was cut; or empty
   * @param tree of all the events, or null if it is still to be made
   */
  record Opened(
      EventSource events,
      SearchOrder order,
      String model,
      String notice,
      @Nullable SearchTree tree) {

    /** Whose tree is still to be made. */
    public Opened(EventSource events, SearchOrder order, String model, String notice) {
      this(events, order, model, notice, null);
    }
  }

  /** A file could not be read or written; the message says what and why, for the user. */
  class Trouble extends Exception {

    private static final long serialVersionUID = 1L;

    public Trouble(String message) {
      super(message);
    }

    /** The message for the user. */
    public String words() {
      return String.valueOf(getMessage());
    }
  }

  /** The session that another one branched off is not where it was. */
  final class ParentMissing extends Trouble {

    private static final long serialVersionUID = 1L;

    public ParentMissing(String message) {
      super(message);
    }
  }

  Opened open(Path file) throws Trouble;

  /**
   * The file of the session that a search seen branched off.
   *
   * @throws Trouble if it branched off none, or that one is missing or changed
   */
  Path parent(EventSource events) throws Trouble;

  /**
   * The same, in a file that the user says it is in; it is remembered.
   *
   * @throws Trouble if the file holds another session
   */
  Path parent(EventSource events, Path file) throws Trouble;

  /** The model that a search asks which was begun or opened here, or empty. */
  default String model(EventSource events) {
    return "";
  }

  /** Writes the events there are by now. */
  void save(Path file, SearchOrder order, EventSource events) throws Trouble;

  /** Writes the same to a file that is not the session's own from then on. */
  void copy(Path file, EventSource events) throws Trouble;

  /** What the session of a search says of it; null where that is not known. */
  default @Nullable SessionHeader header(EventSource events) {
    return null;
  }

  /** How long the steps of a recorded search took; none measured where that is not known. */
  default StepTimes times(EventSource events) {
    return new StepTimes();
  }
}
