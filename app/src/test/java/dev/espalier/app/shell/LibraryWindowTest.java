package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.library.Shelves;
import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import dev.espalier.sessions.SessionFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The library in the real window on the headless platform, on real files. */
@Timeout(60)
class LibraryWindowTest {

  @TempDir Path folder;

  private final EventLog script = SyntheticSearch.aStar();

  private WindowDriver open() {
    WindowMemory memory = new WindowMemory(folder.resolve("window.properties"));
    memory.libraryIs(folder);
    WindowDriver window =
        WindowDriver.open(ScriptedEngine.of(script), new SessionFiles(), script, memory, 1000, 900);
    WindowDriver.fx(() -> window.node("tree").requestFocus());
    return window;
  }

  private static TableView<?> table(WindowDriver window) {
    return (TableView<?>) window.node("library-table");
  }

  private static void show(WindowDriver window, int count) {
    window.press(KeyCode.CONTROL, KeyCode.L);
    window.waitFor("the sessions", () -> table(window).getItems().size() == count);
    window.frames(2);
  }

  @Test
  void aSessionIsSearchedForRenamedAndOpened() throws Exception {
    Path buns = Shelves.write(folder.resolve("buns.espalier"), "Buns in boxes", 1);
    Shelves.write(folder.resolve("pens.espalier"), "Pens", 2);
    Files.writeString(folder.resolve("bad.espalier"), "nonsense\n");
    try (WindowDriver window = open()) {
      show(window, 3);
      assertThat(window.text("library-state")).isEqualTo("3 sessions, 1 that cannot be read.");
      window.type("library-search", "baker buns.esp");
      assertThat(table(window).getItems()).hasSize(1);
      WindowDriver.fx(() -> table(window).getSelectionModel().selectFirst());
      window.frames(2);
      window.type("library-title", "The first search");
      WindowDriver.fx(() -> window.node("library-title").requestFocus());
      window.press(KeyCode.ENTER);
      window.waitFor(
          "the title",
          () -> {
            try {
              return SessionFile.read(buns).title().equals("The first search");
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      window.frames(3);
      window.type("library-search", "first buns.esp");
      WindowDriver.fx(() -> table(window).getSelectionModel().selectFirst());
      window.frames(2);
      window.click("library-open");
      window.waitFor("the session", () -> window.desk.tree().size() == script.size());
      window.frames(2);
      assertThat(WindowDriver.onFx(() -> window.desk.fileProperty().get())).isEqualTo(buns);
      assertThat(WindowDriver.onFx(() -> window.stage().getScene().lookup("#library") == null))
          .isTrue();
      assertThat(window.desk.notebook().notebook().title()).isEqualTo("The first search");
    }
  }

  @Test
  void aNoteOfAnOpenedSessionIsInItsFileAtOnce() throws Exception {
    Path file = Shelves.write(folder.resolve("buns.espalier"), "Buns in boxes", 1);
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.open(file));
      window.waitFor("the session", () -> window.desk.tree().size() == script.size());
      WindowDriver.fx(() -> window.desk.notebook().add("Look here"));
      window.waitFor(
          "the note",
          () -> {
            try {
              return SessionFile.read(file).notebook().notes().size() == 1;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      show(window, 1);
      window.type("library-search", "look here");
      assertThat(table(window).getItems()).hasSize(1);
    }
  }

  @Test
  void whatCannotBeReadSaysWhyAndIsNotOpened() throws Exception {
    Files.writeString(folder.resolve("bad.espalier"), "nonsense\nand more\n");
    try (WindowDriver window = open()) {
      show(window, 1);
      WindowDriver.fx(() -> table(window).getSelectionModel().selectFirst());
      window.frames(2);
      assertThat(window.stage().getScene().lookup("#library-open")).isNull();
      WindowDriver.fx(() -> table(window).requestFocus());
      window.press(KeyCode.ENTER);
      assertThat(window.desk.tree().size()).isZero();
      assertThat(window.shown("library")).isTrue();
    }
  }

  @Test
  void verifyingSaysWhatCameOfIt() throws Exception {
    Shelves.write(folder.resolve("buns.espalier"), "Buns in boxes", 1);
    try (WindowDriver window = open()) {
      show(window, 1);
      WindowDriver.fx(() -> table(window).getSelectionModel().selectFirst());
      window.frames(2);
      window.click("library-verify");
      window.waitFor(
          "the verdict",
          () -> Objects.equals(window.text("library-verdict"), "All events are the same."));
    }
  }
}
