package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.TreeScene;
import java.util.BitSet;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;

/** One search. */
record SearchSubject(TreeViewModel model) implements Subject {

  @Override
  public ReadOnlyObjectProperty<SearchTree> treeProperty() {
    return model.treeProperty();
  }

  @Override
  public ReadOnlyIntegerProperty sizeProperty() {
    return model.sizeProperty();
  }

  @Override
  public ReadOnlyIntegerProperty cursorProperty() {
    return model.cursorProperty();
  }

  @Override
  public ObjectProperty<Metric> metricProperty() {
    return model.metricProperty();
  }

  @Override
  public ReadOnlyObjectProperty<Folding> foldingProperty() {
    return model.folds().shownProperty();
  }

  @Override
  public void unfold(int node) {
    if (model.folds().focusedProperty().get()) {
      // Focus goes with the selection, and shows what is below it.
      model.select(node);
    } else {
      model.folds().unfold(node);
    }
  }

  @Override
  public IntegerProperty selectedProperty() {
    return model.selectedProperty();
  }

  @Override
  public IntegerProperty hoveredProperty() {
    return model.hoveredProperty();
  }

  @Override
  public int current() {
    return model.current();
  }

  @Override
  public void seek(int cursor) {
    model.seek(cursor);
  }

  @Override
  public boolean keepsNumbers() {
    return true;
  }

  @Override
  public TreeStates states(TreeScene scene) {
    return new TreeStates(model.tree(), scene, model.cursor(), model.metric());
  }

  @Override
  public BitSet chosen(TreeScene scene) {
    var conclusion = model.tree().conclusionAt(model.cursor());
    return conclusion == null || conclusion.results().isEmpty()
        ? new BitSet()
        : TreeFrame.path(scene, scene.boxOf(conclusion.results().getFirst().node()));
  }

  @Override
  public String words(int node) {
    SearchTree tree = model.tree();
    NodeStatus status = tree.statusAt(node, model.cursor());
    return "%s, %s"
        .formatted(
            tree.textAt(node, model.cursor()).strip(),
            status == null ? "not yet there" : status.label());
  }
}
