package dev.espalier.app.shell;

import dev.espalier.app.run.RunStatus;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What went wrong, in words, across the top of the window until it is dismissed. */
final class Banner extends HBox {

  private final Label headline = new Label();
  private final Label advice = new Label();
  private final FontIcon icon = new FontIcon(Feather.ALERT_TRIANGLE);

  /**
   * @param chooseModel opens the form of the models, which helps where there is none
   * @param locateParent asks for the file of a fork's parent
   */
  Banner(DeskViewModel desk, Runnable chooseModel, Runnable locateParent) {
    getStyleClass().add("banner");
    setAlignment(Pos.CENTER_LEFT);
    setId("banner");
    headline.setId("banner-text");
    headline.setWrapText(true);
    headline.getStyleClass().add("banner-headline");
    advice.setWrapText(true);
    advice.getStyleClass().add("banner-advice");
    VBox words = new VBox(2, headline, advice);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(0);
    Button dismiss = new Button("", new FontIcon(Feather.X));
    dismiss.getStyleClass().addAll("button-icon", "flat", "small");
    dismiss.setTooltip(new Tooltip("Dismiss"));
    dismiss.setAccessibleText("Dismiss");
    dismiss.setOnAction(_ -> desk.dismissNotice());
    Button choose = new Button("Choose a model…");
    choose.setId("banner-model");
    choose.setMinWidth(USE_PREF_SIZE);
    choose.setOnAction(_ -> chooseModel.run());
    choose
        .visibleProperty()
        .bind(desk.statusProperty().map(now -> now.phase() == RunStatus.Phase.NO_MODEL));
    choose.managedProperty().bind(choose.visibleProperty());
    Button locate = new Button("Locate parent…");
    locate.setId("banner-parent");
    locate.setMinWidth(USE_PREF_SIZE);
    locate.setOnAction(_ -> locateParent.run());
    locate
        .visibleProperty()
        .bind(desk.noticeProperty().map(now -> now.remedy() == Notice.Remedy.LOCATE_PARENT));
    locate.managedProperty().bind(locate.visibleProperty());
    getChildren().addAll(icon, words, choose, locate, dismiss);
    desk.noticeProperty().addListener((_, _, now) -> show(now));
    show(desk.notice());
  }

  private void show(Notice notice) {
    boolean some = notice.kind() != Notice.Kind.NONE;
    setVisible(some);
    setManaged(some);
    headline.setText(notice.headline());
    advice.setText(notice.advice());
    advice.setManaged(!notice.advice().isEmpty());
    icon.setIconCode(
        switch (notice.kind()) {
          case NONE, INFORMATION -> Feather.INFO;
          case WARNING -> Feather.ALERT_CIRCLE;
          case ERROR -> Feather.ALERT_TRIANGLE;
        });
    for (Notice.Kind kind : Notice.Kind.values()) {
      pseudoClassStateChanged(
          PseudoClass.getPseudoClass(kind.name().toLowerCase(java.util.Locale.ROOT)),
          kind == notice.kind());
    }
    setAccessibleText(notice.headline() + " " + notice.advice());
  }
}
