package dev.espalier.app.shell;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All keys on one card. */
final class KeyTable {

  private record Key(String keys, String what) {}

  private static final List<Key> TIME =
      List.of(
          new Key("J   L", "step back, forward by the chosen grain"),
          new Key("Shift+J   Shift+L", "by one iteration"),
          new Key("Space   K", "play, pause"),
          new Key("Home   End", "to the start, to the end"),
          new Key("E   Shift+E", "next, previous expansion"),
          new Key("B   Shift+B", "next, previous backtrack"),
          new Key("P   Shift+P", "next, previous prune"),
          new Key("R   Shift+R", "next, previous resampling"),
          new Key("N   Shift+N", "next, previous surprise"),
          new Key("F8", "breakpoints"),
          new Key("F9   Shift+F9", "next, previous hit of a breakpoint"),
          new Key("S   Shift+S", "next, previous solution"),
          new Key("D   Shift+D", "bookmark, note here"));

  private static final List<Key> PLACE =
      List.of(
          new Key("← → ↑ ↓", "parent, child, sibling"),
          new Key("Esc", "let go of the selection"),
          new Key("+   −   0", "zoom in, out, fit"),
          new Key("1   2   3   4", "tree, lanes, outline, text"));

  private static final List<Key> PROGRAM =
      List.of(
          new Key("Ctrl+Enter", "run"),
          new Key("Ctrl+P", "pause, go on"),
          new Key("Ctrl+.", "stop"),
          new Key("Ctrl+D   Ctrl+U", "fork with the settings above, back to the parent"),
          new Key("Ctrl+Shift+U   Ctrl+Shift+O", "compare with the parent, with a session"),
          new Key("Ctrl+Shift+Enter", "run another algorithm beside"),
          new Key("Ctrl+O   Ctrl+S", "open, save a session"),
          new Key("Ctrl+L", "the library of sessions"),
          new Key("Ctrl+Z   Ctrl+Shift+Z", "undo, redo in the notebook"),
          new Key("Ctrl+T", "light, dark"),
          new Key("Ctrl+K", "any command, by name"),
          new Key("F1", "this list"));

  private KeyTable() {}

  static Region of() {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("keys");
    int row = 0;
    row = group(grid, row, "Time", TIME);
    row = group(grid, row, "Tree", PLACE);
    group(grid, row, "Program", PROGRAM);
    Label title = new Label("Keys");
    title.getStyleClass().add("card-title");
    VBox card = new VBox(title, grid);
    card.getStyleClass().add("card");
    return card;
  }

  private static int group(GridPane grid, int from, String title, List<Key> keys) {
    Label caption = new Label(title);
    caption.getStyleClass().add("caption");
    int row = from;
    grid.add(caption, 0, row++, 2, 1);
    for (Key key : keys) {
      Label keyLabel = new Label(key.keys());
      keyLabel.getStyleClass().add("key");
      keyLabel.setMinWidth(Region.USE_PREF_SIZE);
      Label what = new Label(key.what());
      what.setMinWidth(Region.USE_PREF_SIZE);
      grid.addRow(row++, keyLabel, what);
    }
    return row;
  }
}
