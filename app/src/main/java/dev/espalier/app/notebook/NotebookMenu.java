package dev.espalier.app.notebook;

import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;

/** What can be done with the notebook, so that the palette finds it too. */
public final class NotebookMenu {

  private NotebookMenu() {}

  /** The menu of a notebook; undoing says what it would take back. */
  public static Menu of(NotebookViewModel model) {
    MenuItem undo = item("Undo", "Shortcut+Z", model::undo);
    MenuItem redo = item("Redo", "Shortcut+Shift+Z", model::redo);
    Menu menu =
        new Menu(
            "Notebook",
            null,
            item("Bookmark Here", "", model::toggleBookmark),
            item("Note Here…", "", model::write),
            item("Next Note", "", model::toNext),
            item("Previous Note", "", model::toPrevious),
            new SeparatorMenuItem(),
            undo,
            redo);
    menu.setOnShowing(_ -> {
      undo.setText(("Undo " + model.undoable()).strip());
      undo.setDisable(model.undoable().isEmpty());
      redo.setText(("Redo " + model.redoable()).strip());
      redo.setDisable(model.redoable().isEmpty());
    });
    menu.setOnHidden(_ -> {
      // Their keys work whether or not the menu was looked at.
      undo.setDisable(false);
      redo.setDisable(false);
    });
    return menu;
  }

  private static MenuItem item(String text, String keys, Runnable action) {
    MenuItem item = new MenuItem(text);
    if (!keys.isEmpty()) {
      item.setAccelerator(KeyCombination.valueOf(keys));
    }
    item.setOnAction(_ -> action.run());
    return item;
  }
}
