package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.TreeViewModel;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

/** The tree with its overview in a corner and its legend below. */
public final class TreePane extends BorderPane {

  private final TreeCanvas canvas;

  public TreePane(TreeViewModel model) {
    canvas = new TreeCanvas(model);
    Minimap minimap = new Minimap(canvas);
    StackPane stack = new StackPane(canvas, minimap);
    StackPane.setAlignment(minimap, Pos.BOTTOM_RIGHT);
    StackPane.setMargin(minimap, new Insets(12));
    setCenter(stack);
    setBottom(new TreeLegend(canvas));
    getStyleClass().add("tree-pane");
    setMinSize(120, 80);
  }

  public TreeCanvas canvas() {
    return canvas;
  }
}
