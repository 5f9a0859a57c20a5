package dev.espalier.reward.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class ErrorPlaceTest {
  private static final WordProblems PROBLEMS =
      new WordProblems(ProblemMix.STANDARD, Split.TRAINING, 9);

  /** A problem, and its first equation's parts. */
  private static final WordProblem PROBLEM = PROBLEMS.problem(1);

  private static final Step FIRST = PROBLEM.steps().getFirst();

  private static int place(String step) {
    return ErrorPlace.in(PROBLEM, Lists.immutable.empty(), step);
  }

  private static String equation(long left, long right, long result) {
    return left + " " + FIRST.operation() + " " + right + " = " + result;
  }

  @Test
  void aWrongResultShowsAtItsFirstWrongDigit() {
    String truth = equation(FIRST.left(), FIRST.right(), FIRST.result());
    String longer = truth + "7";
    assertThat(place("So " + longer)).isEqualTo(("So " + truth).length());
    int start = truth.length() - Long.toString(FIRST.result()).length();
    char other = truth.charAt(start) == '9' ? '8' : '9';
    assertThat(place(truth.substring(0, start) + other + truth.substring(start + 1)))
        .isEqualTo(start);
  }

  @Test
  void aNumberFromNowhereShowsWhereItEnds() {
    long unknown = 999_983;
    assertThat(place(equation(unknown, FIRST.right(), unknown)))
        .isEqualTo(Long.toString(unknown).length());
  }

  @Test
  void aRightEquationThatIsOfNoUseAndATextWithoutOneShowNowhere() {
    assertThat(place("Nothing is calculated.")).isEqualTo(ErrorPlace.UNKNOWN);
    assertThat(place(equation(FIRST.left(), FIRST.right(), FIRST.result())))
        .isEqualTo(ErrorPlace.UNKNOWN);
  }

  @Test
  void aBoxedAnswerShowsAtItsFirstWrongDigit() {
    assertThat(place("\\boxed{" + PROBLEM.answer() + "0}"))
        .isEqualTo("\\boxed{".length() + Long.toString(PROBLEM.answer()).length());
  }

  @Test
  void aSlipInTheResultShowsWhereTheStepLeavesTheTrueOne() {
    int slips = 0;
    for (int i = 0; i < 1000; i++) {
      WordProblem problem = PROBLEMS.problem(i);
      ImmutableList<String> steps = FlawedSolutions.steps(problem, new SplittableRandom(i));
      int wrong = StepChecker.check(problem, steps).count(right -> right);
      if (wrong < problem.length()) {
        String truth = problem.steps().get(wrong).text();
        String flawed = steps.get(wrong);
        int apart = 0;
        while (apart < Math.min(truth.length(), flawed.length())
            && truth.charAt(apart) == flawed.charAt(apart)) {
          apart++;
        }
        int equals = truth.indexOf("= ");
        if (equals >= 0 && apart >= equals + 2) {
          assertThat(ErrorPlace.in(problem, steps.take(wrong), flawed)).as(flawed).isEqualTo(apart);
          slips++;
        }
      }
    }
    assertThat(slips).isGreaterThan(300);
  }
}
