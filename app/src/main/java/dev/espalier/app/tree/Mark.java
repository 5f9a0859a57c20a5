package dev.espalier.app.tree;

/** Moments worth jumping to, shown as glyphs on the scrubber. */
public enum Mark {
  /** A node was taken from the frontier. */
  EXPANSION("expansion"),
  /** The node taken was not a child of the one taken before it. */
  BACKTRACK("backtrack"),
  PRUNE("prune"),
  /** A hypothesis was completed. */
  FINISH("solution"),
  WARNING("warning"),
  /** Particles were drawn anew. */
  RESAMPLE("resample"),
  /** A token was drawn that the constraint forbids. */
  REJECTION("rejection"),
  /** A probable token was dropped, or the reward fell by much from one step to the next. */
  SURPRISE("surprise");

  private final String label;

  Mark(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
