package dev.espalier.search.algorithm.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {

  private static final RewardedTree TREE =
      new RewardedTree()
          .step("A", .6, .8)
          .step("B", .4, .5)
          .step("A/A1", .5, .7)
          .goal("A/A2", .5, .2)
          .goal("A/A1/A3", .6, .9)
          .goal("A/A1/A4", .4, .3)
          .goal("B/B1", .5, .95)
          .goal("B/B2", .5, .1);

  private static Done run(
      String algorithm, String aggregation, long seed, String count, String number) {
    Map<String, String> settings =
        new HashMap<>(Map.of("temperature", "1", "aggregation", aggregation, count, number));
    return Searches.run(
        AlgorithmCatalogue.named(algorithm).create(settings),
        RewardedTree.problem(seed),
        TREE.models());
  }

  @Test
  void theModelIsShownTheWholeTextAsOneStep() {
    var steps = Lists.immutable.with("one", "two");
    assertThat(Aggregation.MODEL.shown("q", steps).steps()).containsExactly("one\n\ntwo");
    assertThat(Aggregation.LAST.shown("q", steps).steps()).isEqualTo(steps);
  }

  /** For a judge to whom it is all the same how a text is cut. */
  @ParameterizedTest
  @CsvSource({
    "best-of-n, samples, 4",
    "prm-beam, samples, 4",
    "dvts, samples, 4",
    "particle-filter, particles, 4"
  })
  void theModelsViewIsTheLastScoreWhereCutsDoNotMatter(
      String algorithm, String count, String number) {
    for (long seed = 0; seed < 30; seed++) {
      Done last = run(algorithm, "last", seed, count, number);
      Done model = run(algorithm, "model", seed, count, number);
      assertThat(model.results()).isEqualTo(last.results());
      model
          .all(SearchEvent.Scored.class)
          .forEach(scored -> {
            if (scored.score() instanceof Score.Solution solution) {
              assertThat(solution.aggregation()).isEqualTo("model");
              assertThat(solution.steps().toArray()).containsExactly(solution.value());
            }
          });
    }
  }

  /** Gives the n-th step of what it is shown the score 1 / (n + 1). */
  private static final class CountingJudge implements RewardModel {

    @Override
    public RewardDescription description() {
      return new RewardDescription("counting", "", "table");
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      return solutions.collect(solution -> {
        double[] scores = new double[solution.steps().size()];
        int[] tokens = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
          scores[i] = 1.0 / (i + 2);
          tokens[i] = 1;
        }
        return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
      });
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"last, .25", "min, .25", "mean, .3611111111111111", "model, .5"})
  void aJudgeToWhomItMattersSeesOneStepOrThree(String aggregation, double expected) {
    RewardedTree chain =
        new RewardedTree().step("a", 1, .1).step("a/b", 1, .1).goal("a/b/c", 1, .1);
    Models models =
        new Models(chain.models().language(), chain.models().tokenizer(), new CountingJudge());
    Done done =
        Searches.run(
            AlgorithmCatalogue.named("best-of-n")
                .create(Map.of("aggregation", aggregation, "samples", "2")),
            RewardedTree.problem(1),
            models);
    assertThat(done.results().getFirst().score()).isEqualTo(expected);
  }
}
