package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.TreeViewModel;
import javafx.scene.layout.Region;

/** The tree, to pan, zoom and choose nodes in. */
public final class TreeCanvas extends Region {

  private final TreeViewModel model;

  public TreeCanvas(TreeViewModel model) {
    this.model = model;
    getStyleClass().add("tree-canvas");
  }

  public TreeViewModel model() {
    return model;
  }

  /** Shows the whole tree. */
  public void fit() {}

  /** Brings a node into view, moving as little as needed. */
  public void reveal(int node) {}

  /** Multiplies the scale, keeping the middle of the view where it is. */
  public void zoom(double factor) {}
}
