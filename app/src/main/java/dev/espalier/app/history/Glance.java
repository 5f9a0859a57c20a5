package dev.espalier.app.history;

import dev.espalier.app.tree.TreeViewModel;
import org.eclipse.collections.api.list.primitive.IntList;

/**
 * A look at what becomes of a node, from which the reader returns to where they were: of the node
 * pointed at or selected, or of the whole search if there is none.
 */
public final class Glance {

  private final TreeViewModel tree;
  private int from = -1;
  private boolean following;

  public Glance(TreeViewModel tree) {
    this.tree = tree;
  }

  /** Goes to the last event about the node, or to the end of the search. */
  public void begin() {
    if (from >= 0 || tree.size() == 0) {
      return;
    }
    from = tree.cursor();
    following = tree.followingProperty().get();
    int node = tree.hovered() >= 0 ? tree.hovered() : tree.selected();
    tree.followingProperty().set(false);
    tree.seek(node < 0 ? tree.size() : fate(node));
  }

  private int fate(int node) {
    IntList events = tree.tree().events(node);
    return events.getLast() + 1;
  }

  /** Returns to where it began. */
  public void end() {
    if (from >= 0) {
      tree.seek(from);
      tree.followingProperty().set(following);
      from = -1;
    }
  }
}
