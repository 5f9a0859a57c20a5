package dev.espalier.app.find;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A field that finds nodes: Enter goes on, Shift+Enter back, Escape leaves the node selected. */
public final class FindCard extends VBox {

  private static final double WIDTH = 380;

  public FindCard(FindViewModel model) {
    getStyleClass().add("card");
    setPrefWidth(WIDTH);
    TextField field = new TextField();
    field.setId("find");
    field.setPromptText("Text in a node, or #12");
    field.setAccessibleText("Find text in nodes");
    field.textProperty().bindBidirectional(model.wantedProperty());
    field.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
            if (event.isShiftDown()) {
              model.previous();
            } else {
              model.next();
            }
            event.consume();
          } else if (event.getCode() == KeyCode.UP) {
            model.previous();
            event.consume();
          }
        });
    HBox.setHgrow(field, Priority.ALWAYS);
    Label found = new Label();
    found.setId("found");
    found.getStyleClass().add("help");
    found.textProperty().bind(model.foundProperty());
    found.setMinWidth(USE_PREF_SIZE);
    HBox row = new HBox(10, field, found);
    row.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(row);
  }
}
