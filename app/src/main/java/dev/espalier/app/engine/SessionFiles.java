package dev.espalier.app.engine;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.shell.SessionStore;
import dev.espalier.search.event.EventSource;
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

  /** Headers of the searches seen, by their events. */
  private final Map<EventSource, SessionHeader> headers = new WeakHashMap<>();

  /** Remembers what a search is of, so that it can be saved. */
  synchronized void began(EventSource events, SessionHeader header) {
    headers.put(events, header);
  }

  private synchronized @Nullable SessionHeader header(EventSource events) {
    return headers.get(events);
  }

  /** Whether a search seen goes on from another one. */
  boolean branchedOff(EventSource events) {
    SessionHeader header = header(events);
    return header != null && header.parent() != null;
  }

  @Override
  public Opened open(Path file) throws Trouble {
    try {
      return opened(SessionFile.read(file));
    } catch (IOException | SessionFormatException e) {
      throw new Trouble("The session cannot be opened. " + e.getMessage());
    }
  }

  /** A session that has been read. */
  public Opened opened(Session session) {
    began(session.log(), session.header());
    return new Opened(
        session.log(),
        Replays.order(session.header()),
        session.header().model().id(),
        session.notices().makeString(" "));
  }

  @Override
  public void save(Path file, SearchOrder order, EventSource events) throws Trouble {
    SessionHeader header = header(events);
    if (header == null) {
      throw new Trouble("There is no search to save yet.");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      // Written beside and moved into place, so that a failure leaves the earlier file whole.
      Path beside = Files.createTempFile(folder, ".saving", ".espalier");
      Files.delete(beside);
      SessionFile.write(beside, header, events);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Trouble("The session cannot be saved. " + e.getMessage());
    }
  }
}
