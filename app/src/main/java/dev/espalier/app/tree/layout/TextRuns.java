package dev.espalier.app.tree.layout;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.TextTree;
import java.util.BitSet;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Nodes joined to boxes, where their tree says that one continues the other. Boxes are numbered in
 * the order of their first nodes, so a parent has a smaller number than its children. What is
 * folded away belongs to the box that hides it, without being one of its nodes.
 */
final class TextRuns {

  /** Longer chains become several runs, so that one box stays readable. */
  static final int LONGEST = 24;

  final int[] boxOfNode;
  final int[] firstNode;
  final int[] lastNode;
  final int[] parent;

  /** Nodes that have no box of their own. */
  final BitSet hidden = new BitSet();

  /** How many nodes each box hides. */
  final int[] hides;

  TextRuns(TextTree tree, Folding folding) {
    int n = tree.nodes();
    boxOfNode = new int[n];
    IntArrayList first = new IntArrayList(n);
    IntArrayList last = new IntArrayList(n);
    IntArrayList above = new IntArrayList(n);
    IntArrayList length = new IntArrayList(n);
    IntArrayList folded = new IntArrayList(n);
    for (int node = 0; node < n; node++) {
      int p = tree.parent(node);
      int box = p < 0 ? -1 : boxOfNode[p];
      if (p >= 0 && (folding.folds(p) || hidden.get(p))) {
        hidden.set(node);
        folded.set(box, folded.get(box) + 1);
      } else if (p > 0 && tree.continuesParent(node) && length.get(box) < LONGEST) {
        last.set(box, node);
        length.set(box, length.get(box) + 1);
      } else {
        above.add(box);
        box = first.size();
        first.add(node);
        last.add(node);
        length.add(1);
        folded.add(0);
      }
      boxOfNode[node] = box;
    }
    firstNode = first.toArray();
    lastNode = last.toArray();
    parent = above.toArray();
    hides = folded.toArray();
  }

  int size() {
    return firstNode.length;
  }
}
