package dev.espalier.app.tree;

import org.eclipse.collections.api.list.primitive.IntList;

/**
 * Texts below texts, each of which comes to be at some moment: what there is to lay out and to draw
 * of a tree, whatever it was made from.
 *
 * <p>Node 0 is the root, and a parent has a smaller number than its children. Moments are counted
 * by a cursor, which is an ordinal and nothing more.
 */
public interface TextTree {

  /** How many nodes there are, those of the future of any cursor included. */
  int nodes();

  /** The parent, −1 for the root. */
  int parent(int node);

  /** Children in the order they are drawn in. */
  IntList children(int node);

  /** The node's whole text, future included. */
  String text(int node);

  /** Whether the node's text is drawn in one box with its parent's, which has no other child. */
  boolean continuesParent(int node);

  /** Whether all boxes are equally wide, so that depths form columns. */
  boolean inColumns();

  /** Whether there is any of the node at a cursor. */
  boolean bornAt(int node, int cursor);

  /** The first cursor at which there is any of the node. */
  int birth(int node);

  /** How many characters of {@link #text} there are at a cursor. */
  int charsAt(int node, int cursor);
}
