package dev.espalier.app.comparison;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.Series;

/** What is drawn against what was spent. */
public enum Measure {
  BEST_SCORE("best score"),
  BEST_FINISHED("best finished score");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  Series of(SearchTree tree) {
    return switch (this) {
      case BEST_SCORE -> tree.bestScored();
      case BEST_FINISHED -> tree.bestFinished();
    };
  }
}
