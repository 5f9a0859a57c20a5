package dev.espalier.app.condition;

/**
 * A condition over an event, such as {@code reward < 0.4 && depth > 3}.
 *
 * <p>Numbers are compared by {@code < <= > >= == !=} and joined by {@code + - * /}; texts are
 * compared by {@code ==}, {@code !=}, and {@code ~} (contains a match of a regular expression);
 * conditions are joined by {@code && || !} and brackets. A condition can only look: it has no
 * assignments, no calls and no loops, so it ends after as many operations as it has symbols.
 */
public final class Condition {

  private final String source;
  private final Term.Test<Moment> test;

  private Condition(String source, Term.Test<Moment> test) {
    this.source = source;
    this.test = test;
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionException with what is wrong where
   */
  public static Condition of(String source) throws ConditionException {
    return new Condition(source.strip(), new ConditionReader<>(source, Fact::term).condition());
  }

  /** Whether it is so at that moment. */
  public boolean holds(Moment moment) {
    return test.holds(moment);
  }

  @Override
  public String toString() {
    return source;
  }
}
