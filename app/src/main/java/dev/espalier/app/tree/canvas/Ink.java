package dev.espalier.app.tree.canvas;

import javafx.scene.paint.Color;

/** A colour of the tree, by the name of its CSS property. */
enum Ink {
  BACKGROUND("-tree-background", "#ffffff"),
  PANEL("-tree-panel", "#f6f8fa"),
  TEXT("-tree-text", "#1f2328"),
  MUTED("-tree-muted", "#59636e"),
  BORDER("-tree-border", "#8c959f"),
  EDGE("-tree-edge", "#afb8c1"),
  FILL("-tree-fill", "#ffffff"),
  FILL_LOW("-tree-fill-low", "#f3f6fa"),
  FILL_HIGH("-tree-fill-high", "#a5c5e9"),
  OPEN("-tree-open", "#0072b2"),
  KEPT("-tree-kept", "#009e73"),
  PRUNED("-tree-pruned", "#818b98"),
  SOLUTION("-tree-solution", "#009e73"),
  CURRENT("-tree-current", "#e69f00"),
  SELECTED("-tree-selected", "#1f2328"),
  RUN_A("-tree-run-a", "#d55e00"),
  RUN_B("-tree-run-b", "#56b4e9"),
  RUN_C("-tree-run-c", "#f0e442"),
  RUN_D("-tree-run-d", "#000000");

  private final String property;
  private final String fallback;

  Ink(String property, String fallback) {
    this.property = property;
    this.fallback = fallback;
  }

  String property() {
    return property;
  }

  /** The colour of a run among several, from 0. */
  static Ink run(int run) {
    return switch (run) {
      case 0 -> RUN_A;
      case 1 -> RUN_B;
      case 2 -> RUN_C;
      case 3 -> RUN_D;
      default -> throw new IllegalArgumentException("run " + run + "; there are 0 to 3");
    };
  }

  /** The colour where no style sheet gives one. */
  Color fallback() {
    return Color.web(fallback);
  }
}
