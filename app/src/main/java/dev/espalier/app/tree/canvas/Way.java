package dev.espalier.app.tree.canvas;

/** From one node of the picture to the next. */
public enum Way {
  PARENT,
  CHILD,
  SIBLING_BEFORE,
  SIBLING_AFTER
}
