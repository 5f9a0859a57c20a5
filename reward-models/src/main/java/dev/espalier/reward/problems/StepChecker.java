package dev.espalier.reward.problems;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.bag.primitive.MutableLongBag;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.eclipse.collections.api.set.primitive.MutableLongSet;
import org.eclipse.collections.impl.factory.primitive.LongBags;
import org.eclipse.collections.impl.factory.primitive.LongSets;
import org.eclipse.collections.impl.list.mutable.primitive.BooleanArrayList;

/**
 * Judges the steps of an attempted solution exactly.
 *
 * <p>A calculating step is right if its arithmetic is, its operands are numbers of the problem or
 * results of earlier steps, and its result is one of the true solution's, each counted once; the
 * order is free. The last step is right if it boxes the answer. From the first wrong step on every
 * step is wrong: it stands on an error.
 */
public final class StepChecker {

  static final Pattern EQUATION = Pattern.compile("(\\d{1,9}) ([-+*/]) (\\d{1,9}) = (\\d{1,9})");
  static final Pattern BOXED = Pattern.compile("\\\\boxed\\{(\\d{1,9})\\}");

  /** May be used without being named: problems speak of halves and of twice as many. */
  static final long HALVES_AND_DOUBLES = 2;

  private StepChecker() {}

  /** For each of {@code steps}, separators stripped, whether it and all before it are right. */
  public static ImmutableBooleanList check(WordProblem problem, ImmutableList<String> steps) {
    MutableLongSet known = LongSets.mutable.withAll(problem.numbers());
    known.add(HALVES_AND_DOUBLES);
    MutableLongBag open = LongBags.mutable.withAll(problem.steps().collectLong(Step::result));
    BooleanArrayList verdicts = new BooleanArrayList();
    boolean right = true;
    for (String step : steps) {
      right = right && isRight(problem, step, known, open);
      verdicts.add(right);
    }
    return verdicts.toImmutable();
  }

  private static boolean isRight(
      WordProblem problem, String step, MutableLongSet known, MutableLongBag open) {
    Matcher boxed = BOXED.matcher(step);
    if (boxed.find()) {
      return Long.parseLong(boxed.group(1)) == problem.answer();
    }
    Matcher equation = EQUATION.matcher(step);
    if (!equation.find()) {
      return false;
    }
    long left = Long.parseLong(equation.group(1));
    char operation = equation.group(2).charAt(0);
    long right = Long.parseLong(equation.group(3));
    long result = Long.parseLong(equation.group(4));
    boolean holds =
        (operation != '/' || (right != 0 && left % right == 0))
            && Step.apply(left, operation, right) == result;
    if (!holds || !known.contains(left) || !known.contains(right) || !open.remove(result)) {
      return false;
    }
    known.add(result);
    return true;
  }
}
