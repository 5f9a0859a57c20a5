package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.inspector.Explanation;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a branch was left, another way from there, and both side by side, on the real models. */
class ForkStoryTest {

  @TempDir private Path folder;

  private WindowDriver open() throws IOException {
    SessionFiles sessions = new SessionFiles();
    DeskEngine engine =
        new DeskEngine(
            new InstalledModels(ModelPlaces.installed()),
            ModelPlaces.BUNDLED,
            sessions,
            Files.createDirectories(folder.resolve("runs")),
            Clock.systemUTC());
    return WindowDriver.open(engine, sessions, SyntheticSearch.aStar());
  }

  private static void searched(WindowDriver window, Runnable begin) {
    Object before = WindowDriver.onFx(() -> List.of(window.desk.tree().tree()));
    WindowDriver.fx(begin);
    window.waitFor(
        "the search",
        () ->
            !before.equals(List.of(window.desk.tree().tree()))
                && window.desk.tree().tree().conclusionAt(window.desk.tree().size()) != null
                && !window.desk.status().busy());
    window.frames(3);
  }

  /** A step that was written and judged, and from which the search never went on. */
  private static int leftBehind(SearchTree tree) {
    for (int node = 1; node < tree.nodes(); node++) {
      NodeStatus status = tree.statusAt(node, tree.size());
      if (status != null && status.inFrontier() && tree.depth(node) == 1) {
        return node;
      }
    }
    throw new AssertionError("the search went on from every step");
  }

  private Path recorded(boolean fork) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      return files
          .filter(SessionFile::isNamedLikeOne)
          .filter(file -> (header(file).parent() != null) == fork)
          .findFirst()
          .orElseThrow();
    }
  }

  private static SessionHeader header(Path file) {
    try {
      return SessionFile.header(file);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBranchThatWasLeftIsExplainedForcedAndHeldAgainstWhatCameOfIt() throws Exception {
    try (WindowDriver window = open()) {
      window.waitFor("the models", () -> !window.desk.status().busy());
      WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
      searched(window, () -> window.desk.run());
      SearchTree first = window.desk.tree().tree();
      int left = leftBehind(first);

      // Why.
      WindowDriver.fx(() -> window.desk.tree().select(left));
      window.frames(3);
      Explanation why = WindowDriver.onFx(() -> window.desk.inspector().report()).why();
      assertThat(why.sentence()).isNotEmpty();
      assertThat(why.terms().collect(Explanation.Term::name)).contains("f");

      // Back to where that was decided.
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.O);
      int decided = window.desk.tree().cursor();
      assertThat(decided).isLessThan(first.size());
      assertThat(first.scoreEventAt(left, first.size())).isEqualTo(decided - 1);

      // Another way.
      searched(window, () -> window.desk.inspector().forceText("There are none left."));
      assertThat(window.text("banner-text")).contains("forced “There are none left.”");
      SessionHeader.Parent parent = header(recorded(true)).parent();
      assertThat(Objects.requireNonNull(parent).edit()).contains("There are none left.");
      assertThat(parent.session()).isEqualTo(String.valueOf(recorded(false).getFileName()));

      // Both.
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
      window.frames(3);
      assertThat(window.shown("union-tree")).isTrue();
      assertThat(window.shown("result-A-finished")).isTrue();
      assertThat(window.shown("result-B-finished")).isTrue();
    }
  }

  @Test
  void aParentThatWasMovedIsFoundWhereTheUserSaysItIs() throws Exception {
    try (WindowDriver window = open()) {
      window.waitFor("the models", () -> !window.desk.status().busy());
      WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
      searched(window, () -> window.desk.run());
      int left = leftBehind(window.desk.tree().tree());
      WindowDriver.fx(() -> window.desk.tree().select(left));
      window.frames(3);
      searched(window, () -> window.desk.inspector().forceText("There are none left."));
      Path fork = recorded(true);
      Path away = Files.createDirectories(folder.resolve("away")).resolve("first.espalier");
      Files.move(recorded(false), away);

      WindowDriver.fx(() -> window.desk.close());
      searched(window, () -> window.desk.open(fork));
      window.press(KeyCode.CONTROL, KeyCode.U);
      window.waitFor("the notice", () -> window.desk.notice().kind() == Notice.Kind.ERROR);
      window.frames(2);
      assertThat(window.text("banner-text")).contains("there is no such session in");
      assertThat(window.shown("banner-parent")).isTrue();

      WindowDriver.fx(() -> window.desk.forking().locateParent(fork));
      window.waitFor("the refusal", () -> window.desk.notice().headline().contains("is not what"));
      window.frames(2);
      assertThat(window.shown("banner-parent")).isTrue();

      searched(window, () -> window.desk.forking().locateParent(away));
      assertThat(window.desk.fileProperty().get()).isEqualTo(away);
      assertThat(window.shown("banner-parent")).isFalse();

      searched(window, () -> window.desk.open(fork));
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
      window.waitFor("both", () -> window.desk.comparing().model().runs() == 2);
    }
  }
}
