package dev.espalier.app.outline;

import dev.espalier.app.tree.TreeViewModel;
import javafx.scene.layout.BorderPane;

/** The outline of one search; shares its selection with the other views. */
public final class OutlineView extends BorderPane {

  private final TreeViewModel model;

  public OutlineView(TreeViewModel model) {
    this.model = model;
    getStyleClass().add("outline");
  }

  public TreeViewModel model() {
    return model;
  }
}
