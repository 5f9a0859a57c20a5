package dev.espalier.app.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Notebook.Note;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotebookViewModelTest {

  private final TreeViewModel tree = new TreeViewModel();
  private final Memory memory = new Memory();

  /** Writes that wait until a test lets them go. */
  private final Deque<Runnable> writes = new ArrayDeque<>();

  private final NotebookViewModel model =
      new NotebookViewModel(tree, memory, () -> Instant.EPOCH, writes::add);

  private static final class Memory implements NotebookStore {
    private final Map<EventSource, Notebook> notebooks = new HashMap<>();
    private boolean full;

    @Override
    public Notebook notebook(EventSource events) {
      return notebooks.getOrDefault(events, Notebook.EMPTY);
    }

    @Override
    public boolean inFile(EventSource events) {
      return true;
    }

    @Override
    public void annotate(EventSource events, ImmutableList<Annotation> annotations)
        throws IOException {
      annotations.each(one -> notebooks.put(events, notebook(events).plus(one)));
      if (full) {
        throw new IOException("s.espalier takes no notes: the disk is full");
      }
    }
  }

  @BeforeEach
  void openSearch() {
    tree.open(SyntheticSearch.aStar());
    assertThat(model.refresh()).isEmpty();
  }

  private void write() {
    while (!writes.isEmpty()) {
      writes.removeFirst().run();
    }
  }

  private Note only() {
    return model.notebook().notes().getOnly();
  }

  @Test
  void aBookmarkIsAtTheLastEventThatHappenedAndASecondPressTakesItAway() {
    tree.seek(12);
    model.toggleBookmark();
    assertThat(only().at()).isEqualTo(11);
    assertThat(only().text()).isEmpty();
    model.toggleBookmark();
    assertThat(model.notebook().notes()).isEmpty();
  }

  @Test
  void aNoteIsNotTakenAwayByTheKeyOfBookmarksButOpened() {
    tree.seek(12);
    model.add("Look");
    model.toggleBookmark();
    assertThat(only().text()).isEqualTo("Look");
    assertThat(model.editing()).isEqualTo(only().id());
  }

  @Test
  void whatIsWrittenShowsAtOnceAndReachesTheStoreLater() {
    model.add("Look");
    EventSource events = tree.source();
    assertThat(memory.notebooks).isEmpty();
    assertThat(only().text()).isEqualTo("Look");
    write();
    model.refresh();
    assertThat(memory.notebooks.get(events)).isEqualTo(model.notebook());
  }

  @Test
  void aChangeThatWaitsIsStillThereAfterAnotherSearchWasLookedAt() {
    EventSource first = Objects.requireNonNull(tree.source());
    model.add("Look");
    tree.open(SyntheticSearch.beam());
    model.refresh();
    assertThat(model.notebook()).isEqualTo(Notebook.EMPTY);
    model.undo();
    assertThat(writes).as("there is nothing of this search to undo").hasSize(1);
    tree.open(first);
    model.refresh();
    assertThat(only().text()).isEqualTo("Look");
    model.undo();
    assertThat(model.notebook().notes()).isEmpty();
  }

  @Test
  void everyChangeIsUndoneAndRedone() {
    tree.seek(5);
    String id = model.add("one");
    model.write(id, "two");
    model.rename("Buns");
    model.tag("a, b , a,,");
    model.erase(id);
    Notebook end = model.notebook();
    assertThat(end.tags()).containsExactly("a", "b");
    assertThat(model.undoable()).isEqualTo("Removal of a Note");
    model.undo();
    assertThat(only().text()).isEqualTo("two");
    model.undo();
    assertThat(model.notebook().tags()).isEmpty();
    model.undo();
    assertThat(model.notebook().title()).isEmpty();
    model.undo();
    assertThat(only().text()).isEqualTo("one");
    model.undo();
    assertThat(model.notebook()).isEqualTo(Notebook.EMPTY);
    model.undo();
    for (int i = 0; i < 6; i++) {
      model.redo();
    }
    assertThat(model.notebook()).isEqualTo(end);
    write();
    model.refresh();
    assertThat(model.notebook()).isEqualTo(end);
  }

  @Test
  void whatIsDoneAfterUndoingForgetsWhatWasUndone() {
    model.rename("A");
    model.undo();
    model.rename("B");
    assertThat(model.redoable()).isEmpty();
    model.redo();
    assertThat(model.notebook().title()).isEqualTo("B");
  }

  @Test
  void writingTheSameAgainIsNoChange() {
    model.rename(" ");
    model.tag("");
    String id = model.add("x");
    model.write(id, " x ");
    assertThat(writes).hasSize(1);
  }

  @Test
  void notesAreGoneToInTheOrderOfTheirEvents() {
    tree.seek(40);
    model.add("later");
    tree.seek(20);
    model.add("sooner");
    tree.seek(0);
    model.toNext();
    assertThat(tree.cursor()).isEqualTo(20);
    model.toNext();
    assertThat(tree.cursor()).isEqualTo(40);
    model.toNext();
    assertThat(tree.cursor()).isEqualTo(40);
    model.toPrevious();
    assertThat(tree.cursor()).isEqualTo(20);
    assertThat(model.cursors().getValue().toArray()).containsExactly(20, 40);
  }

  @Test
  void whatCouldNotBeWrittenIsSaidOnceAndKeptOnScreen() {
    memory.full = true;
    model.add("Look");
    write();
    assertThat(model.refresh()).isEqualTo("s.espalier takes no notes: the disk is full");
    assertThat(model.refresh()).isEmpty();
    assertThat(only().text()).isEqualTo("Look");
  }

  @Test
  void withoutASearchNothingIsNoted() {
    tree.close();
    model.refresh();
    model.toggleBookmark();
    model.rename("x");
    assertThat(model.notebook()).isEqualTo(Notebook.EMPTY);
    assertThat(writes).isEmpty();
    assertThat(Lists.immutable.of(model.undoable(), model.redoable())).containsOnly("");
  }
}
