package dev.espalier.search.answer;

import java.util.Objects;

/**
 * What came of comparing two answers.
 *
 * @param equal never true if unverified
 * @param rung where it was decided
 */
public record Comparison(boolean equal, Rung rung) {
  static final Comparison UNVERIFIED = new Comparison(false, Rung.UNVERIFIED);

  /** The rungs of the ladder of {@link AnswerEquality}, in their order. */
  public enum Rung {
    TEXT,
    RATIONAL,
    STRUCTURE,
    EQUATION,
    NUMERIC,
    /** No rung could decide. */
    UNVERIFIED
  }

  public Comparison {
    Objects.requireNonNull(rung);
    if (equal && rung == Rung.UNVERIFIED) {
      throw new IllegalArgumentException("answers that are equal are verified");
    }
  }

  /** Whether a rung decided, either way. */
  public boolean verified() {
    return rung != Rung.UNVERIFIED;
  }
}
