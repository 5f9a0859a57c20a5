package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.FoldsViewModel;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real window on the headless platform. */
@Timeout(60)
class WindowTest {

  private final EventLog script = SyntheticSearch.aStar();
  private final MemorySessions sessions = new MemorySessions();

  private WindowDriver open() {
    return WindowDriver.open(ScriptedEngine.of(script), sessions, script);
  }

  private void run(WindowDriver window) {
    WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
    window.click("run");
    window.waitFor(
        "the search to end",
        () -> window.desk.tree().size() == script.size() && !window.desk.status().busy());
  }

  @Test
  void aSearchRunsToItsEndAndTheAnswerIsJudged() {
    try (WindowDriver window = open()) {
      run(window);
      assertThat(window.text("answer")).isEqualTo("Answer 61");
      assertThat(window.text("answer-detail")).startsWith("Correct.");
      assertThat(window.text("place")).startsWith("event %d of".formatted(script.size()));
    }
  }

  @Test
  void steppingBackReachesTheStart() {
    try (WindowDriver window = open()) {
      run(window);
      window.click("back");
      assertThat(window.desk.tree().cursor()).isLessThan(script.size());
      window.click("tree");
      for (int i = 0; i < window.desk.tree().tree().steps(); i++) {
        window.press(KeyCode.J);
      }
      assertThat(window.desk.tree().cursor()).isZero();
      assertThat(window.text("answer")).isEqualTo("Before the start");
      assertThat(WindowDriver.onFx(() -> window.node("back").isDisabled())).isTrue();
    }
  }

  @Test
  void aClickOnTheScrubberGoesThere() {
    try (WindowDriver window = open()) {
      run(window);
      window.clickAt("scrubber", 0.5, 0.7);
      assertThat(window.desk.tree().cursor())
          .isBetween(script.size() / 2 - 3, script.size() / 2 + 3);
      window.press(KeyCode.HOME);
      assertThat(window.desk.tree().cursor()).isZero();
      window.press(KeyCode.END);
      assertThat(window.desk.tree().cursor()).isEqualTo(script.size());
    }
  }

  @Test
  void theTimeLineShowsAPartAndCountsWhatIsAskedFor() {
    try (WindowDriver window = open()) {
      run(window);
      window.press(KeyCode.HOME);
      window.press(KeyCode.Z);
      window.clickAt("scrubber", 1, 0.7);
      assertThat(window.desk.tree().cursor())
          .isBetween(script.size() / 2 - 3, script.size() / 2 + 3);
      assertThat(window.text("place")).startsWith("event ");
      window.press(KeyCode.T);
      assertThat(window.text("place")).contains(" generated tokens");
    }
  }

  @Test
  void keysFoldFocusAndFindTheWayOutAgain() {
    try (WindowDriver window = open()) {
      run(window);
      FoldsViewModel folds = window.desk.tree().folds();
      WindowDriver.fx(() -> {
        window.desk.tree().select(0);
        window.node("tree").requestFocus();
      });
      window.press(KeyCode.C);
      assertThat(folds.byHand().folds(0)).isTrue();
      window.press(KeyCode.F);
      assertThat(WindowDriver.onFx(() -> window.node("focus-sign").isVisible())).isTrue();
      window.press(KeyCode.ESCAPE);
      assertThat(WindowDriver.onFx(() -> window.node("focus-sign").isVisible())).isFalse();
      assertThat(window.desk.tree().selected()).as("still chosen").isZero();
      assertThat(folds.byHand().folds(0)).as("still folded").isTrue();
      window.press(KeyCode.C);
      assertThat(folds.byHand().isEmpty()).isTrue();
    }
  }

  @Test
  void theWholeTreeAndTheViewOnScreenAreWrittenAsPictures(@TempDir Path folder) throws IOException {
    try (WindowDriver window = open()) {
      run(window);
      Path whole = folder.resolve("whole.png");
      window.exportPicture(true, whole);
      window.waitFor("whole tree", () -> window.desk.notice().headline().contains("whole.png"));
      Path view = folder.resolve("view.png");
      window.exportPicture(false, view);
      window.waitFor("view", () -> window.desk.notice().headline().contains("view.png"));
      assertThat(colours(ImageIO.read(whole.toFile()))).isGreaterThan(20);
      BufferedImage onScreen = ImageIO.read(view.toFile());
      assertThat(colours(onScreen)).isGreaterThan(20);
      assertThat(onScreen.getWidth())
          .isEqualTo(2 * (int) Math.round(window.node("tree").getBoundsInParent().getWidth()));
      window.exportPicture(true, folder.resolve("missing/no.png"));
      window.waitFor("refusal", () -> window.desk.notice().kind() == Notice.Kind.ERROR);
      assertThat(window.desk.notice().headline()).contains("no.png");
    }
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void arrowKeysWalkTheTreeAndTheInspectorFollows() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.desk.tree().select(0));
      window.node("tree");
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.RIGHT);
      int child = WindowDriver.onFx(() -> window.desk.tree().selected());
      assertThat(WindowDriver.<Integer>onFx(() -> window.desk.tree().tree().parent(child)))
          .isZero();
      assertThat(window.text("inspector-title")).isEqualTo("Node " + child);
      assertThat(window.text("why")).isNotBlank();
    }
  }

  @Test
  void whatIsSavedOpensAgain() {
    try (WindowDriver window = open()) {
      run(window);
      Path file = Path.of("somewhere.espalier");
      WindowDriver.fx(() -> window.desk.save(file));
      window.waitFor("the file", () -> window.desk.saved());
      WindowDriver.fx(window.desk::close);
      window.frames(2);
      assertThat(window.text("answer")).isEqualTo("No search yet");
      assertThat(window.shown("welcome-demo")).isTrue();
      WindowDriver.fx(() -> window.desk.open(file));
      window.waitFor("the session", () -> window.desk.tree().size() == script.size());
      assertThat(window.text("answer")).isEqualTo("Answer 61");
      assertThat(window.text("model")).isEqualTo("recorded with a script");
    }
  }

  @Test
  void aBrokenFileIsSaidInWordsAndLeavesTheScreenAlone() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.desk.open(Path.of("broken.espalier")));
      window.waitFor("the banner", () -> window.desk.notice().kind() == Notice.Kind.ERROR);
      window.frames(2);
      assertThat(window.shown("banner")).isTrue();
      assertThat(window.text("banner-text")).startsWith("broken.espalier is no session");
      assertThat(window.desk.tree().size()).isEqualTo(script.size());
    }
  }

  @Test
  void aRunIsStoppedWithinOneStep() {
    ScriptedEngine engine = ScriptedEngine.of(script).held();
    try (WindowDriver window = WindowDriver.open(engine, sessions, script)) {
      WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
      window.click("run");
      window.waitFor("the search", () -> window.desk.status().busy());
      engine.allow(1);
      window.waitFor("a step", () -> window.desk.tree().tree().steps() == 2);
      window.click("stop");
      engine.allow(1);
      window.waitFor("the end", () -> !window.desk.status().busy());
      window.frames(2);
      assertThat(window.desk.tree().tree().steps()).isLessThanOrEqualTo(4);
      assertThat(window.text("answer")).isEqualTo("Stopped");
    }
  }

  @Test
  void withoutAModelTheWindowSaysSoAndTheDemoStillOpens() {
    try (WindowDriver window =
        WindowDriver.open(
            ScriptedEngine.without("There is no model in models/."), sessions, script)) {
      WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
      window.click("run");
      window.waitFor("the banner", () -> window.desk.notice().kind() == Notice.Kind.ERROR);
      window.frames(2);
      assertThat(window.text("banner-text")).isEqualTo("There is no model in models/.");
      window.click("welcome-demo");
      window.waitFor("the demo", () -> window.desk.tree().size() == script.size());
    }
  }

  @Test
  void anotherModelIsChosenWhereThereIsNone() {
    try (WindowDriver window =
        WindowDriver.open(
            ScriptedEngine.without("There is no model in models/."), sessions, script)) {
      WindowDriver.fx(window.controller::load);
      window.waitFor("the banner", () -> window.desk.notice().kind() == Notice.Kind.ERROR);
      window.frames(2);
      window.click("banner-model");
      window.waitFor("the forecast", () -> window.text("model-outlook").contains("million"));
      assertThat(window.text("model-outlook")).contains("2.0 million weights in fp32");
      assertThat(window.text("model-load")).isEqualTo("Load");
    }
  }

  @Test
  void aModelIsLoadedFromTheStatusLine() {
    try (WindowDriver window = open()) {
      window.click("model");
      assertThat(window.shown("model-form")).isTrue();
      WindowDriver.fx(() ->
          ((javafx.scene.control.ComboBox<?>) window.node("model-language"))
              .getEditor()
              .setText("m40"));
      window.waitFor("the advice", () -> window.text("model-advice").contains("bf16"));
      assertThat(WindowDriver.<Boolean>onFx(() -> window.node("model-load").isDisabled())).isTrue();
      WindowDriver.fx(() ->
          ((javafx.scene.control.ComboBox<?>) window.node("model-language"))
              .getEditor()
              .setText("m3"));
      window.waitFor("the forecast", () -> !window.node("model-load").isDisabled());
      window.frames(2);
      WindowDriver.fx(() -> ((javafx.scene.control.Button) window.node("model-load")).fire());
      window.waitFor("the model", () -> window.text("model").equals("m3"));
    }
  }

  @Test
  void aNarrowedWindowLeavesTheTreeItsRoomAndShowsAllOfIt() {
    try (WindowDriver window = open()) {
      run(window);
      window.frames(5);
      WindowDriver.fx(() -> window.stage().setWidth(820));
      window.frames(6);
      assertThat(WindowDriver.<Double>onFx(() -> ((Region) window.node("tree")).getWidth()))
          .isGreaterThan(0.5 * 820);
      WindowDriver.fx(() -> window.stage().setWidth(1000));
      window.frames(6);
      assertThat(WindowDriver.<Double>onFx(() -> ((Region) window.node("tree")).getWidth()))
          .isGreaterThan(0.5 * 1000);
    }
  }

  @Test
  void runningWithoutAPromptSaysWhatIsMissing() {
    try (WindowDriver window = open()) {
      window.click("run");
      assertThat(window.text("setup-problem")).isEqualTo("Write a prompt first.");
      assertThat(window.desk.tree().size()).isZero();
    }
  }

  @Test
  void theParametersOpenOnACardAndEscapeClosesIt() {
    try (WindowDriver window = open()) {
      window.click("settings");
      assertThat(window.shown("parameter-k")).isTrue();
      window.press(KeyCode.ESCAPE);
      assertThat(WindowDriver.onFx(() -> window.stage().getScene().lookup("#parameter-k") == null))
          .isTrue();
    }
  }

  @Test
  void anotherTextMakesAForkAndTheParentCanBeGoneBackTo() {
    try (WindowDriver window = open()) {
      run(window);
      EventSource parent = WindowDriver.onFx(() -> window.desk.tree().source());
      WindowDriver.fx(() -> window.desk.tree().select(9));
      window.frames(2);
      WindowDriver.fx(() -> window.desk.inspector().forceText("Something else."));
      window.waitFor(
          "the fork",
          () ->
              !parent.equals(window.desk.tree().source())
                  && window.desk.tree().size() == script.size()
                  && !window.desk.status().busy());
      window.frames(2);
      assertThat(window.text("banner-text"))
          .startsWith("Branched off a-star after step")
          .contains("forced “Something else.”");
      WindowDriver.fx(window.desk.forking()::backToParent);
      window.frames(2);
      assertThat(WindowDriver.onFx(() -> window.desk.tree().source())).isEqualTo(parent);
    }
  }

  @Test
  void aForkWithTheFormNeedsSomethingThatIsDifferent() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.desk.transport().seek(script.size() / 2));
      WindowDriver.fx(window.desk.forking()::goOnWithForm);
      window.frames(2);
      assertThat(window.text("banner-text")).startsWith("Nothing would be different.");
      WindowDriver.fx(() ->
          window
              .desk
              .setup()
              .fields()
              .detect(field -> field.parameter().name().equals("w"))
              .textProperty()
              .set("2"));
      WindowDriver.fx(window.desk.forking()::goOnWithForm);
      window.waitFor("the fork", () -> window.desk.forking().parent() != null);
      window.waitFor("the banner", () -> window.desk.notice().headline().contains("w 1 → 2"));
    }
  }

  @Test
  void aRunStopsAtABreakpointAndGoesBackToIt() {
    try (WindowDriver window = open()) {
      window.press(KeyCode.CONTROL, KeyCode.F8);
      window.type("breakpoint-condition", "type == \"pruned\"");
      window.click("breakpoint-add");
      window.press(KeyCode.ESCAPE);
      WindowDriver.fx(() -> window.desk.setup().use(WindowDriver.EXAMPLE));
      window.click("run");
      window.waitFor("a hit", () -> window.desk.transport().breakpoints().hits() > 0);
      window.frames(2);
      int hit = WindowDriver.onFx(() -> window.desk.transport().breakpoints().next(0));
      assertThat(WindowDriver.<Integer>onFx(() -> window.desk.tree().cursor())).isEqualTo(hit);
      WindowDriver.fx(() -> window.desk.transport().toStart());
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.F10);
      assertThat(window.desk.tree().cursor()).isEqualTo(hit);
      window.press(KeyCode.END);
      window.press(KeyCode.SHIFT, KeyCode.F10);
      assertThat(window.desk.tree().cursor()).isBetween(hit, script.size() - 1);
    }
  }

  @Test
  void theKeysAreShownForAsLongAsTheirKeyIsHeldAndStayAfterATap() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.hold(KeyCode.F1, 400, () -> assertThat(window.shown("change-keys")).isTrue());
      assertThat(window.shown("change-keys")).isFalse();
      window.press(KeyCode.F1);
      assertThat(window.shown("change-keys")).isTrue();
    }
  }

  @Test
  void aPeekShowsTheEndAndReturns() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.desk.transport().seek(5));
      WindowDriver.fx(() -> window.desk.tree().select(-1));
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.hold(
          KeyCode.SPACE,
          400,
          () -> assertThat(window.desk.tree().cursor()).isEqualTo(script.size()));
      assertThat(window.desk.tree().cursor()).isEqualTo(5);
    }
  }

  @Test
  void aCommandGetsOtherKeysAndTakesThemOnlyWhenAskedTwice() {
    try (WindowDriver window = open()) {
      run(window);
      window.press(KeyCode.F1);
      window.click("change-keys");
      window.type("keys-filter", "next surprise");
      WindowDriver.fx(() -> window.node("keys-filter").requestFocus());
      window.press(KeyCode.ENTER);
      window.press(KeyCode.P);
      assertThat(window.text("keys-message")).contains("Next prune").contains("again");
      window.press(KeyCode.P);
      assertThat(window.text("keys-message")).contains("has no such key any more");
      window.click("keys-reset-all");
      assertThat(window.text("keys-message")).doesNotContain("share");
    }
  }

  @Test
  void textIsFoundAndThePseudoCodeFollows() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.SLASH);
      window.type("find", "#3");
      assertThat(window.desk.tree().selected()).isEqualTo(3);
      window.press(KeyCode.ESCAPE);
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.DIGIT5);
      assertThat(window.shown("pseudo-code")).isTrue();
      window.press(KeyCode.ALT, KeyCode.LEFT);
      assertThat(window.desk.tree().selected()).isNotEqualTo(3);
    }
  }

  @Test
  void aMomentIsBookmarkedNotedAndGoneBackTo() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> window.desk.transport().seek(30));
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.D);
      assertThat(window.text("notebook-count")).isEqualTo("1");
      window.press(KeyCode.SHIFT, KeyCode.D);
      window.frames(2);
      window.type("note-text", "Here it goes wrong.");
      window.click("note-save");
      window.press(KeyCode.END);
      assertThat(window.desk.notebook().notebook().notes().getOnly().text())
          .isEqualTo("Here it goes wrong.");
      assertThat(window.desk.transport().notesProperty().get().toArray()).containsExactly(30);
      WindowDriver.fx(() -> window.desk.notebook().toPrevious());
      assertThat(window.desk.tree().cursor()).isEqualTo(30);
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.CONTROL, KeyCode.Z);
      window.press(KeyCode.CONTROL, KeyCode.Z);
      assertThat(window.text("notebook-count")).isEmpty();
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
      assertThat(window.text("notebook-count")).isEqualTo("1");
    }
  }

  @Test
  void notesAreSavedWithTheSessionAndOpenedWithIt() {
    try (WindowDriver window = open()) {
      run(window);
      WindowDriver.fx(() -> {
        window.desk.notebook().add("The end.");
        window.desk.notebook().rename("Buns");
      });
      Path file = Path.of("noted.espalier");
      WindowDriver.fx(() -> window.desk.save(file));
      window.waitFor("the file", () -> window.desk.saved());
      WindowDriver.fx(window.desk::close);
      window.frames(2);
      assertThat(window.text("notebook-count")).isEmpty();
      WindowDriver.fx(() -> window.desk.open(file));
      window.waitFor("the session", () -> window.desk.tree().size() == script.size());
      window.frames(2);
      assertThat(window.text("notebook-count")).isEqualTo("1");
      assertThat(window.desk.notebook().notebook().title()).isEqualTo("Buns");
    }
  }

  @Test
  void aCommandIsFoundByTypingAndEnterRunsIt() {
    try (WindowDriver window = open()) {
      run(window);
      window.press(KeyCode.CONTROL, KeyCode.K);
      assertThat(window.shown("palette")).isTrue();
      window.type("palette", "close se");
      window.press(KeyCode.ENTER);
      assertThat(WindowDriver.<Integer>onFx(() -> window.desk.tree().size())).isZero();
      assertThat(window.shown("palette")).isFalse();
    }
  }
}
