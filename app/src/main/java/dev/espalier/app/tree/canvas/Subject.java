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

/** What a canvas paints: one search, or several as one tree. */
interface Subject {

  ReadOnlyObjectProperty<? extends TextTree> treeProperty();

  default TextTree tree() {
    return treeProperty().get();
  }

  ReadOnlyIntegerProperty sizeProperty();

  ReadOnlyIntegerProperty cursorProperty();

  default int cursor() {
    return cursorProperty().get();
  }

  ObjectProperty<Metric> metricProperty();

  ReadOnlyObjectProperty<Folding> foldingProperty();

  default Folding folding() {
    return foldingProperty().get();
  }

  /** Does what a click on the sign of what is folded away below a node asks for. */
  void unfold(int node);

  IntegerProperty selectedProperty();

  IntegerProperty hoveredProperty();

  default int selected() {
    return selectedProperty().get();
  }

  default void select(int node) {
    selectedProperty().set(node);
  }

  /** The node the last event was about, −1 for none. */
  int current();

  void seek(int cursor);

  /** Whether nodes keep their numbers when the tree grows. */
  boolean keepsNumbers();

  /** The states of all boxes at the cursor. */
  TreeStates states(TreeScene scene);

  /** The boxes on the ways to what has been chosen by the cursor. */
  BitSet chosen(TreeScene scene);

  /** A node in words. */
  String words(int node);
}
