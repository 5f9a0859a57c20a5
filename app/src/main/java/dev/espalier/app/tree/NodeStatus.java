package dev.espalier.app.tree;

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
}
