package dev.espalier.app.shell;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions kept in memory. */
final class MemorySessions implements SessionStore {

  private final Map<Path, Opened> files = new ConcurrentHashMap<>();

  @Override
  public Opened open(Path file) throws Trouble {
    Opened opened = files.get(file);
    if (opened == null) {
      throw new Trouble(file + " is no session: its first line is not a header.");
    }
    return opened;
  }

  @Override
  public void save(Path file, SearchOrder order, EventSource events) {
    List<SearchEvent> copy = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      copy.add(events.event(i));
    }
    files.put(file, new Opened(EventLog.of(copy), order, "a script", ""));
  }
}
