package dev.espalier.reward.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.junit.jupiter.api.Test;

class FlawedSolutionsTest {

  private static final WordProblems PROBLEMS =
      new WordProblems(ProblemMix.STANDARD, Split.TRAINING, 9);

  @Test
  void someAreFaultlessAndMostHaveAnError() {
    int faultless = 0;
    for (int i = 0; i < 2000; i++) {
      WordProblem problem = PROBLEMS.problem(i);
      ImmutableBooleanList right =
          StepChecker.check(problem, FlawedSolutions.steps(problem, new SplittableRandom(i)));
      faultless += right.allSatisfy(one -> one) ? 1 : 0;
    }
    assertThat(faultless).isBetween(600, 1000);
  }

  @Test
  void anErrorIsAsLikelyEarlyAsLate() {
    int[] firstWrong = new int[3];
    for (int i = 0; firstWrong[0] + firstWrong[1] + firstWrong[2] < 900; i++) {
      WordProblem problem = PROBLEMS.problem(i);
      ImmutableBooleanList right =
          StepChecker.check(problem, FlawedSolutions.steps(problem, new SplittableRandom(i)));
      int wrong = right.count(one -> one);
      if (problem.length() == 3 && wrong < 3) {
        firstWrong[wrong]++;
      }
    }
    assertThat(firstWrong[0]).isBetween(200, 400);
    assertThat(firstWrong[1]).isBetween(200, 400);
    assertThat(firstWrong[2]).isBetween(200, 400);
  }

  @Test
  void stepsReadLikeTheTrueOnesButForNumbersAndSigns() {
    for (int i = 0; i < 500; i++) {
      WordProblem problem = PROBLEMS.problem(i);
      ImmutableList<String> steps = FlawedSolutions.steps(problem, new SplittableRandom(i));
      assertThat(plain(steps.makeString("\n\n"))).isEqualTo(plain(problem.solution()));
    }
  }

  private static String plain(String text) {
    return text.replaceAll("\\d+ [-+*/] \\d+ = \\d+|\\d+", "#");
  }

  @Test
  void theSameSeedGivesTheSameSteps() {
    WordProblem problem = PROBLEMS.problem(3);
    assertThat(FlawedSolutions.steps(problem, new SplittableRandom(4)))
        .isEqualTo(FlawedSolutions.steps(problem, new SplittableRandom(4)));
  }
}
