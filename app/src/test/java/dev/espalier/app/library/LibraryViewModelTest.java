package dev.espalier.app.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.Verdict;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Annotations;
import dev.espalier.sessions.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryViewModelTest {

  @TempDir Path folder;

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

  private final LibraryPort port =
      new LibraryPort() {
        @Override
        public void annotate(Path file, ImmutableList<Annotation> annotations) throws IOException {
          Annotations.append(file, annotations);
        }

        @Override
        public Future<Verdict> verify(Path file) {
          return verdict;
        }
      };

  private LibraryViewModel opened() {
    LibraryViewModel model =
        new LibraryViewModel(new Library(Shelves.LAST_NUMBER), port, folder, work::add);
    model.rescan();
    settle(model);
    return model;
  }

  private void settle(LibraryViewModel model) {
    while (!work.isEmpty()) {
      work.removeFirst().run();
    }
    model.refresh();
  }

  private static LibraryEntry named(LibraryViewModel model, String name) {
    return model.shown().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theStateSaysHowManyThereAreAndHowManyCannotBeRead() throws Exception {
    LibraryViewModel model = opened();
    assertThat(model.stateProperty().get()).isEqualTo("There are no sessions in this folder yet.");
    Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    Shelves.write(folder.resolve("b.espalier"), "Pens", 2);
    Files.writeString(folder.resolve("c.espalier"), "nonsense");
    model.rescan();
    assertThat(model.stateProperty().get()).isEqualTo("Reading the folder…");
    settle(model);
    assertThat(model.stateProperty().get()).isEqualTo("3 sessions, 1 that cannot be read.");
    model.searchProperty().set("pens");
    assertThat(model.shown()).extracting(LibraryEntry::name).containsExactly("b.espalier");
    assertThat(model.stateProperty().get())
        .isEqualTo("3 sessions, 1 shown, 1 that cannot be read.");
    model.open(folder.resolve("none"));
    settle(model);
    assertThat(model.stateProperty().get()).endsWith("there is no such folder");
  }

  @Test
  void aTitleAndTagsAreKeptInTheSessionAndFoundAtOnce() throws Exception {
    Path file = Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    LibraryViewModel model = opened();
    model.selectedProperty().set(named(model, "a.espalier"));
    model.rename(named(model, "a.espalier"), "  Lecture 3 ");
    model.tag(named(model, "a.espalier"), "a*, backtracking,");
    settle(model);
    LibraryEntry now = named(model, "a.espalier");
    assertThat(now.title()).isEqualTo("Lecture 3");
    assertThat(model.selectedProperty().get()).isEqualTo(now);
    assertThat(SessionFile.read(file).notebook().tags()).containsExactly("a*", "backtracking");
    model.searchProperty().set("lecture backtracking");
    assertThat(model.shown()).hasSize(1);
    model.rename(now, "");
    settle(model);
    assertThat(named(opened(), "a.espalier").title()).isEqualTo("Buns");
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws Exception {
    Path file = Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    LibraryViewModel model = opened();
    LibraryEntry entry = named(model, "a.espalier");
    Files.delete(file);
    model.rename(entry, "x");
    settle(model);
    assertThat(model.stateProperty().get()).contains("a.espalier: there is no such file");
  }

  @Test
  void aVerdictIsTheOneOfTheSessionChosen() throws Exception {
    Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    Shelves.write(folder.resolve("b.espalier"), "Pens", 2);
    LibraryViewModel model = opened();
    model.selectedProperty().set(named(model, "a.espalier"));
    model.verify();
    assertThat(model.verdictProperty().get()).isEqualTo("Making the search again…");
    model.selectedProperty().set(named(model, "b.espalier"));
    assertThat(model.verdictProperty().get()).isEmpty();
    model.selectedProperty().set(named(model, "a.espalier"));
    verdict.complete(new Verdict(true, "All 9 events are the same."));
    model.refresh();
    assertThat(model.verdictProperty().get()).isEqualTo("All 9 events are the same.");
  }

  @Test
  void aVerificationThatIsRefusedSaysWhy() throws Exception {
    Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    LibraryViewModel model = opened();
    model.selectedProperty().set(named(model, "a.espalier"));
    model.verify();
    verdict.completeExceptionally(new RunRefused("Another model is loaded."));
    model.refresh();
    assertThat(model.verdictProperty().get()).isEqualTo("Another model is loaded.");
  }

  @Test
  void anotherFolderEndsTheReadingOfTheFirst() throws Exception {
    Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    Path other = Files.createDirectory(folder.resolve("other"));
    Shelves.write(other.resolve("b.espalier"), "Pens", 2);
    LibraryViewModel model =
        new LibraryViewModel(new Library(Shelves.LAST_NUMBER), port, folder, work::add);
    model.rescan();
    model.open(other);
    settle(model);
    assertThat(model.shown()).extracting(LibraryEntry::name).containsExactly("b.espalier");
  }

  @Test
  void forksAreFoundFromTheirParentsAndBack() throws Exception {
    Shelves.write(folder.resolve("a.espalier"), "Buns", 1);
    Shelves.fork(folder.resolve("f.espalier"), "a.espalier", 2, 1);
    LibraryViewModel model = opened();
    LibraryEntry root = named(model, "a.espalier");
    LibraryEntry fork = named(model, "f.espalier");
    assertThat(model.ancestors(fork)).containsExactly(root);
    assertThat(model.children(root)).containsExactly(fork);
    assertThat(model.missingParent(fork)).isEmpty();
  }
}
