package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.comparison.Arrival;
import dev.espalier.app.comparison.ComparisonViewModel;
import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import java.nio.file.Path;
import java.util.Objects;
import javafx.scene.control.ComboBox;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Comparing in the real window on the headless platform. */
@Timeout(60)
class ComparisonWindowTest {

  private final EventLog script = SyntheticSearch.aStar();
  private final MemorySessions sessions = new MemorySessions();

  private WindowDriver open() {
    WindowDriver window = WindowDriver.open(ScriptedEngine.of(script), sessions, script);
    WindowDriver.fx(() ->
        window.desk.showDemo(
            new SessionStore.Opened(script, WindowDriver.order(), "a script", "")));
    window.frames(3);
    return window;
  }

  private static ComparisonViewModel model(WindowDriver window) {
    return window.desk.comparing().model();
  }

  @Test
  void anotherAlgorithmRunsBesideAndBothAreShown() {
    try (WindowDriver window = open()) {
      EventSource before = WindowDriver.onFx(() -> window.desk.tree().source());
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.ENTER);
      assertThat(window.shown("beside-algorithm")).isTrue();
      WindowDriver.fx(() -> {
        ComboBox<?> choice = (ComboBox<?>) window.node("beside-algorithm");
        choice.getSelectionModel().selectFirst();
      });
      window.frames(2);
      window.click("beside-run");
      window.waitFor(
          "both runs",
          () ->
              model(window).cards().size() == 2
                  && model(window).cards().getLast().phase() == Arrival.Phase.THERE);
      window.frames(3);
      assertThat(window.shown("union-tree")).isTrue();
      assertThat(window.shown("budget-chart")).isTrue();
      assertThat(window.text("result-A-finished")).isEqualTo("solved");
      assertThat(window.text("result-B-answer")).isEqualTo("61");
      assertThat(WindowDriver.onFx(() -> window.desk.tree().source()))
          .as("the search in the window is another")
          .isEqualTo(before);
      assertThat(WindowDriver.<Integer>onFx(() -> model(window).members(1))).isEqualTo(0b11);
    }
  }

  @Test
  void aSessionIsComparedAndKeysScrubBothRuns() {
    try (WindowDriver window = open()) {
      Path file = Path.of("other.espalier");
      sessions.save(file, WindowDriver.order(), SyntheticSearch.aStar());
      WindowDriver.fx(() -> window.desk.comparing().withSession(file));
      window.waitFor("the session", () -> model(window).table().rows().size() == 2);
      assertThat(window.text("comparison-run-B")).isEqualTo("other.espalier");
      double end = WindowDriver.onFx(() -> model(window).end());
      assertThat(WindowDriver.<Double>onFx(() -> model(window).place())).isEqualTo(end);
      window.press(KeyCode.HOME);
      assertThat(WindowDriver.<Double>onFx(() -> model(window).place())).isZero();
      assertThat(window.text("result-A-finished")).isEqualTo("not yet");
      window.press(KeyCode.L);
      double step = WindowDriver.onFx(() -> model(window).place());
      assertThat(step).isPositive();
      window.press(KeyCode.J);
      assertThat(WindowDriver.<Double>onFx(() -> model(window).place())).isZero();
      window.clickAt("budget-chart", 0.5, 0.3);
      assertThat(WindowDriver.<Double>onFx(() -> model(window).place()))
          .isBetween(0.4 * end, 0.6 * end);
      assertThat(window.desk.tree().cursor()).isEqualTo(script.size());
      window.press(KeyCode.DIGIT2);
      assertThat(window.shown("comparison-outline")).isTrue();
      window.press(KeyCode.ESCAPE);
      assertThat(WindowDriver.onFx(() -> model(window).isOpen())).isFalse();
      window.frames(2);
      assertThat(window.shown("tree")).isTrue();
    }
  }

  @Test
  void aFileThatIsNoSessionIsSaidOnItsCard() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.comparing().withSession(Path.of("broken.espalier")));
      window.waitFor(
          "the failure", () -> model(window).cards().getLast().phase() == Arrival.Phase.FAILED);
      window.frames(2);
      assertThat(window.text("comparison-state-B")).startsWith("broken.espalier is no session");
      assertThat(window.text("result-A-finished")).isEqualTo("solved");
    }
  }

  @Test
  void whatBranchedOffNothingHasNoParent() {
    try (WindowDriver window = open()) {
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
      assertThat(window.desk.notice().headline())
          .isEqualTo("What is on show branched off nothing.");
    }
  }

  @Test
  void aForkIsHeldAgainstItsParentFromWhereItBranchedOff() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.tree().select(9));
      window.frames(2);
      WindowDriver.fx(() -> window.desk.inspector().forceText("Something else."));
      window.waitFor(
          "the fork", () -> window.desk.forking().parent() != null && !window.desk.status().busy());
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.U);
      window.frames(2);
      assertThat(WindowDriver.<Integer>onFx(() -> model(window).runs())).isEqualTo(2);
      double place = WindowDriver.onFx(() -> model(window).place());
      assertThat(place).isLessThanOrEqualTo(WindowDriver.onFx(() -> model(window).end()));
      assertThat(window.shown("union-tree")).isTrue();
    }
  }

  @Test
  void theTableIsCopied() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.comparing().withSession(Path.of("broken.espalier")));
      window.frames(3);
      window.click("comparison-csv");
      String copied =
          WindowDriver.onFx(
              () -> Objects.requireNonNullElse(Clipboard.getSystemClipboard().getString(), ""));
      assertThat(copied).startsWith("run,title,algorithm,answer").contains("A,a-star,a-star,61");
    }
  }

  @Test
  void openingAnotherSearchGoesBackToTheDesk() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.desk.comparing().withSession(Path.of("broken.espalier")));
      window.frames(3);
      assertThat(WindowDriver.onFx(() -> model(window).isOpen())).isTrue();
      WindowDriver.fx(() ->
          window.desk.showDemo(
              new SessionStore.Opened(
                  SyntheticSearch.beam(), WindowDriver.order(), "a script", "")));
      window.frames(3);
      assertThat(WindowDriver.onFx(() -> model(window).isOpen())).isFalse();
      assertThat(window.shown("tree")).isTrue();
    }
  }
}
