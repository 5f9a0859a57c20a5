package dev.espalier.app.lesson.pane;

import dev.espalier.app.lesson.Lesson;
import dev.espalier.app.lesson.Page;
import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page of a lesson, with its tasks and the way to the next one. */
public final class LessonView extends VBox {

  private static final PseudoClass LECTURING = PseudoClass.getPseudoClass("lecturing");

  private final LessonViewModel model;
  private final Label title = new Label();
  private final Label heading = new Label();
  private final VBox content = new VBox();
  private final ScrollPane scroll = new ScrollPane(content);
  private final Label place = new Label();
  private final Button back = new Button("Back", new FontIcon(Feather.CHEVRON_LEFT));
  private final Button next = new Button("Next", new FontIcon(Feather.CHEVRON_RIGHT));

  public LessonView(LessonViewModel model) {
    this.model = model;
    getStyleClass().addAll("panel", "lesson");
    getStylesheets()
        .add(
            Objects.requireNonNull(
                    LessonView.class.getResource("/dev/espalier/app/lesson/lesson.css"))
                .toExternalForm());
    setMinWidth(300);
    title.getStyleClass().add("lesson-title");
    title.setId("lesson-title");
    Button close = new Button("", new FontIcon(Feather.X));
    close.setId("lesson-close");
    close.getStyleClass().addAll("button-icon", "flat", "small");
    close.setTooltip(new Tooltip("Close the lesson"));
    close.setAccessibleText("Close the lesson");
    close.setOnAction(_ -> model.close());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head = new HBox(8, title, gap, close);
    head.getStyleClass().add("lesson-head");
    head.setAlignment(Pos.CENTER_LEFT);
    heading.getStyleClass().add("lesson-heading");
    heading.setId("lesson-heading");
    heading.setWrapText(true);
    heading.setMinHeight(USE_PREF_SIZE);
    content.getStyleClass().add("lesson-content");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("lesson-scroll");
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head, scroll, foot());
    model.lessonProperty().subscribe(_ -> draw());
    model.versionProperty().subscribe(_ -> draw());
    model.pageProperty().subscribe(_ -> scroll.setVvalue(0));
    ObservableValue<Boolean> lecturing = model.lecturingProperty();
    lecturing.subscribe(on -> pseudoClassStateChanged(LECTURING, on));
  }

  private HBox foot() {
    back.setId("lesson-back");
    back.setOnAction(_ -> model.previous());
    next.setId("lesson-next");
    next.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    next.setOnAction(_ -> model.next());
    place.setId("lesson-place");
    place.getStyleClass().add("figures");
    Region left = new Region();
    Region right = new Region();
    HBox.setHgrow(left, Priority.ALWAYS);
    HBox.setHgrow(right, Priority.ALWAYS);
    HBox foot = new HBox(back, left, place, right, next);
    foot.getStyleClass().add("lesson-foot");
    foot.setAlignment(Pos.CENTER);
    return foot;
  }

  private void draw() {
    @Nullable Lesson lesson = model.lessonProperty().get();
    content.getChildren().clear();
    if (lesson == null) {
      return;
    }
    int index = model.pageProperty().get();
    int pages = lesson.pages().size();
    Page page = lesson.pages().get(index);
    title.setText(lesson.title());
    heading.setText(page.title());
    content.getChildren().add(heading);
    for (Page.Block block : page.blocks()) {
      content
          .getChildren()
          .add(
              switch (block) {
                case Page.Prose prose -> new MarkdownBlock(prose.markdown());
                case Page.Exercise exercise -> new TaskCard(model, exercise.task());
              });
    }
    place.setText("%d of %d".formatted(index + 1, pages));
    back.setDisable(index == 0);
    next.setDisable(index == pages - 1);
  }
}
