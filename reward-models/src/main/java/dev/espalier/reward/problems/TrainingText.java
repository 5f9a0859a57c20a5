package dev.espalier.reward.problems;

import java.util.SplittableRandom;

/**
 * One text to learn from.
 *
 * @param kind what it is
 * @param prompt what a user would write, or empty for a plain text
 * @param completion what is to follow
 */
public record TrainingText(Kind kind, String prompt, String completion) {

  /** The kinds of text and their share of a training set in percent. */
  public enum Kind {
    WORD_PROBLEM(80),
    RECORD(5),
    EXPRESSION(5),
    STORY(10);

    private final int percent;

    Kind(int percent) {
      this.percent = percent;
    }
  }

  /** Text number {@code index} of the training set with this mix and seed. */
  public static TrainingText number(long index, ProblemMix mix, long seed) {
    SplittableRandom random =
        new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ (index + 1) * 0xBF58476D1CE4E5B9L);
    Kind kind = kind(random.nextInt(100));
    return switch (kind) {
      case WORD_PROBLEM -> {
        WordProblem problem = new WordProblems(mix, Split.TRAINING, seed).problem(index);
        yield new TrainingText(kind, problem.text(), problem.solution());
      }
      case RECORD -> Records.write(random);
      case EXPRESSION -> Expressions.write(random);
      case STORY -> new TrainingText(kind, "", Stories.write(random));
    };
  }

  private static Kind kind(int percentile) {
    int sum = 0;
    for (Kind kind : Kind.values()) {
      sum += kind.percent;
      if (percentile < sum) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares add up to " + sum + " percent");
  }
}
