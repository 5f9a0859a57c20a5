package dev.espalier.app.outline;

import dev.espalier.app.tree.TreeViewModel;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;
import org.eclipse.collections.api.list.primitive.IntList;

/**
 * A node in the outline. Its children are made when they are first asked for, and are those born by
 * the cursor: the first so many of all, so that going through time only changes the end of lists.
 */
final class NodeItem extends TreeItem<Integer> {

  private final TreeViewModel model;
  private boolean loaded;

  NodeItem(TreeViewModel model, int node) {
    super(node);
    this.model = model;
  }

  private int bornChildren() {
    IntList children = model.tree().children(getValue());
    int born = children.size();
    while (born > 0 && !model.tree().bornAt(children.get(born - 1), model.cursor())) {
      born--;
    }
    return born;
  }

  @Override
  public ObservableList<TreeItem<Integer>> getChildren() {
    ObservableList<TreeItem<Integer>> children = super.getChildren();
    if (!loaded) {
      loaded = true;
      adjust(children);
    }
    return children;
  }

  @Override
  public boolean isLeaf() {
    return bornChildren() == 0;
  }

  private void adjust(ObservableList<TreeItem<Integer>> children) {
    int born = bornChildren();
    if (children.size() > born) {
      children.remove(born, children.size());
    }
    IntList all = model.tree().children(getValue());
    while (children.size() < born) {
      children.add(new NodeItem(model, all.get(children.size())));
    }
  }

  /** Brings the item and all made below it to the cursor. */
  void adjustAll() {
    Deque<NodeItem> left = new ArrayDeque<>();
    left.add(this);
    while (!left.isEmpty()) {
      NodeItem item = left.remove();
      if (item.loaded) {
        ObservableList<TreeItem<Integer>> children = item.getChildren();
        item.adjust(children);
        for (TreeItem<Integer> child : children) {
          left.add((NodeItem) child);
        }
      }
    }
  }

  /** The item of a node below this one; opens the way to it. */
  TreeItem<Integer> open(int node) {
    TreeItem<Integer> item = this;
    int[] path = model.tree().path(node).toArray();
    for (int i = 1; i < path.length; i++) {
      item.setExpanded(true);
      int wanted = path[i];
      TreeItem<Integer> next = null;
      for (TreeItem<Integer> child : item.getChildren()) {
        if (child.getValue() == wanted) {
          next = child;
          break;
        }
      }
      if (next == null) {
        return item;
      }
      item = next;
    }
    return item;
  }
}
