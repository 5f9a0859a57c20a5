package dev.espalier.app.keys;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All keys on one card, as they are bound now. */
public final class KeysCard extends VBox {

  /**
   * @param change opens what changes them
   */
  public KeysCard(KeyBindings bindings, Runnable change) {
    getStyleClass().add("card");
    Label title = new Label("Keys");
    title.getStyleClass().add("card-title");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button other = new Button("Change…");
    other.setId("change-keys");
    other.getStyleClass().addAll("flat", "small");
    other.setOnAction(_ -> change.run());
    HBox columns = new HBox(28);
    // Time has as many as tree and window together; the program's stand beside them.
    columns
        .getChildren()
        .addAll(
            column(bindings, KeyCommand.Group.TIME),
            column(bindings, KeyCommand.Group.TREE, KeyCommand.Group.WINDOW),
            column(bindings, KeyCommand.Group.PROGRAM));
    ScrollPane scroll = new ScrollPane(columns);
    scroll.getStyleClass().add("form-scroll");
    scroll.setFitToWidth(true);
    getChildren().addAll(new HBox(8, title, gap, other), scroll);
  }

  private static Region column(KeyBindings bindings, KeyCommand.Group... groups) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("keys");
    int row = 0;
    for (KeyCommand.Group group : groups) {
      Label caption = new Label(group.title());
      caption.getStyleClass().add("caption");
      grid.add(caption, 0, row++, 2, 1);
      for (KeyCommand command : KeyCommand.values()) {
        if (command.group() == group && bindings.of(command).notEmpty()) {
          Label keys = new Label(bindings.inWords(command));
          keys.getStyleClass().add("key");
          keys.setMinWidth(Region.USE_PREF_SIZE);
          Label what = new Label(command.title());
          what.setWrapText(true);
          what.setMaxWidth(250);
          grid.addRow(row++, keys, what);
        }
      }
    }
    return grid;
  }
}
