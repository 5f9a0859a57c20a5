package dev.espalier.search.algorithm.bestofn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BestOfNTest {

  private static final RewardedTree TOY =
      new RewardedTree()
          .step("A", .6, .8)
          .step("B", .4, .5)
          .goal("A/A1", .5, .9)
          .goal("A/A2", .5, .2)
          .goal("B/B1", .5, .95)
          .goal("B/B2", .5, .1);

  private static SearchAlgorithm<?> kernel(String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named("best-of-n").create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(kernel(settings), RewardedTree.problem(seed), tree.models());
  }

  @ParameterizedTest
  @CsvSource({"2,.39,.21,.36,.04", "4,.3471,.0609,.5904,.0016"})
  void theBestOfNFollowsTheLawOfTheMaximum(
      String samples, double a1, double a2, double b1, double b2) {
    int runs = 20_000;
    Models models = TOY.models();
    SearchAlgorithm<?> kernel = kernel("samples", samples);
    var counts =
        Searches.count(
            runs, seed -> Searches.run(kernel, RewardedTree.problem(seed), models).chosen());
    assertThat(Searches.deviation(counts.get("A/A1"), runs, a1)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("A/A2"), runs, a2)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("B/B1"), runs, b1)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("B/B2"), runs, b2)).isBetween(-4.0, 4.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"best", "weighted", "majority"})
  void oneSampleIsChosenByEveryRule(String selection) {
    for (long seed = 0; seed < 10; seed++) {
      assertThat(run(TOY, seed, "samples", "1", "selection", selection).chosen())
          .isEqualTo(run(TOY, seed, "samples", "1").chosen());
    }
  }

  @Test
  void equalScoresMakeTheWeightedVoteTheMajority() {
    RewardedTree equal =
        new RewardedTree()
            .goal("\\boxed{1}", .4, .5)
            .goal("\\boxed{2}", .4, .5)
            .goal("\\boxed{3}", .2, .5);
    for (long seed = 0; seed < 50; seed++) {
      assertThat(run(equal, seed, "samples", "7", "selection", "weighted").chosen())
          .isEqualTo(run(equal, seed, "samples", "7", "selection", "majority").chosen());
    }
  }

  @Test
  void aWeightedVoteSumsTheScoresOfAnAnswer() {
    RewardedTree tree = new RewardedTree().goal("\\boxed{1}", .5, .9).goal("\\boxed{2}", .5, .4);
    for (long seed = 0; seed < 50; seed++) {
      Done done = run(tree, seed, "samples", "5", "selection", "weighted");
      long ones = done.results().count(r -> r.text().equals("\\boxed{1}"));
      assertThat(done.chosen())
          .isEqualTo(.9 * ones > .4 * (5 - ones) ? "\\boxed{1}" : "\\boxed{2}");
    }
  }

  @ParameterizedTest
  @CsvSource({"last,.9", "model,.9", "min,.3", "prod,.135", "mean,.5666666666666667"})
  void stepScoresAreAggregatedByTheChosenRule(String aggregation, double expected) {
    RewardedTree chain =
        new RewardedTree().step("a", 1, .5).step("a/b", 1, .3).goal("a/b/c", 1, .9);
    Done done = run(chain, 0, "samples", "2", "aggregation", aggregation);
    assertThat(done.results().getFirst().score()).isEqualTo(expected);
  }

  @Test
  void allSolutionsAreJudgedInOneCall() {
    RewardedTree tree = new RewardedTree().goal("x", 1, .5);
    run(tree, 0, "samples", "12");
    assertThat(tree.rewardCalls()).containsExactly(12);
  }

  @Test
  void aMissingScoreCountsAsTheWorstAndIsWarnedOf() {
    RewardedTree tree = new RewardedTree().goal("x", .5, Double.NaN).goal("y", .5, .01);
    Done done = run(tree, 2, "samples", "12");
    assertThat(done.chosen()).isEqualTo("y");
    assertThat(done.all(SearchEvent.Warned.class)).isNotEmpty();
  }

  @Test
  void aSpentBudgetLeavesTheChoiceAmongTheFinished() {
    RewardedTree tree = new RewardedTree().goal("x", .5, .1).step("on", .5, .9).goal("on/y", 1, .9);
    Done done =
        Searches.run(
            kernel("samples", "8"),
            RewardedTree.problem(1),
            tree.models(),
            Budget.of(CostUnit.CALLS, 2));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results().collect(r -> r.text())).containsOnly("x");
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(run(TOY, 9, "selection", "weighted").events())
        .isEqualTo(run(TOY, 9, "selection", "weighted").events());
  }
}
