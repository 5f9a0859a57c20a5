package dev.espalier.reward.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.reward.verifier.RewardEnsemble.Combination;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierRewardTest {

  private static final String PROBLEM = "What is 12 + 7?";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 + 7 = 19 | 1",
        "So 12 + 7 = 20. | 0",
        "3 * 24 = 72 and 72 - 5 = 67 | 1",
        "3 * 24 = 72 and 72 - 5 = 66 | 0",
        "(2 + 3) * 4 = 20 | 1",
        "1,200 / 3 = 400 | 1",
        "7 / 2 = 3.5 | 1",
        "7 / 2 = 3 | 0",
        "2 \u00d7 3 = 6 and 6 \u00f7 2 = 3 | 1",
        "2 + 3 = 1 + 4 | 0.5",
        "x + 3 = 5 | 0.5",
        "She has some apples. | 0.5",
        "It is 20. | 0.5",
        "The answer is 19. | 1",
        "\\boxed{19} | 1",
        "\\boxed{\\frac{38}{2}} | 1",
        "\\boxed{20} | 0",
        "Since 12 + 7 = 20, it is \\boxed{19} | 0",
      })
  void stepsAreJudgedByRule(String step, double score) {
    assertThat(scores(knowing(), PROBLEM, step)).containsExactly(score);
  }

  @Test
  void withoutAnAnswerOnlyTheArithmeticCounts() {
    VerifierReward verifier = VerifierReward.ofArithmetic();
    assertThat(scores(verifier, PROBLEM, "12 + 7 = 19", "\\boxed{20}")).containsExactly(1, 0.5);
    assertThat(scores(knowing(), "another problem", "\\boxed{20}")).containsExactly(0.5);
  }

  @Test
  void whatStandsOnAnErrorIsWrong() {
    assertThat(scores(knowing(), PROBLEM, "Let us see.", "12 + 7 = 20", "1 + 1 = 2", "\\boxed{19}"))
        .containsExactly(0.5, 0, 0, 0);
  }

  @Test
  void theScoreOfAStepDoesNotDependOnLaterOnes() {
    String[] steps = {"12 + 7 = 19", "Let us see.", "2 + 2 = 5", "\\boxed{19}"};
    double[] whole = scores(knowing(), PROBLEM, steps);
    for (int n = 1; n <= steps.length; n++) {
      assertThat(scores(knowing(), PROBLEM, java.util.Arrays.copyOf(steps, n)))
          .containsExactly(java.util.Arrays.copyOf(whole, n));
    }
  }

  @Test
  void answersComeFromAProblemFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("problems.jsonl");
    Files.writeString(
        file,
        """
        {"id":"1","prompt":"What is 12 + 7?","answer":"19"}

        {"id":"2","prompt":"And 1 + 1?","answer":2}
        """);
    VerifierReward verifier = VerifierReward.read(file);
    assertThat(scores(verifier, "And 1 + 1? ", "\\boxed{2}")).containsExactly(1);
    assertThat(scores(verifier, PROBLEM, "\\boxed{2}")).containsExactly(0);
    Files.writeString(file, "{\"prompt\":\"a\",\"answer\":\"1\"}\n{\"prompt\":3}\n");
    assertThatIOException()
        .isThrownBy(() -> VerifierReward.read(file))
        .withMessageContaining("problems.jsonl, line 2: it needs");
    Files.writeString(file, "{");
    assertThatIOException()
        .isThrownBy(() -> VerifierReward.read(file))
        .withMessageContaining("problems.jsonl, line 1: not valid JSON");
  }

  @Test
  void anEnsembleCombinesItsMembers() {
    Solution solution = new Solution("q", Lists.immutable.with("a", "b"));
    assertThat(combined(Combination.MEAN, solution)).containsExactly(0.5, 0.55);
    assertThat(combined(Combination.MIN, solution)).containsExactly(0.2, 0.5);
    assertThat(combined(Combination.PRODUCT, solution))
        .containsExactly(new double[] {0.16, 0.3}, within(1e-12));
  }

  @Test
  void anEnsembleReadsWhatItsMembersRead() {
    try (RewardEnsemble ensemble = ensemble(Combination.MEAN)) {
      StepScores scores =
          ensemble
              .score(Lists.immutable.with(new Solution("q", Lists.immutable.with("a", "b"))))
              .getOnly();
      assertThat(scores.tokens()).isEqualTo(IntLists.immutable.with(6, 4));
      assertThat(ensemble.description().id()).isEqualTo("mean(given, given)");
    }
  }

  @Test
  void aMemberWithoutAScoreLeavesTheEnsembleWithout() {
    RewardModel silent = new Given(Double.NaN, Double.NaN);
    RewardModel speaking = new Given(0.5, 0.5);
    for (Combination combination : Combination.values()) {
      try (RewardEnsemble ensemble =
          new RewardEnsemble(Lists.immutable.with(speaking, silent), combination)) {
        assertThat(scores(ensemble, "q", "a", "b")).containsExactly(Double.NaN, Double.NaN);
      }
    }
  }

  @Test
  void anEnsembleOfNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RewardEnsemble(Lists.immutable.empty(), Combination.MIN).close());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Combination.of("median"))
        .withMessageContaining("mean, min or product");
  }

  private static double[] combined(Combination combination, Solution solution) {
    try (RewardEnsemble ensemble = ensemble(combination)) {
      return ensemble.score(Lists.immutable.with(solution)).getOnly().scores().toArray();
    }
  }

  private static RewardEnsemble ensemble(Combination combination) {
    return new RewardEnsemble(
        Lists.immutable.with(new Given(0.2, 0.6), new Given(0.8, 0.5)), combination);
  }

  private static VerifierReward knowing() {
    return VerifierReward.of(Map.of(PROBLEM, "19"));
  }

  private static double[] scores(RewardModel model, String problem, String... steps) {
    Solution solution = new Solution(problem, Lists.immutable.with(steps));
    return model.score(Lists.immutable.with(solution)).getOnly().scores().toArray();
  }

  /** Two steps, scored as given. */
  private record Given(double first, double second) implements RewardModel {

    @Override
    public RewardDescription description() {
      return new RewardDescription("given", "", "rule");
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      return solutions.collect(_ ->
          new StepScores(DoubleLists.immutable.with(first, second), IntLists.immutable.with(3, 2)));
    }

    @Override
    public void close() {}
  }
}
