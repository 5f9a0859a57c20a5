package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.lesson.Lesson;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.lesson.Task;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventSource;
import java.time.Clock;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** A lesson taken in the window, as a reader takes it. */
class LessonWindowTest {

  private static final String LESSON = "greedys-trap";

  private static WindowDriver open() {
    EventSource demo = SyntheticSearch.aStar();
    DeskEngine engine =
        new DeskEngine(
            new InstalledModels(ModelPlaces.installed()),
            ModelPlaces.BUNDLED,
            new SessionFiles(),
            null,
            Clock.systemUTC());
    WindowDriver window = WindowDriver.open(engine, new MemorySessions(), demo);
    WindowDriver.fx(() -> window.lessons.open(entry(window)));
    window.waitFor("the lesson", () -> window.lessons.lessonProperty().get() != null);
    window.frames(3);
    return window;
  }

  private static Lessons.Entry entry(WindowDriver window) {
    return Objects.requireNonNull(
        window.lessons.library().entries().detect(one -> one.id().equals(LESSON)));
  }

  private static boolean seen(WindowDriver window, String id) {
    Node node = window.node(id);
    return WindowDriver.onFx(() -> {
      for (Node n = node; n != null; n = n.getParent()) {
        if (!n.isVisible()) {
          return false;
        }
      }
      return true;
    });
  }

  private static void scrollToEnd(WindowDriver window) {
    WindowDriver.fx(
        () -> ((ScrollPane) window.stage().getScene().lookup(".lesson-scroll")).setVvalue(1));
    window.frames(2);
  }

  private static Lesson lesson(WindowDriver window) {
    return Objects.requireNonNull(window.lessons.lessonProperty().get());
  }

  @Test
  void whatComesIsNotThereUntilItWasPredicted() {
    try (WindowDriver window = open()) {
      Task.Choose task = (Task.Choose) lesson(window).tasks().getFirst();
      assertThat(window.desk.tree().size()).isEqualTo(task.hold());
      window.click("task-1-choice-" + (task.rightChoice() + 1));
      window.waitFor("the reveal", () -> window.desk.tree().cursor() == task.reveal());
      assertThat(window.desk.tree().size()).isGreaterThan(task.hold());
      assertThat(window.text("task-1-verdict")).isEqualTo("Right.");
      assertThat(window.lessons.solved(entry(window))).isEqualTo(1);
    }
  }

  @Test
  void aWrongPredictionIsToldAndCanBeTakenBack() {
    try (WindowDriver window = open()) {
      Task.Choose task = (Task.Choose) lesson(window).tasks().getFirst();
      window.click("task-1-choice-" + (task.rightChoice() == 0 ? 2 : 1));
      window.frames(2);
      assertThat(window.text("task-1-verdict")).isEqualTo("No.");
      assertThat(window.lessons.solved(entry(window))).isZero();
      window.click("task-1-again");
      window.waitFor("the curtain", () -> window.desk.tree().size() == task.hold());
    }
  }

  @Test
  void anEventIsFoundByGoingThere() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.lessons.turnTo(2));
      window.frames(3);
      Task.Find task = (Task.Find) lesson(window).tasks().detect(one -> one instanceof Task.Find);
      String id = "task-%d-".formatted(task.common().number());
      window.click(id + "found");
      assertThat(window.text(id + "verdict")).startsWith("Not that one.");
      int there = task.first(lesson(window).recording(task.common().session()).search()).cursor();
      WindowDriver.fx(() -> window.desk.transport().seek(there));
      window.click(id + "found");
      assertThat(window.text(id + "verdict")).startsWith("Found: event ");
    }
  }

  @Test
  void aChangedSearchRunsOnTheTableAndIsGraded() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.lessons.turnTo(lesson(window).pages().size() - 1));
      window.frames(3);
      Task.Change task =
          (Task.Change) lesson(window).tasks().detect(one -> one instanceof Task.Change);
      scrollToEnd(window);
      String id = "task-%d-".formatted(task.common().number());
      window.type(id + "value", "many");
      window.click(id + "run");
      assertThat(window.text(id + "verdict")).startsWith("width: Must be a whole number");
      window.type(id + "value", task.solution());
      window.click(id + "run");
      window.waitFor("the verdict", () -> window.lessons.attempt(task).right());
      window.frames(2);
      assertThat(window.text(id + "verdict")).isEqualTo("Done, with width 2.");
    }
  }

  @Test
  void aLecturerTurnsPagesRevealsAndBlanks() {
    try (WindowDriver window = open()) {
      WindowDriver.fx(() -> window.lessons.lecturingProperty().set(true));
      window.frames(2);
      assertThat(seen(window, "run")).isFalse();
      assertThat(seen(window, "tree")).isTrue();
      WindowDriver.fx(() -> window.node("tree").requestFocus());
      window.press(KeyCode.R);
      Task first = lesson(window).tasks().getFirst();
      assertThat(window.lessons.attempt(first).shown()).isTrue();
      window.press(KeyCode.PAGE_DOWN);
      assertThat(window.lessons.pageProperty().get()).isEqualTo(1);
      window.press(KeyCode.B);
      assertThat(window.shown("blank")).isTrue();
      window.press(KeyCode.B);
      assertThat(window.shown("blank")).isFalse();
      window.press(KeyCode.ESCAPE);
      window.frames(2);
      assertThat(window.lessons.lecturingProperty().get()).isFalse();
      assertThat(window.lessons.lessonProperty().get()).isNotNull();
    }
  }

  @Test
  void closingTheLessonGivesTheFrontierBack() {
    try (WindowDriver window = open()) {
      window.click("lesson-close");
      window.frames(2);
      assertThat(window.shown("frontier")).isTrue();
      assertThat(WindowDriver.onFx(() -> window.stage().getScene().lookup("#lesson") == null))
          .isTrue();
    }
  }
}
