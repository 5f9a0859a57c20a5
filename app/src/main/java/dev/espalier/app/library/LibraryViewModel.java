package dev.espalier.app.library;

import dev.espalier.app.run.Verdict;
import dev.espalier.sessions.Annotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A folder of sessions: searched, chosen from, renamed, tagged, verified. Files are read and
 * written on another thread; {@link #refresh} takes in what has come.
 */
public final class LibraryViewModel {

  /** Entries taken in a frame; a table sorts this many in a millisecond. */
  private static final int ENTRIES_A_FRAME = 200;

  private final Library library;
  private final LibraryPort port;
  private final Executor worker;

  private final ReadOnlyObjectWrapper<Path> folder;
  private final ObservableList<LibraryEntry> all = FXCollections.observableArrayList();
  private final FilteredList<LibraryEntry> shown = new FilteredList<>(all);
  private final StringProperty search = new SimpleStringProperty(this, "search", "");
  private final ObjectProperty<@Nullable LibraryEntry> selected =
      new SimpleObjectProperty<>(this, "selected", null);
  private final ReadOnlyStringWrapper state = new ReadOnlyStringWrapper(this, "state", "");
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper(this, "verdict", "");

  /** What other threads have to say to this one, in order. */
  private final ConcurrentLinkedQueue<Runnable> news = new ConcurrentLinkedQueue<>();

  private final Map<Path, Future<Verdict>> verifications = new HashMap<>();
  private Relatives relatives = new Relatives(Lists.immutable.<LibraryEntry>empty().castToList());
  private boolean relativesStale;

  /** The scan under way; earlier ones see that they are no longer wanted. */
  private final AtomicInteger scan = new AtomicInteger();

  private boolean scanning;
  private String trouble = "";

  /**
   * @param folder shown first
   */
  public LibraryViewModel(Library library, LibraryPort port, Path folder) {
    this(
        library,
        port,
        folder,
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("library").factory()));
  }

  /**
   * @param worker carries out what is slow, in order
   */
  LibraryViewModel(Library library, LibraryPort port, Path folder, Executor worker) {
    this.library = library;
    this.port = port;
    this.worker = worker;
    this.folder = new ReadOnlyObjectWrapper<>(this, "folder", folder);
    search.addListener((_, _, words) -> {
      shown.setPredicate(entry -> entry.matches(words));
      say();
    });
    selected.addListener(_ -> sayVerdict());
  }

  /** Reads the folder again; what has not changed is not read again. */
  public void rescan() {
    open(folder());
  }

  /** Shows the sessions of a folder. */
  public void open(Path other) {
    int number = scan.incrementAndGet();
    Path kept = selected.get() == null ? null : selected.get().file();
    folder.set(other);
    all.clear();
    relativesStale = true;
    scanning = true;
    trouble = "";
    say();
    worker.execute(() -> {
      String failure = "";
      try {
        library.scan(
            other,
            entry ->
                news.add(() -> {
                  if (scan.get() == number) {
                    all.add(entry);
                    if (entry.file().equals(kept)) {
                      selected.set(entry);
                    }
                  }
                }),
            () -> scan.get() != number);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
      String ended = failure;
      news.add(() -> {
        if (scan.get() == number) {
          scanning = false;
          trouble = ended;
          if (!all.contains(selected.get())) {
            selected.set(null);
          }
        }
      });
    });
  }

  /** Takes in what other threads have found; called once a frame. */
  public void refresh() {
    boolean changed = false;
    for (int i = 0; i < ENTRIES_A_FRAME; i++) {
      Runnable one = news.poll();
      if (one == null) {
        break;
      }
      one.run();
      changed = true;
    }
    if (changed) {
      relativesStale = true;
      say();
    }
    sayVerdict();
  }

  private void say() {
    long damaged = all.stream().filter(entry -> entry.summary() == null).count();
    StringBuilder words = new StringBuilder();
    if (!trouble.isEmpty()) {
      words.append(trouble);
    } else if (all.isEmpty()) {
      words.append(scanning ? "Reading the folder…" : "There are no sessions in this folder yet.");
    } else {
      words.append(all.size()).append(all.size() == 1 ? " session" : " sessions");
      if (shown.size() < all.size()) {
        words.append(", ").append(shown.size()).append(" shown");
      }
      if (damaged > 0) {
        words.append(", ").append(damaged).append(" that cannot be read");
      }
      words.append(scanning ? ", reading on…" : ".");
    }
    state.set(words.toString());
  }

  /** Gives a session a title; a blank one gives it back the one it was recorded with. */
  public void rename(LibraryEntry entry, String title) {
    if (entry.summary() != null && !now(entry).title().equals(title.strip())) {
      annotate(entry, Lists.immutable.of(new Annotation.Titled(title.strip())));
    }
  }

  /**
   * Gives a session tags.
   *
   * @param tags with commas between them
   */
  public void tag(LibraryEntry entry, String tags) {
    ImmutableList<String> after =
        Lists.immutable
            .of(tags.split(",", -1))
            .collect(String::strip)
            .reject(String::isEmpty)
            .distinct();
    Summary known = now(entry).summary();
    if (known != null && !known.tags().equals(after)) {
      annotate(entry, Lists.immutable.of(new Annotation.Tagged(after)));
    }
  }

  /** What is known of a file by now: a view may still show what was. */
  private LibraryEntry now(LibraryEntry entry) {
    return all.stream()
        .filter(other -> other.file().equals(entry.file()))
        .findFirst()
        .orElse(entry);
  }

  private void annotate(LibraryEntry entry, ImmutableList<Annotation> annotations) {
    worker.execute(() -> {
      String failure = "";
      try {
        port.annotate(entry.file(), annotations);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
      }
      LibraryEntry again = library.read(entry.file());
      String ended = failure;
      news.add(() -> {
        trouble = ended;
        replace(again);
      });
    });
  }

  private void replace(LibraryEntry again) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).file().equals(again.file())) {
        boolean chosen = all.get(i).equals(selected.get());
        all.set(i, again);
        if (chosen) {
          selected.set(again);
        }
        return;
      }
    }
  }

  /**
   * Makes the search of the one chosen again and compares; {@link #verdictProperty} tells how it
   * goes.
   */
  public void verify() {
    LibraryEntry entry = selected.get();
    if (entry != null && entry.summary() != null && !verifying(entry)) {
      verifications.put(entry.file(), port.verify(entry.file()));
      sayVerdict();
    }
  }

  private boolean verifying(LibraryEntry entry) {
    Future<Verdict> verification = verifications.get(entry.file());
    return verification != null && !verification.isDone();
  }

  private void sayVerdict() {
    LibraryEntry entry = selected.get();
    Future<Verdict> verification = entry == null ? null : verifications.get(entry.file());
    verdict.set(verification == null ? "" : words(verification));
  }

  private static String words(Future<Verdict> verification) {
    if (!verification.isDone()) {
      return "Making the search again…";
    }
    try {
      return verification.get().words();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  // How sessions hang together.

  private Relatives relatives() {
    if (relativesStale) {
      relativesStale = false;
      relatives = new Relatives(all);
    }
    return relatives;
  }

  /** The ancestors of a session that are in the folder, the nearest first. */
  public ImmutableList<LibraryEntry> ancestors(LibraryEntry entry) {
    return relatives().ancestors(entry);
  }

  /** The forks of a session, the earliest first. */
  public ImmutableList<LibraryEntry> children(LibraryEntry entry) {
    return relatives().children(entry);
  }

  /** Why a parent is not in the folder, or empty if it is or there is none. */
  public String missingParent(LibraryEntry entry) {
    return relatives().missing(entry);
  }

  /** Those that fit what is searched for, in the order in which they were found. */
  public ObservableList<LibraryEntry> shown() {
    return shown;
  }

  /** What is searched for: words that must all be there. */
  public StringProperty searchProperty() {
    return search;
  }

  public ObjectProperty<@Nullable LibraryEntry> selectedProperty() {
    return selected;
  }

  public ReadOnlyObjectProperty<Path> folderProperty() {
    return folder.getReadOnlyProperty();
  }

  public Path folder() {
    return Objects.requireNonNull(folder.get());
  }

  /** How many there are, or what is wrong, in words. */
  public ReadOnlyStringProperty stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** What came of verifying the one chosen, in words, or empty. */
  public ReadOnlyStringProperty verdictProperty() {
    return verdict.getReadOnlyProperty();
  }
}
