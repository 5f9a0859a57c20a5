package dev.espalier.search.event;

/** How a search ended. */
public enum Outcome {
  /** The algorithm reached its own end with at least one finished hypothesis. */
  SOLVED,
  /** The budget was spent first. */
  BUDGET,
  /** Nothing was left to expand, and nothing had finished. */
  EXHAUSTED,
  /** The user stopped it. */
  CANCELLED,
  /** The model failed; the explanation says how. */
  FAILED
}
