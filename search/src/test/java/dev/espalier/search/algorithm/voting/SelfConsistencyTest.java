package dev.espalier.search.algorithm.voting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.SearchEvent;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfConsistencyTest {

  private static final RewardedTree ANSWERS =
      new RewardedTree()
          .goal("\\boxed{1}", .5, .1)
          .goal("\\boxed{2}", .3, .1)
          .goal("\\boxed{3}", .2, .1);

  private static SearchAlgorithm<?> kernel(String... settings) {
    Map<String, String> given = new java.util.HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named("self-consistency").create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(kernel(settings), RewardedTree.problem(seed), tree.models());
  }

  @Test
  void theMajorityOfThreePicksAnswersByTheBinomialLaw() {
    int runs = 20_000;
    Models models = ANSWERS.models();
    SearchAlgorithm<?> kernel = kernel("samples", "3");
    var counts =
        Searches.count(
            runs, seed -> Searches.run(kernel, RewardedTree.problem(seed), models).chosen());
    assertThat(Searches.deviation(counts.get("\\boxed{1}"), runs, .56)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("\\boxed{2}"), runs, .276)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("\\boxed{3}"), runs, .164)).isBetween(-4.0, 4.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void oneSampleIsPlainSampling(long seed) {
    Done sampled =
        Searches.run(
            AlgorithmCatalogue.named("sample").create(Map.of()),
            RewardedTree.problem(seed),
            ANSWERS.models());
    assertThat(run(ANSWERS, seed, "samples", "1").results().getFirst().tokens())
        .isEqualTo(sampled.results().getFirst().tokens());
  }

  @Test
  void onlyTheFirstVotersVote() {
    for (long seed = 0; seed < 50; seed++) {
      Done first = run(ANSWERS, seed, "samples", "3");
      Done some = run(ANSWERS, seed, "samples", "9", "voters", "3");
      assertThat(some.chosen()).isEqualTo(first.chosen());
      assertThat(some.results()).hasSize(3);
    }
  }

  @Test
  void weightsByProbabilityCountAVoteWithTheSolutionsProbability() {
    Done done = run(ANSWERS, 3, "samples", "40", "weights", "probability");
    var ballots = done.all(SearchEvent.Voted.class).getOnly().ballots();
    ballots.forEach(ballot -> {
      double relative = ballot.sum() / ballot.nodes().size();
      double expected =
          switch (ballot.answer()) {
            case "1" -> 1;
            case "2" -> .6;
            default -> .4;
          };
      assertThat(relative).isCloseTo(expected, Offset.offset(1e-6));
    });
    assertThat(ballots).hasSize(3);
  }

  @Test
  void normalisedWeightsTakeTheRootOfTheLength() {
    Done done = run(ANSWERS, 3, "samples", "40", "weights", "normalised");
    var second =
        done.all(SearchEvent.Voted.class).getOnly().ballots().detect(b -> b.answer().equals("2"));
    // Two tokens a solution: the answer and the end.
    assertThat(second.sum() / second.nodes().size()).isCloseTo(Math.sqrt(.6), Offset.offset(1e-6));
  }

  @Test
  void noRewardModelIsAsked() {
    RewardedTree tree = new RewardedTree().goal("\\boxed{1}", 1, 1);
    Models models = tree.models();
    Done done =
        Searches.run(
            kernel(),
            RewardedTree.problem(1),
            new Models(models.language(), models.tokenizer(), null));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.cost().prmPasses()).isZero();
  }

  @Test
  void losersSayByHowMuchTheirAnswerLost() {
    Done done = run(ANSWERS, 1, "samples", "20");
    var pruned = done.all(SearchEvent.Pruned.class);
    assertThat(pruned).isNotEmpty();
    pruned.forEach(event -> {
      Reason.Outvoted reason = (Reason.Outvoted) event.reason();
      assertThat(reason.share()).isLessThan(reason.best());
    });
  }

  @Test
  void allSamplesGrowInOneCallAStep() {
    Done done = run(ANSWERS, 1, "samples", "16");
    assertThat(done.cost().modelCalls()).isEqualTo(2);
    assertThat(done.cost().modelRows()).isEqualTo(32);
  }

  @Test
  void aBudgetOfNothingConcludesBeforeAnyModelIsAsked() {
    Done done =
        Searches.run(
            kernel(), RewardedTree.problem(1), ANSWERS.models(), Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aSpentBudgetLetsTheFinishedSolutionsVote() {
    RewardedTree tree =
        new RewardedTree().goal("\\boxed{1}", .5, 1).step("on", .5, 1).goal("on/\\boxed{2}", 1, 1);
    Done done =
        Searches.run(
            kernel("samples", "8"),
            RewardedTree.problem(5),
            tree.models(),
            Budget.of(CostUnit.CALLS, 2));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isNotEmpty();
    assertThat(done.results().collect(r -> r.text())).containsOnly("\\boxed{1}");
  }

  @Test
  void textsThatEndAtOnceConcludeWithEmptySolutions() {
    Done done = run(new RewardedTree().end("", 1), 1, "samples", "4");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending))
        .containsOnly(Ending.EMPTY);
    assertThat(done.results()).hasSize(4);
  }

  @Test
  void solutionsThatAreAllCutAreAnExhaustedSearch() {
    RewardedTree endless = new RewardedTree().step("a", 1, 1).step("a/b", 1, 1);
    Done done = run(endless, 1, "samples", "4", "max-tokens", "1");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @Test
  void aModelWithoutAnyNextTokenEndsTheSearchInWords() {
    Done done = run(new RewardedTree().step("a", 1, 1), 1, "samples", "4");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("probability");
  }
}
