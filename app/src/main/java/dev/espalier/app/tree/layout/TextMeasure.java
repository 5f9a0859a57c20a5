package dev.espalier.app.tree.layout;

/** How wide text is drawn. */
@FunctionalInterface
public interface TextMeasure {

  /** Width of one character in world units; kerning is left out. */
  double width(int codePoint);
}
