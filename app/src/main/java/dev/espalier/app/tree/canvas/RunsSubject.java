package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.TextTree;
import dev.espalier.app.tree.layout.TreeScene;
import java.util.BitSet;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/** Several runs as one tree. */
final class RunsSubject implements Subject {

  private final RunsModel model;

  /** The lightness of a box says nothing here: each run has numbers of its own. */
  private final ObjectProperty<Metric> metric =
      new SimpleObjectProperty<>(this, "metric", Metric.NONE);

  private final ReadOnlyObjectWrapper<Folding> folding =
      new ReadOnlyObjectWrapper<>(this, "folding", Folding.NONE);

  RunsSubject(RunsModel model) {
    this.model = model;
  }

  @Override
  public ReadOnlyObjectProperty<? extends TextTree> treeProperty() {
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
    return metric;
  }

  /** The numbers of nodes change as runs are added, so nothing could stay folded. */
  @Override
  public ReadOnlyObjectProperty<Folding> foldingProperty() {
    return folding.getReadOnlyProperty();
  }

  @Override
  public void unfold(int node) {
    throw new UnsupportedOperationException("nothing is folded here: node " + node);
  }

  @Override
  public IntegerProperty selectedProperty() {
    return model.selectedProperty();
  }

  @Override
  public IntegerProperty hoveredProperty() {
    return model.hoveredProperty();
  }

  /** Each run has its own, which {@link RunStates} knows. */
  @Override
  public int current() {
    return -1;
  }

  @Override
  public void seek(int cursor) {
    model.seek(cursor);
  }

  @Override
  public boolean keepsNumbers() {
    return false;
  }

  @Override
  public TreeStates states(TreeScene scene) {
    return TreeStates.ofRuns(model, scene);
  }

  @Override
  public BitSet chosen(TreeScene scene) {
    BitSet boxes = new BitSet();
    for (int run = 0; run < model.runs(); run++) {
      int node = model.chosen(run);
      if (node > 0 && node < scene.nodes()) {
        boxes.or(TreeFrame.path(scene, scene.boxOf(node)));
      }
    }
    return boxes;
  }

  @Override
  public String words(int node) {
    return model.words(node);
  }
}
