package dev.espalier.app.engine;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.shell.SessionStore;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The window's sessions, in files. */
public final class SessionFiles implements SessionStore {

  /**
   * A search seen.
   *
   * @param file it is in, or null
   * @param times its steps took when they were recorded
   */
  private record Known(
      SessionHeader header, Notebook notebook, @Nullable Path file, StepTimes times) {}

  /** The searches seen, by their events. */
  private final Map<EventSource, Known> searches = new WeakHashMap<>();

  /**
   * Remembers what a search is of, so that it can be saved and forked.
   *
   * @param record file it is recorded in, or null
   */
  synchronized void began(EventSource events, SessionHeader header, @Nullable Path record) {
    searches.put(events, new Known(header, Notebook.EMPTY, record, new StepTimes()));
  }

  private synchronized @Nullable Known known(EventSource events) {
    return searches.get(events);
  }

  /** What a search seen says of itself, or null if none such was. */
  @Override
  public @Nullable SessionHeader header(EventSource events) {
    Known known = known(events);
    return known == null ? null : known.header();
  }

  @Override
  public StepTimes times(EventSource events) {
    Known known = known(events);
    return known == null ? new StepTimes() : known.times();
  }

  /** The name of the file that a search seen is in, or {@code otherwise}. */
  String name(EventSource events, String otherwise) {
    Known known = known(events);
    return known == null || known.file() == null
        ? otherwise
        : String.valueOf(known.file().getFileName());
  }

  @Override
  public Opened open(Path file) throws Trouble {
    try {
      return opened(SessionFile.read(file), file);
    } catch (IOException | SessionFormatException e) {
      throw new Trouble("The session cannot be opened. " + e.getMessage());
    }
  }

  /** A session that has been read, from no file of its own. */
  public Opened opened(Session session) {
    return opened(session, null);
  }

  private synchronized Opened opened(Session session, @Nullable Path file) {
    searches.put(
        session.log(),
        new Known(
            session.header(), session.notebook(), file, StepTimes.of(session.telemetry())));
    return new Opened(
        session.log(),
        Replays.order(session.header()),
        session.header().model().id(),
        session.notices().makeString(" "));
  }

  @Override
  public void save(Path file, SearchOrder order, EventSource events) throws Trouble {
    Known known = known(events);
    if (known == null) {
      throw new Trouble("There is no search to save yet.");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      // Written beside and moved into place, so that a failure leaves the earlier file whole.
      Path beside = Files.createTempFile(folder, ".saving", ".espalier");
      Files.delete(beside);
      SessionFile.write(beside, known.header(), events, known.notebook());
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Trouble("The session cannot be saved. " + e.getMessage());
    }
  }
}
