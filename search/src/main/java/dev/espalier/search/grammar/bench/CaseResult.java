package dev.espalier.search.grammar.bench;

/**
 * What came of one schema.
 *
 * @param reason why it was refused, or which value was decided wrongly; empty if all is well
 * @param compileMillis time from the schema's text to its grammar
 * @param maskMicros times of masks, token by token
 */
public record CaseResult(
    String name,
    Verdict verdict,
    String reason,
    double compileMillis,
    int acceptedValid,
    int valid,
    int rejectedInvalid,
    int invalid,
    Measurement maskMicros) {

  /** Ordered from good to bad. */
  public enum Verdict {
    /** All values are decided as declared. */
    RIGHT,
    /** The schema is refused, with a reason. */
    REFUSED,
    /** A valid value is rejected. */
    FALSE_REJECT,
    /** An invalid value is accepted. */
    FALSE_ACCEPT
  }
}
