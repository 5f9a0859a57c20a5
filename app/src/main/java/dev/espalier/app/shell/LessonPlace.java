package dev.espalier.app.shell;

import dev.espalier.app.lesson.pane.LessonView;
import dev.espalier.app.lesson.pane.LessonViewModel;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;

/**
 * Where an open lesson stands: in place of the frontier, beside the tree; while lecturing, it and
 * the tree are all there is.
 */
final class LessonPlace {

  private static final double SHARE = 0.29;
  private static final double LECTURING_SHARE = 0.4;
  private static final double INSPECTOR = 0.76;

  private final SplitPane split;
  private final SidePanes sides;
  private final LessonViewModel lessons;
  private final LessonView lesson;
  private final Node frontier;
  private final Node inspector;

  /**
   * @param split frontier, centre and inspector
   * @param sides keeps the widths there are without a lesson
   */
  LessonPlace(SplitPane split, SidePanes sides, LessonViewModel lessons) {
    this.split = split;
    this.sides = sides;
    this.lessons = lessons;
    this.lesson = new LessonView(lessons);
    this.frontier = split.getItems().getFirst();
    this.inspector = split.getItems().getLast();
    lesson.setId("lesson");
    SplitPane.setResizableWithParent(lesson, false);
  }

  /** Opens and closes with the lessons from here on. */
  void follow() {
    lessons.lessonProperty().subscribe(_ -> arrange());
    lessons.lecturingProperty().subscribe(_ -> arrange());
  }

  private void arrange() {
    boolean taken = lessons.lessonProperty().get() != null;
    boolean lecturing = taken && lessons.lecturingProperty().get();
    boolean was = lesson.equals(split.getItems().getFirst());
    if (!taken && !was) {
      return;
    }
    sides.arrangeAgain(false);
    split.getItems().set(0, taken ? lesson : frontier);
    if (lecturing) {
      split.getItems().remove(inspector);
      split.setDividerPositions(LECTURING_SHARE);
    } else {
      if (!split.getItems().contains(inspector)) {
        split.getItems().add(inspector);
      }
      if (taken) {
        split.setDividerPositions(SHARE, INSPECTOR);
      } else {
        sides.arrangeAgain(true);
      }
    }
  }

  /** What covers the window while it is blank. */
  static Region blank(LessonViewModel lessons) {
    Region black = new Region();
    black.setId("blank");
    black.setStyle("-fx-background-color: black");
    black.visibleProperty().bind(lessons.blankProperty());
    black.setOnMouseClicked(_ -> lessons.blankProperty().set(false));
    return black;
  }
}
