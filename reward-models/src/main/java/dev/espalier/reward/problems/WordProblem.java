package dev.espalier.reward.problems;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.primitive.ImmutableLongSet;

/**
 * A problem in words with its true solution.
 *
 * @param numbers the numbers that occur in the text
 * @param steps the true steps in order
 */
public record WordProblem(
    String id, String text, long answer, ImmutableLongSet numbers, ImmutableList<Step> steps) {

  /** The solution as the language model is to write it: steps separated by a blank line. */
  public String solution() {
    return steps.collect(Step::text).makeString("\n\n")
        + "\n\nThe answer is \\boxed{"
        + answer
        + "}.";
  }

  /** Number of calculations. */
  public int length() {
    return steps.size();
  }
}
