package dev.espalier.reward.problems;

import java.util.regex.Matcher;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.primitive.MutableLongSet;
import org.eclipse.collections.impl.factory.primitive.LongSets;

/** Where in a wrong step the error first shows. */
public final class ErrorPlace {

  /** The step is wrong as a whole, no character of it more than another. */
  public static final int UNKNOWN = Integer.MAX_VALUE;

  private ErrorPlace() {}

  /**
   * Number of leading characters of a step that may still be those of a right one, or {@link
   * #UNKNOWN}.
   *
   * @param before the steps before it, all right
   * @param step the first that {@link StepChecker} finds wrong
   */
  public static int in(WordProblem problem, ImmutableList<String> before, String step) {
    Matcher boxed = StepChecker.BOXED.matcher(step);
    if (boxed.find()) {
      return boxed.start(1) + common(boxed.group(1), Long.toString(problem.answer()));
    }
    Matcher equation = StepChecker.EQUATION.matcher(step);
    if (!equation.find()) {
      return UNKNOWN;
    }
    MutableLongSet known = known(problem, before);
    long left = Long.parseLong(equation.group(1));
    char operation = equation.group(2).charAt(0);
    long right = Long.parseLong(equation.group(3));
    if (!known.contains(left)) {
      return equation.end(1);
    }
    if (!known.contains(right) || (operation == '/' && (right == 0 || left % right != 0))) {
      return equation.end(3);
    }
    String result = Long.toString(Step.apply(left, operation, right));
    return result.equals(equation.group(4))
        ? UNKNOWN
        : equation.start(4) + common(equation.group(4), result);
  }

  private static MutableLongSet known(WordProblem problem, ImmutableList<String> before) {
    MutableLongSet known = LongSets.mutable.withAll(problem.numbers());
    known.add(StepChecker.HALVES_AND_DOUBLES);
    for (String step : before) {
      Matcher equation = StepChecker.EQUATION.matcher(step);
      if (equation.find()) {
        known.add(Long.parseLong(equation.group(4)));
      }
    }
    return known;
  }

  /** Length of the longest common prefix. */
  private static int common(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return i;
      }
    }
    return length;
  }
}
