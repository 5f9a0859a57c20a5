package dev.espalier.app.shell;

import dev.espalier.app.run.RunStatus;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The bottom of the window: what goes on, and which model does it. */
final class StatusLine extends HBox {

  StatusLine(DeskViewModel desk) {
    getStyleClass().add("status-line");
    setAlignment(Pos.CENTER_LEFT);
    Region dot = new Region();
    dot.getStyleClass().add("status-dot");
    Label words = new Label();
    words.setId("status");
    words.textProperty().bind(desk.statusLineProperty());
    words.setAccessibleRole(AccessibleRole.TEXT);
    ProgressBar busy = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    busy.getStyleClass().add("small");
    busy.setPrefWidth(90);
    busy.setVisible(false);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label model = new Label();
    model.setId("model");
    model.textProperty().bind(desk.modelLineProperty());
    getChildren().addAll(dot, words, busy, gap, model);
    desk.statusProperty()
        .addListener((_, _, now) -> {
          show(dot, now);
          boolean waiting = now.phase() == RunStatus.Phase.LOADING;
          busy.setVisible(waiting);
          busy.setManaged(waiting);
        });
    busy.setManaged(false);
    show(dot, desk.status());
  }

  private static void show(Region dot, RunStatus status) {
    for (RunStatus.Phase phase : RunStatus.Phase.values()) {
      dot.pseudoClassStateChanged(
          PseudoClass.getPseudoClass(phase.name().toLowerCase(Locale.ROOT).replace('_', '-')),
          phase == status.phase());
    }
  }
}
