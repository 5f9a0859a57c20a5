package dev.espalier.app.breakpoints;

import java.util.regex.Pattern;

/**
 * A condition over an event, such as {@code reward < 0.4 && depth > 3}.
 *
 * <p>Numbers are compared by {@code < <= > >= == !=} and joined by {@code + - * /}; texts are
 * compared by {@code ==}, {@code !=}, and {@code ~} (contains a match of a regular expression);
 * conditions are joined by {@code && || !} and brackets. A condition can only look: it has no
 * assignments, no calls and no loops, so it ends after as many operations as it has symbols.
 */
public final class Condition {

  /** A condition once read. */
  interface Test {
    boolean holds(Moment moment);
  }

  /** A number once read. */
  interface Quantity {
    double of(Moment moment);
  }

  /** A text once read. */
  interface Words {
    String of(Moment moment);
  }

  private final String source;
  private final Test test;

  private Condition(String source, Test test) {
    this.source = source;
    this.test = test;
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionException with what is wrong where
   */
  public static Condition of(String source) throws ConditionException {
    return new Condition(source.strip(), new ConditionReader(source).condition());
  }

  /** A text that contains a match. */
  static Test matches(Words words, Pattern pattern) {
    return moment -> pattern.matcher(words.of(moment)).find();
  }

  boolean holds(Moment moment) {
    return test.holds(moment);
  }

  @Override
  public String toString() {
    return source;
  }
}
