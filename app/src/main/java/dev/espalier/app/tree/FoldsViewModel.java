package dev.espalier.app.tree;

import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What of the tree is folded away: by hand, or all but the way to one node in focus mode. A fold
 * stays while time goes on or back step by step; a jump to an event below it and the choice of a
 * node below it open it.
 */
public final class FoldsViewModel {

  private final TreeViewModel model;
  private final ReadOnlyObjectWrapper<Folding> byHand =
      new ReadOnlyObjectWrapper<>(this, "byHand", Folding.NONE);
  private final ReadOnlyObjectWrapper<Folding> shown =
      new ReadOnlyObjectWrapper<>(this, "shown", Folding.NONE);
  private final ReadOnlyBooleanWrapper focused = new ReadOnlyBooleanWrapper(this, "focused", false);

  /** The node that focus mode shows the way to. */
  private int focus = -1;

  /** Nodes at this depth are folded, those still to come too; −1 for none. */
  private int depth = -1;

  /** How many nodes were looked at for {@link #depth}. */
  private int known;

  FoldsViewModel(TreeViewModel model) {
    this.model = model;
    model.selectedProperty().addListener((_, _, node) -> chosen(node.intValue()));
  }

  /** What hides what in the picture. */
  public ReadOnlyObjectProperty<Folding> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** What is folded by hand, whether or not focus mode is on. */
  public ReadOnlyObjectProperty<Folding> byHandProperty() {
    return byHand.getReadOnlyProperty();
  }

  public Folding byHand() {
    return Objects.requireNonNull(byHand.get());
  }

  /** Whether only the way to one node and the siblings along it are shown. */
  public ReadOnlyBooleanProperty focusedProperty() {
    return focused.getReadOnlyProperty();
  }

  /**
   * Folds what is below a node, or unfolds it again; a node without children stays as it is. Focus
   * mode ends, here as with all folding by hand, since one would not see what was done.
   */
  public void toggle(int node) {
    if (byHand().folds(node)) {
      unfold(node);
    } else {
      fold(node);
    }
  }

  public void fold(int node) {
    SearchTree tree = model.tree();
    if (node < 0 || node >= tree.nodes() || tree.children(node).isEmpty()) {
      return;
    }
    leaveFocus();
    set(byHand().with(node));
  }

  public void unfold(int node) {
    if (node >= 0 && byHand().folds(node)) {
      leaveFocus();
      set(byHand().without(node));
    }
  }

  /** Folds every node at a depth, from now on also those the search has yet to bring. */
  public void foldAt(int edges) {
    if (edges < 0) {
      throw new IllegalArgumentException("the depth is " + edges + "; it must be at least 0");
    }
    depth = edges;
    known = model.tree().nodes();
    leaveFocus();
    set(Folding.NONE.withDepth(model.tree(), edges, 0));
  }

  public void unfoldAll() {
    depth = -1;
    leaveFocus();
    set(Folding.NONE);
  }

  /** Unfolds whatever hides a node. */
  public void open(int node) {
    if (node >= 0 && node < model.tree().nodes()) {
      set(byHand().showing(model.tree(), node));
    }
  }

  /** Begins or ends focus mode, on the node chosen or else the one the search is at. */
  public void toggleFocus() {
    if (focused.get()) {
      leaveFocus();
      return;
    }
    int node = model.selected() >= 0 ? model.selected() : model.current();
    if (node >= 0) {
      focus = node;
      focused.set(true);
      show();
    }
  }

  public void leaveFocus() {
    focus = -1;
    focused.set(false);
    show();
  }

  /** Another search has been opened. */
  void reopened() {
    depth = -1;
    focus = -1;
    focused.set(false);
    byHand.set(Folding.NONE);
    shown.set(Folding.NONE);
  }

  /** The tree has more nodes than before. */
  void grew() {
    SearchTree tree = model.tree();
    if (depth >= 0) {
      int from = known;
      known = tree.nodes();
      byHand.set(byHand().withDepth(tree, depth, from));
    }
    if (depth >= 0 || focus >= 0) {
      show();
    }
  }

  private void chosen(int node) {
    open(node);
    if (focused.get() && node >= 0 && node < model.tree().nodes()) {
      focus = node;
      show();
    }
  }

  private void set(Folding folding) {
    if (folding == byHand()) {
      return;
    }
    byHand.set(folding);
    show();
    letGoOfHidden();
  }

  private void show() {
    shown.set(focus >= 0 ? Folding.around(model.tree(), focus) : byHand());
  }

  /** What can no longer be seen is no longer chosen: its nearest node that can be seen is. */
  private void letGoOfHidden() {
    int node = model.selected();
    while (node >= 0 && byHand().hides(model.tree(), node)) {
      node = model.tree().parent(node);
    }
    if (node != model.selected()) {
      model.select(node);
    }
  }
}
