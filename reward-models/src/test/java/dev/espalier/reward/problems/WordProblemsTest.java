package dev.espalier.reward.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class WordProblemsTest {

  private static final WordProblems TRAINING =
      new WordProblems(ProblemMix.STANDARD, Split.TRAINING, 1);

  private static List<WordProblem> problems() {
    return LongStream.range(0, 3_000).mapToObj(TRAINING::problem).toList();
  }

  private static ImmutableList<String> steps(WordProblem problem) {
    return Lists.immutable.with(problem.solution().split("\n\n"));
  }

  @Test
  void thereAreAtLeastFortyOpenings() {
    assertThat(StoryTemplates.OPENINGS.collect(StoryTemplates.Opening::text).toSet())
        .hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void theSameNumberGivesTheSameProblem() {
    assertThat(TRAINING.problem(77))
        .isEqualTo(new WordProblems(ProblemMix.STANDARD, Split.TRAINING, 1).problem(77));
  }

  @Test
  void everyTrueSolutionIsFoundRight() {
    for (WordProblem problem : problems()) {
      assertThat(StepChecker.check(problem, steps(problem)).toArray())
          .as("%s%n%s", problem.text(), problem.solution())
          .containsOnly(true);
    }
  }

  @Test
  void everyStepHoldsAndEveryValueIsAWholePositiveNumber() {
    for (WordProblem problem : problems()) {
      for (Step step : problem.steps()) {
        assertThat(Step.apply(step.left(), step.operation(), step.right()))
            .isEqualTo(step.result())
            .isPositive();
        assertThat(step.text()).doesNotContain("{", "}");
      }
      assertThat(problem.text()).doesNotContain("{", "}");
      assertThat(problem.steps()).hasSizeBetween(2, 7);
    }
  }

  @Test
  void aTextIsOnOneSideOnly() {
    Set<String> training = new HashSet<>();
    problems().forEach(problem -> training.add(problem.text()));
    for (WordProblem held : ProblemFile.heldOut(ProblemMix.HELD_OUT, 1, 300)) {
      assertThat(Split.of(held.text())).isEqualTo(Split.HELD_OUT);
      assertThat(training).doesNotContain(held.text());
    }
  }

  @Test
  void aWrongResultIsWrongAndSoIsAllAfterIt() {
    WordProblem problem =
        problems().stream().filter(p -> p.length() == 4).findFirst().orElseThrow();
    Step second = problem.steps().get(1);
    ImmutableList<String> steps =
        steps(problem)
            .collectWithIndex((text, i) ->
                i == 1 ? text.replace("= " + second.result(), "= " + (second.result() + 1)) : text);
    assertThat(StepChecker.check(problem, steps).toArray())
        .containsExactly(true, false, false, false, false);
  }

  @Test
  void aWrongAnswerAfterRightStepsIsWrong() {
    WordProblem problem = problems().getFirst();
    ImmutableList<String> steps =
        steps(problem)
            .collect(text -> text.contains("boxed") ? "The answer is \\boxed{999999}." : text);
    assertThat(StepChecker.check(problem, steps).getLast()).isFalse();
  }

  @Test
  void aCorrectSumOfNumbersThatMeanNothingIsWrong() {
    WordProblem problem = problems().getFirst();
    assertThat(
            StepChecker.check(problem, Lists.immutable.with("There are 1 + 1 = 2 of them."))
                .getFirst())
        .isFalse();
  }
}
