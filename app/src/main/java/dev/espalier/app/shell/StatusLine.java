package dev.espalier.app.shell;

import dev.espalier.app.model.MemoryMeter;
import dev.espalier.app.run.RunStatus;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bottom of the window: what goes on, and which model does it. */
final class StatusLine extends HBox {

  private final MemoryMeter meter = new MemoryMeter();
  private final Button model = new Button();

  /**
   * @param chooseModel opens the form of the models
   */
  StatusLine(DeskViewModel desk, Runnable chooseModel) {
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
    model.setId("model");
    model.getStyleClass().addAll("flat", "small", "model-button");
    model
        .textProperty()
        .bind(
            desk.modelLineProperty()
                .map(name -> name.isEmpty() ? "Choose a model…" : name)
                .orElse(""));
    model.setGraphic(new FontIcon(Feather.CPU));
    model.setTooltip(new Tooltip("Choose the model and the device"));
    model.setAccessibleHelp("Choose the model and the device");
    model.setOnAction(_ -> chooseModel.run());
    getChildren().addAll(dot, words, busy, gap, model, meter);
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

  /** What the form of the models opens at. */
  Button modelButton() {
    return model;
  }

  /** Measures the memory from time to time; called once a frame. */
  void refresh(long now, RunStatus status) {
    meter.refresh(now, status.model().contains("cuda"));
  }

  private static void show(Region dot, RunStatus status) {
    for (RunStatus.Phase phase : RunStatus.Phase.values()) {
      dot.pseudoClassStateChanged(
          PseudoClass.getPseudoClass(phase.name().toLowerCase(Locale.ROOT).replace('_', '-')),
          phase == status.phase());
    }
  }
}
