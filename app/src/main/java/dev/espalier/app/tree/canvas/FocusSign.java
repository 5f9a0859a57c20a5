package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.FoldsViewModel;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;

/** Says that not all of the tree is shown, while that is so, and ends it when clicked. */
public final class FocusSign extends Button {

  public FocusSign(FoldsViewModel folds) {
    super("Focus: the way to one node and its siblings  ✕");
    setId("focus-sign");
    getStyleClass().setAll("focus-sign");
    setAccessibleText("Focus mode shows the way to one node and its siblings. Press to end it.");
    setFocusTraversable(false);
    visibleProperty().bind(folds.focusedProperty());
    managedProperty().bind(visibleProperty());
    setOnAction(_ -> folds.leaveFocus());
    StackPane.setAlignment(this, Pos.TOP_LEFT);
    StackPane.setMargin(this, new Insets(12));
  }
}
