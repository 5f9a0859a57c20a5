package dev.espalier.app.tree.canvas;

import javafx.scene.layout.Region;

/** What the outlines, glyphs and fills of the tree mean. */
public final class TreeLegend extends Region {

  public TreeLegend(TreeCanvas canvas) {
    getStyleClass().add("tree-legend");
    visibleProperty().bind(canvas.visibleProperty());
  }
}
