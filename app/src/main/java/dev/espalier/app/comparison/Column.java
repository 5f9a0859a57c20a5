package dev.espalier.app.comparison;

/** What the table says of each run. */
public enum Column {
  ANSWER("Answer", Better.NONE),
  CORRECT("Correct", Better.MORE),
  SCORE("Score", Better.MORE),
  LOG_PROB("Log-prob", Better.MORE),
  TOKENS("Generated tokens", Better.LESS),
  ROWS("Model rows", Better.LESS),
  PRM("PRM passes", Better.LESS),
  CHECKS("Constraint checks", Better.LESS),
  OUTPUTS("Distinct outputs", Better.MORE),
  VALID("Valid outputs", Better.MORE),
  SECONDS("Seconds", Better.LESS),
  FINISHED("Finished", Better.NONE);

  /** Which of two values is the better one. */
  enum Better {
    MORE,
    LESS,
    NONE
  }

  private final String title;
  private final Better better;

  Column(String title, Better better) {
    this.title = title;
    this.better = better;
  }

  public String title() {
    return title;
  }

  /** Whether {@code one} is better than {@code other}; no number is better than none. */
  boolean better(double one, double other) {
    return switch (better) {
      case MORE -> one > other;
      case LESS -> one < other;
      case NONE -> false;
    };
  }

  /** A low cost is only worth something in a run that has come to its end. */
  boolean countsForTheEndedOnly() {
    return better == Better.LESS;
  }
}
