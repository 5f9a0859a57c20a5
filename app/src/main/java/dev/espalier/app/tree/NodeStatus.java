package dev.espalier.app.tree;

import org.jspecify.annotations.Nullable;

/** Where a node stands in its search. */
public enum NodeStatus {
  /** Its text is still being drawn from the model. */
  WRITING("being written"),
  /** In the frontier, not yet expanded. */
  OPEN("open"),
  /** Its children were generated. */
  EXPANDED("expanded"),
  /** In the beam at some rank. */
  KEPT("kept"),
  /** Out of the search for good. */
  PRUNED("pruned"),
  /** Completes a hypothesis. */
  FINISHED("finished"),
  /** Ends the text the search chose. */
  SOLUTION("solution");

  private final String label;

  NodeStatus(String label) {
    this.label = label;
  }

  /** In a sentence or a legend. */
  public String label() {
    return label;
  }

  /** Whether the search may still go on from such a node. */
  public boolean inFrontier() {
    return this == OPEN || this == KEPT;
  }

  /**
   * Which of two statuses to show where there is room for one: the rarer and the more alive. Null
   * stands for none.
   */
  public static @Nullable NodeStatus weightier(@Nullable NodeStatus one, @Nullable NodeStatus two) {
    return one == null || (two != null && two.weight() > one.weight()) ? two : one;
  }

  private int weight() {
    return switch (this) {
      case PRUNED -> 0;
      case EXPANDED -> 1;
      case WRITING -> 2;
      case OPEN -> 3;
      case KEPT -> 4;
      case FINISHED -> 5;
      case SOLUTION -> 6;
    };
  }
}
