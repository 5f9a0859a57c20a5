package dev.espalier.reward.problems;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * Solutions of which most have one error, after which they go on as if it were none: the material
 * from which a judge of steps learns to check the arithmetic instead of guessing how hard a problem
 * looks.
 */
public final class FlawedSolutions {

  private static final double FAULTLESS = 0.35;
  private static final double WRONG_RESULT = 0.7;
  private static final double WRONG_OPERATION = 0.85;
  private static final String OPERATIONS = "+-*/";

  private FlawedSolutions() {}

  /** The steps of one solution, the answer last; {@link StepChecker} tells which are right. */
  public static ImmutableList<String> steps(WordProblem problem, RandomGenerator random) {
    int flawed = random.nextDouble() < FAULTLESS ? -1 : random.nextInt(problem.steps().size());
    Map<Long, Long> replaced = new HashMap<>();
    MutableList<String> texts = Lists.mutable.empty();
    long last = problem.answer();
    for (int i = 0; i < problem.steps().size(); i++) {
      Step step = problem.steps().get(i);
      long left = replaced.getOrDefault(step.left(), step.left());
      long right = replaced.getOrDefault(step.right(), step.right());
      char operation = step.operation();
      long result = apply(left, operation, right);
      if (i == flawed) {
        double kind = random.nextDouble();
        if (kind < WRONG_RESULT) {
          result = misread(result, random);
        } else if (kind < WRONG_OPERATION) {
          operation = OPERATIONS.charAt(random.nextInt(OPERATIONS.length()));
          result = apply(left, operation, right);
        } else {
          MutableLongList others = LongLists.mutable.withAll(problem.numbers());
          left = others.get(random.nextInt(others.size()));
          result = apply(left, operation, right);
        }
      }
      if (result != step.result()) {
        replaced.put(step.result(), result);
      }
      texts.add(
          step.text()
              .replace(
                  equation(step.left(), step.operation(), step.right(), step.result()),
                  equation(left, operation, right, result)));
      last = result;
    }
    texts.add("The answer is \\boxed{" + last + "}.");
    return texts.toImmutable();
  }

  private static String equation(long left, char operation, long right, long result) {
    return left + " " + operation + " " + right + " = " + result;
  }

  /** The result, or a number near it where an earlier error left nothing that can be calculated. */
  private static long apply(long left, char operation, long right) {
    if (operation == '/' && right == 0) {
      return left;
    }
    return Math.min(Math.abs(Step.apply(left, operation, right)), 999_999_999);
  }

  /** A slip: a digit exchanged, or one unit, ten or hundred too many or too few. */
  private static long misread(long result, RandomGenerator random) {
    while (true) {
      long unit = result >= 100 && random.nextBoolean() ? 100 : random.nextBoolean() ? 10 : 1;
      long slip =
          random.nextBoolean()
              ? result + (random.nextBoolean() ? unit : -unit)
              : result + unit * (random.nextInt(10) - (result / unit) % 10);
      if (slip >= 0 && slip != result) {
        return slip;
      }
    }
  }
}
