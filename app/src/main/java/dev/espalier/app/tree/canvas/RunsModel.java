package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.TextTree;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a canvas shows of several runs at once: one tree of all their texts, of which each run has a
 * part. Runs are numbered from 0 and at most four; a node −1 is none.
 */
public interface RunsModel {

  ReadOnlyObjectProperty<? extends TextTree> treeProperty();

  /** Changes whenever the tree has grown; its nodes may then have other numbers. */
  ReadOnlyIntegerProperty sizeProperty();

  ReadOnlyIntegerProperty cursorProperty();

  IntegerProperty selectedProperty();

  IntegerProperty hoveredProperty();

  void seek(int cursor);

  int runs();

  /** A bit for each run that ever comes to a node. */
  int members(int node);

  /** What a run has made of a node by the cursor; null while it has not come to it. */
  @Nullable NodeStatus status(int run, int node);

  /** The node a run is at, at the cursor. */
  int current(int run);

  /** The node that ends the text a run has chosen by the cursor. */
  int chosen(int run);

  /** A node in words, for screen readers. */
  String words(int node);
}
