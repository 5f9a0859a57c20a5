package dev.espalier.app.engine;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.shell.SessionStore;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Annotations;
import dev.espalier.sessions.Lineage;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
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

  /** Where users said that parents are. */
  private final Map<SessionHeader.Parent, Path> located = new ConcurrentHashMap<>();

  /**
   * Remembers what a search is of, so that it can be saved and forked.
   *
   * @param record file it is recorded in, or null
   */
  synchronized void began(EventSource events, SessionHeader header, @Nullable Path record) {
    searches.put(events, new Known(header, Notebook.EMPTY, record, new StepTimes()));
  }

  /** From now on notes go to the file the search was saved in. */
  private synchronized Notebook saved(EventSource events, Path file) {
    Known known = searches.get(events);
    if (known == null) {
      return Notebook.EMPTY;
    }
    if (events.complete()) {
      searches.put(events, new Known(known.header(), known.notebook(), file, known.times()));
    }
    return known.notebook();
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
  public String model(EventSource events) {
    SessionHeader header = header(events);
    return header == null ? "" : header.model().id();
  }

  @Override
  public Opened open(Path file) throws Trouble {
    try {
      Session session = SessionFile.open(file);
      return opened(session, session.log(), file);
    } catch (IOException | UncheckedIOException | SessionFormatException e) {
      throw new Trouble("The session cannot be opened. " + e.getMessage());
    }
  }

  /** A session that has been read, from no file of its own. */
  public Opened opened(Session session) {
    return opened(session, session.log(), null);
  }

  /**
   * A session that has been read, of which not all is shown yet.
   *
   * @param shown events of it
   */
  public Opened opened(Session session, EventSource shown) {
    return opened(session, shown, null);
  }

  private synchronized Opened opened(Session session, EventSource shown, @Nullable Path file) {
    searches.put(
        shown,
        new Known(session.header(), session.notebook(), file, StepTimes.of(session.telemetry())));
    return new Opened(
        shown,
        Replays.order(session.header()),
        session.header().model().id(),
        session.notices().makeString(" "),
        SearchTree.of(shown));
  }

  @Override
  public Path parent(EventSource events) throws Trouble {
    Known known = known(events);
    if (known == null || known.header().parent() == null) {
      throw new Trouble("What is on show branched off no other search.");
    }
    Path told = located.get(known.header().parent());
    if (told != null && Files.isRegularFile(told)) {
      return told;
    }
    MutableList<Path> folders = Lists.mutable.empty();
    if (known.file() != null && known.file().toAbsolutePath().getParent() != null) {
      folders.add(known.file().toAbsolutePath().getParent());
    }
    folders.add(Recordings.folder());
    try {
      return new Lineage(folders.distinct().toImmutable())
          .parent(name(events, "This search"), known.header(), events)
          .file();
    } catch (Lineage.Broken broken) {
      throw new ParentMissing(broken.words());
    }
  }

  @Override
  public Path parent(EventSource events, Path file) throws Trouble {
    Known known = known(events);
    SessionHeader.Parent parent = known == null ? null : known.header().parent();
    if (known == null || parent == null) {
      throw new Trouble("What is on show branched off no other search.");
    }
    try {
      Lineage.requireParent(name(events, "This search"), known.header(), events, file);
    } catch (Lineage.Broken broken) {
      throw new ParentMissing(broken.words());
    }
    located.put(parent, file);
    return file;
  }

  @Override
  public Notebook notebook(EventSource events) {
    Known known = known(events);
    return known == null ? Notebook.EMPTY : known.notebook();
  }

  @Override
  public boolean inFile(EventSource events) {
    Known known = known(events);
    return known != null && known.file() != null;
  }

  @Override
  public void annotate(EventSource events, ImmutableList<Annotation> annotations)
      throws IOException {
    Known known = known(events);
    if (known != null && known.file() != null) {
      annotate(known.file(), annotations);
    } else if (known != null) {
      remember(other -> other.equals(known), annotations);
    }
  }

  /**
   * Adds annotations to a session, open or not.
   *
   * @throws IOException if they cannot be written; the message names the file
   */
  public void annotate(Path file, ImmutableList<Annotation> annotations) throws IOException {
    Path whole = file.toAbsolutePath().normalize();
    remember(
        other -> other.file() != null && whole.equals(other.file().toAbsolutePath().normalize()),
        annotations);
    Annotations.append(file, annotations);
  }

  /** Makes changes in the notebooks of the searches seen that they are of. */
  private synchronized void remember(
      Predicate<Known> concerned, ImmutableList<Annotation> annotations) {
    searches.replaceAll((_, known) ->
        concerned.test(known)
            ? new Known(
                known.header(),
                annotations.injectInto(known.notebook(), (Notebook n, Annotation a) -> n.plus(a)),
                known.file(),
                known.times())
            : known);
  }

  @Override
  public void save(Path file, SearchOrder order, EventSource events) throws Trouble {
    Notebook written = write(file, events);
    try {
      if (!saved(events, file).equals(written)) {
        // Something was noted while the file was being written.
        Annotations.append(file, notebook(events).annotations());
      }
    } catch (IOException e) {
      throw new Trouble("The session cannot be saved. " + e.getMessage());
    }
  }

  @Override
  public void copy(Path file, EventSource events) throws Trouble {
    write(file, events);
  }

  private Notebook write(Path file, EventSource events) throws Trouble {
    Known known = known(events);
    if (known == null) {
      throw new Trouble("There is no search to save yet.");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      // Written beside and moved into place, so that a failure leaves the earlier file whole.
      String form = SessionFile.compressed(file) ? ".espalier.gz" : ".espalier";
      Path beside = Files.createTempFile(folder, ".saving", form);
      Files.delete(beside);
      SessionFile.write(beside, known.header(), events, known.notebook());
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
      return known.notebook();
    } catch (IOException e) {
      throw new Trouble("The session cannot be saved. " + e.getMessage());
    }
  }
}
