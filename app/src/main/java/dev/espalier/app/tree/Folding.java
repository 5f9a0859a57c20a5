package dev.espalier.app.tree;

import java.util.BitSet;

/**
 * The nodes of a tree that hide all that lies below them. Immutable; equal to itself only, so that
 * a layout can tell cheaply whether it was made with this one.
 */
public final class Folding {

  /** Hides nothing. */
  public static final Folding NONE = new Folding(new BitSet());

  private final BitSet folded;

  private Folding(BitSet folded) {
    this.folded = folded;
  }

  /** The nodes in {@code folded}, which must not change afterwards. */
  private static Folding of(BitSet folded) {
    return folded.isEmpty() ? NONE : new Folding(folded);
  }

  public boolean isEmpty() {
    return folded.isEmpty();
  }

  /** Whether the node hides what is below it. */
  public boolean folds(int node) {
    return folded.get(node);
  }

  /** Whether the node lies below one that hides it. */
  public boolean hides(TextTree tree, int node) {
    for (int n = node < 0 || isEmpty() ? -1 : tree.parent(node); n >= 0; n = tree.parent(n)) {
      if (folds(n)) {
        return true;
      }
    }
    return false;
  }

  Folding with(int node) {
    BitSet more = (BitSet) folded.clone();
    more.set(node);
    return of(more);
  }

  Folding without(int node) {
    BitSet less = (BitSet) folded.clone();
    less.clear(node);
    return of(less);
  }

  /** The same without those that hide {@code node}; this one if none does. */
  Folding showing(SearchTree tree, int node) {
    if (!hides(tree, node)) {
      return this;
    }
    BitSet less = (BitSet) folded.clone();
    for (int n = tree.parent(node); n >= 0; n = tree.parent(n)) {
      less.clear(n);
    }
    return of(less);
  }

  /** The same and all nodes at a depth, from number {@code from} on. */
  Folding withDepth(SearchTree tree, int depth, int from) {
    BitSet more = (BitSet) folded.clone();
    for (int node = from; node < tree.nodes(); node++) {
      if (tree.depth(node) == depth) {
        more.set(node);
      }
    }
    return of(more);
  }

  /** What leaves the way to a node, the siblings along it and the node's own children. */
  static Folding around(SearchTree tree, int node) {
    BitSet folded = new BitSet();
    BitSet path = new BitSet();
    tree.path(node).forEach(path::set);
    for (int n = node; n >= 0; n = tree.parent(n)) {
      tree.children(n)
          .forEach(child -> {
            if (!path.get(child)) {
              folded.set(child);
            }
          });
    }
    return of(folded);
  }
}
