package dev.espalier.app.answer;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The outcome on one line above the tree. */
public final class AnswerStrip extends HBox {

  private final FontIcon icon = new FontIcon(Feather.CIRCLE);
  private final Label headline = new Label();
  private final Label detail = new Label();

  public AnswerStrip(AnswerViewModel model) {
    getStyleClass().add("answer-strip");
    setAlignment(Pos.CENTER_LEFT);
    headline.setId("answer");
    headline.getStyleClass().add("answer-headline");
    headline.setMinWidth(USE_PREF_SIZE);
    detail.setId("answer-detail");
    detail.getStyleClass().add("answer-detail");
    detail.setMinWidth(0);
    // What to do next comes last, and is not to be cut off.
    detail.setWrapText(true);
    detail.setMinHeight(USE_PREF_SIZE);
    HBox.setHgrow(detail, Priority.ALWAYS);
    getChildren().addAll(icon, headline, detail);
    model.reportProperty().addListener((_, _, now) -> show(now));
    show(model.report());
  }

  private void show(AnswerViewModel.Report report) {
    icon.setIconCode(
        switch (report.tone()) {
          case QUIET -> Feather.CIRCLE;
          case BUSY -> Feather.ACTIVITY;
          case RIGHT -> Feather.CHECK_CIRCLE;
          case WRONG -> Feather.X_CIRCLE;
          case ANSWERED -> Feather.STAR;
          case SHORT -> Feather.STOP_CIRCLE;
          case FAILED -> Feather.ALERT_TRIANGLE;
        });
    headline.setText(report.headline());
    detail.setText(report.detail());
    for (AnswerViewModel.Tone tone : AnswerViewModel.Tone.values()) {
      pseudoClassStateChanged(
          PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT)), tone == report.tone());
    }
    setAccessibleText(report.headline() + ". " + report.detail());
  }
}
