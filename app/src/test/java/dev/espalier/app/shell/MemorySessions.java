package dev.espalier.app.shell;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Notebook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.collections.api.list.ImmutableList;

/** Sessions kept in memory. */
final class MemorySessions implements SessionStore {

  private final Map<Path, Opened> files = new ConcurrentHashMap<>();
  private final Map<EventSource, Notebook> notebooks = new ConcurrentHashMap<>();

  @Override
  public Opened open(Path file) throws Trouble {
    Opened opened = files.get(file);
    if (opened == null) {
      throw new Trouble(file + " is no session: its first line is not a header.");
    }
    return opened;
  }

  @Override
  public Path parent(EventSource events) throws Trouble {
    throw new Trouble("What is on show branched off no other search.");
  }

  @Override
  public Path parent(EventSource events, Path file) throws Trouble {
    return parent(events);
  }

  @Override
  public Notebook notebook(EventSource events) {
    return notebooks.getOrDefault(events, Notebook.EMPTY);
  }

  @Override
  public boolean inFile(EventSource events) {
    return files.values().stream().anyMatch(opened -> opened.events().equals(events));
  }

  @Override
  public void annotate(EventSource events, ImmutableList<Annotation> annotations) {
    annotations.each(annotation -> notebooks.put(events, notebook(events).plus(annotation)));
  }

  @Override
  public void copy(Path file, EventSource events) throws Trouble {
    throw new Trouble("Nothing here is written to files.");
  }

  @Override
  public void save(Path file, SearchOrder order, EventSource events) {
    List<SearchEvent> copy = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      copy.add(events.event(i));
    }
    EventLog log = EventLog.of(copy);
    notebooks.put(log, notebook(events));
    files.put(file, new Opened(log, order, "a script", ""));
  }
}
