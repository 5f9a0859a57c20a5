package dev.espalier.app.tree.canvas;

import javafx.scene.layout.Region;

/** The whole tree in a corner, with a frame around what the canvas shows; drag to go there. */
public final class Minimap extends Region {

  public Minimap(TreeCanvas canvas) {
    getStyleClass().add("tree-minimap");
    visibleProperty().bind(canvas.visibleProperty());
  }
}
