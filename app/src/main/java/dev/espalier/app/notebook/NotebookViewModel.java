package dev.espalier.app.notebook;

import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Notebook.Note;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The notebook of the search on show: bookmarks and notes at its events, its title and its tags.
 *
 * <p>A change shows at once and is written behind the window's back. Undoing one is another change,
 * so that the file keeps everything that was ever written in it.
 */
public final class NotebookViewModel {

  private final TreeViewModel tree;
  private final NotebookStore store;
  private final InstantSource clock;
  private final Executor writer;

  private final ReadOnlyObjectWrapper<Notebook> notebook =
      new ReadOnlyObjectWrapper<>(this, "notebook", Notebook.EMPTY);
  private final ReadOnlyStringWrapper editing = new ReadOnlyStringWrapper(this, "editing", "");

  private @Nullable EventSource shown;

  /** What can be undone and redone, kept while the program runs and the search is in memory. */
  private final Map<EventSource, History> histories = new WeakHashMap<>();

  /** Changes that the store has not taken yet, oldest first. */
  private final ConcurrentLinkedQueue<Pending> pending = new ConcurrentLinkedQueue<>();

  private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();

  private record Pending(EventSource events, ImmutableList<Annotation> annotations) {}

  /** Changes, each with what takes it back. */
  private record History(Deque<Change> done, Deque<Change> undone) {
    History() {
      this(new ArrayDeque<>(), new ArrayDeque<>());
    }
  }

  private record Change(
      String what, ImmutableList<Annotation> forth, ImmutableList<Annotation> back) {}

  /** Writes on a thread of its own. */
  public NotebookViewModel(TreeViewModel tree, NotebookStore store) {
    this(
        tree,
        store,
        InstantSource.system(),
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("notes").factory()));
  }

  /**
   * @param clock tells when a note was written
   * @param writer carries out writes in order, off the window's thread
   */
  public NotebookViewModel(
      TreeViewModel tree, NotebookStore store, InstantSource clock, Executor writer) {
    this.tree = tree;
    this.store = store;
    this.clock = clock;
    this.writer = writer;
  }

  /**
   * Looks at the notebook of what is on show now; called once a frame.
   *
   * @return what went wrong with writing since the last call, in words, or empty
   */
  public String refresh() {
    EventSource source = tree.source();
    if (!Objects.equals(source, shown)) {
      shown = source;
      editing.set("");
    }
    look();
    return Objects.requireNonNullElse(troubles.poll(), "");
  }

  /** What the store has and is about to have; a change made twice is a change made once. */
  private void look() {
    Notebook now = shown == null ? Notebook.EMPTY : store.notebook(shown);
    for (Pending change : pending) {
      if (change.events().equals(shown)) {
        now = with(now, change.annotations());
      }
    }
    if (!now.equals(notebook())) {
      notebook.set(now);
    }
  }

  private static Notebook with(Notebook notebook, ImmutableList<Annotation> annotations) {
    return annotations.injectInto(notebook, (Notebook n, Annotation a) -> n.plus(a));
  }

  /**
   * Puts a bookmark at the last event that has happened. Where there is one without words, takes it
   * away; where there is a note, opens it.
   */
  public void toggleBookmark() {
    Note here = here();
    if (here == null) {
      add("");
    } else if (here.text().isEmpty()) {
      erase(here.id());
    } else {
      edit(here.id());
    }
  }

  /**
   * Puts a note at the last event that has happened.
   *
   * @return its id, or empty if there is no search
   */
  public String add(String text) {
    if (tree.size() == 0) {
      return "";
    }
    String id = UUID.randomUUID().toString().substring(0, 13);
    change(
        text.isEmpty() ? "Bookmark" : "Note",
        Lists.immutable.of(new Annotation.Noted(id, at(), text.strip(), clock.instant())),
        Lists.immutable.of(new Annotation.Erased(id)));
    return id;
  }

  /** Opens a note for writing: the one at the last event that has happened, or a new one there. */
  public void write() {
    Note here = here();
    String id = here == null ? add("") : here.id();
    edit(id);
  }

  /** Writes a note anew; a text that is blank leaves a bookmark. */
  public void write(String id, String text) {
    Note note = note(id);
    if (note != null && !note.text().equals(text.strip())) {
      change(
          "Edit of a Note",
          Lists.immutable.of(new Annotation.Noted(id, note.at(), text.strip(), clock.instant())),
          Lists.immutable.of(noted(note)));
    }
    editing.set("");
  }

  public void erase(String id) {
    Note note = note(id);
    if (note != null) {
      change(
          "Removal of a Note",
          Lists.immutable.of(new Annotation.Erased(id)),
          Lists.immutable.of(noted(note)));
    }
    if (editing().equals(id)) {
      editing.set("");
    }
  }

  /** Gives the session a title; a blank one gives it back the one it was recorded with. */
  public void rename(String title) {
    String before = notebook().title();
    if (!before.equals(title.strip())) {
      change(
          "Title",
          Lists.immutable.of(new Annotation.Titled(title.strip())),
          Lists.immutable.of(new Annotation.Titled(before)));
    }
  }

  /**
   * Gives the session tags.
   *
   * @param tags with commas between them
   */
  public void tag(String tags) {
    ImmutableList<String> before = notebook().tags();
    ImmutableList<String> after =
        Lists.immutable
            .of(tags.split(",", -1))
            .collect(String::strip)
            .reject(String::isEmpty)
            .distinct();
    if (!before.equals(after)) {
      change(
          "Tags",
          Lists.immutable.of(new Annotation.Tagged(after)),
          Lists.immutable.of(new Annotation.Tagged(before)));
    }
  }

  /** Goes to just after the event of a note. */
  public void goTo(String id) {
    Note note = note(id);
    if (note != null) {
      tree.followingProperty().set(false);
      tree.jump(note.at() + 1);
    }
  }

  /** Goes to the next moment with a note, and stays if there is none. */
  public void toNext() {
    Note next = notebook().notes().detect(note -> note.at() + 1 > tree.cursor());
    if (next != null) {
      goTo(next.id());
    }
  }

  /** Goes to the previous moment with a note, and stays if there is none. */
  public void toPrevious() {
    Note previous = notebook().notes().toReversed().detect(note -> note.at() + 1 < tree.cursor());
    if (previous != null) {
      goTo(previous.id());
    }
  }

  /** Takes the last change back; does nothing if there is none. */
  public void undo() {
    History history = history();
    if (history != null && !history.done().isEmpty()) {
      Change change = history.done().pop();
      history.undone().push(change);
      apply(change.back());
    }
  }

  /** Makes the change last undone again; does nothing if there is none. */
  public void redo() {
    History history = history();
    if (history != null && !history.undone().isEmpty()) {
      Change change = history.undone().pop();
      history.done().push(change);
      apply(change.forth());
    }
  }

  /** What {@link #undo} would take back, for a menu, or empty. */
  public String undoable() {
    History history = history();
    return history == null || history.done().isEmpty() ? "" : history.done().getFirst().what();
  }

  /** What {@link #redo} would make again, for a menu, or empty. */
  public String redoable() {
    History history = history();
    return history == null || history.undone().isEmpty() ? "" : history.undone().getFirst().what();
  }

  private @Nullable History history() {
    return shown == null ? null : histories.computeIfAbsent(shown, _ -> new History());
  }

  private void change(
      String what, ImmutableList<Annotation> forth, ImmutableList<Annotation> back) {
    History history = history();
    if (history != null) {
      history.done().push(new Change(what, forth, back));
      history.undone().clear();
      apply(forth);
    }
  }

  private void apply(ImmutableList<Annotation> annotations) {
    EventSource events = shown;
    if (events == null) {
      return;
    }
    Pending change = new Pending(events, annotations);
    pending.add(change);
    look();
    writer.execute(() -> {
      try {
        store.annotate(events, annotations);
      } catch (IOException e) {
        troubles.add(String.valueOf(e.getMessage()));
      } finally {
        pending.remove(change);
      }
    });
  }

  private static Annotation noted(Note note) {
    return new Annotation.Noted(note.id(), note.at(), note.text(), note.written());
  }

  /** The event that a note would be anchored to now. */
  public int at() {
    return Math.max(0, tree.cursor() - 1);
  }

  private @Nullable Note here() {
    return notebook().notes().detect(note -> note.at() == at());
  }

  private @Nullable Note note(String id) {
    return notebook().notes().detect(note -> note.id().equals(id));
  }

  /** The moments that have notes, as cursors, in order. */
  public ObservableValue<ImmutableIntList> cursors() {
    return notebook.map(
        now -> now.notes().collectInt(note -> note.at() + 1).distinct().toImmutable());
  }

  public ReadOnlyObjectProperty<Notebook> notebookProperty() {
    return notebook.getReadOnlyProperty();
  }

  public Notebook notebook() {
    return Objects.requireNonNull(notebook.get());
  }

  /** Whether notes are kept in a file as they are written, rather than with the next saving. */
  public boolean inFile() {
    return shown != null && store.inFile(shown);
  }

  /** Opens a note for writing; an empty id opens none. */
  public void edit(String id) {
    editing.set(id);
  }

  /** The id of the note that is being written, or empty. */
  public ReadOnlyStringProperty editingProperty() {
    return editing.getReadOnlyProperty();
  }

  public String editing() {
    return Objects.requireNonNullElse(editing.get(), "");
  }
}
