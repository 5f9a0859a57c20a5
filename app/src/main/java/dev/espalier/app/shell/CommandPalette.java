package dev.espalier.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Everything that the menus and keys can do, found by typing. */
final class CommandPalette extends VBox {

  private static final double WIDTH = 460;
  private static final int ROWS = 11;

  private final ImmutableList<Command> commands;
  private final Runnable close;
  private final TextField field = new TextField();
  private final ListView<Command> list = new ListView<>();

  /**
   * @param others commands that no menu has
   */
  CommandPalette(MenuBar menus, ImmutableList<Command> others, Runnable close) {
    this.commands = commands(menus).newWithAll(others);
    this.close = close;
    getStyleClass().add("card");
    setPrefWidth(WIDTH);
    field.setId("palette");
    field.setPromptText("What to do");
    field.setAccessibleText("Command");
    field.textProperty().addListener(_ -> filter());
    // The list is steered from the field, which keeps the focus.
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    list.setId("palette-list");
    list.setFocusTraversable(false);
    list.getStyleClass().add("dense");
    list.getStyleClass().add("command-list");
    list.prefHeightProperty().bind(list.fixedCellSizeProperty().multiply(ROWS));
    list.setPlaceholder(new Label("There is no such command."));
    list.setCellFactory(_ -> new Cell());
    list.setOnMouseClicked(_ -> choose());
    getChildren().addAll(field, list);
    filter();
  }

  /** The leaves of the menus that can be chosen now, named by their way there. */
  static ImmutableList<Command> commands(MenuBar menus) {
    MutableList<Command> found = Lists.mutable.empty();
    menus.getMenus().forEach(menu -> collect(menu, "", found));
    return found.toImmutable();
  }

  private static void collect(MenuItem item, String above, MutableList<Command> found) {
    if (item instanceof SeparatorMenuItem || item.isDisable()) {
      return;
    }
    String name = above + item.getText();
    if (item instanceof Menu menu) {
      menu.getItems().forEach(inner -> collect(inner, name + " › ", found));
    } else {
      String keys = item.getAccelerator() == null ? "" : item.getAccelerator().getDisplayText();
      found.add(new Command(name, keys, item::fire));
    }
  }

  private void filter() {
    list.getItems().setAll(Command.matching(commands, field.getText()).castToList());
    list.getSelectionModel().selectFirst();
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.DOWN) {
      list.getSelectionModel().selectNext();
    } else if (event.getCode() == KeyCode.UP) {
      list.getSelectionModel().selectPrevious();
    } else if (event.getCode() == KeyCode.ENTER) {
      choose();
    } else {
      return;
    }
    list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - ROWS / 2));
    event.consume();
  }

  private void choose() {
    Command chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      // Closed first, so that what the command shows is not closed with it.
      close.run();
      chosen.action().run();
    }
  }

  private static final class Cell extends ListCell<Command> {
    @Override
    protected void updateItem(Command command, boolean empty) {
      super.updateItem(command, empty);
      if (empty || command == null) {
        setGraphic(null);
        return;
      }
      Label name = new Label(command.name());
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      Label keys = new Label(command.keys());
      keys.getStyleClass().add("figures");
      HBox row = new HBox(8, name, gap, keys);
      row.setAlignment(Pos.CENTER_LEFT);
      setGraphic(row);
    }
  }
}
