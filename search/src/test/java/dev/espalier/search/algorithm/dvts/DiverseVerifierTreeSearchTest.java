package dev.espalier.search.algorithm.dvts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiverseVerifierTreeSearchTest {

  /** B is judged worse than A, and what follows it better. */
  private static final RewardedTree DECEPTIVE =
      new RewardedTree()
          .step("A", .5, .9)
          .step("B", .5, .5)
          .step("A/a", 1, .1)
          .step("B/b", 1, .8)
          .goal("A/a/x", 1, .1)
          .goal("B/b/y", 1, .95);

  private static SearchAlgorithm<?> kernel(String name, String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named(name).create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(kernel("dvts", settings), RewardedTree.problem(seed), tree.models());
  }

  private static ImmutableList<Integer> followed(Done done) {
    return done.all(SearchEvent.Kept.class).collect(SearchEvent.Kept::node);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneTreeWithoutLookaheadIsStepwiseBestOfM(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 4, 5);
    Done dvts = run(tree, seed, "samples", "6", "width", "6", "lookahead", "0");
    Done beam =
        Searches.run(
            kernel("prm-beam", "samples", "6", "width", "6", "ties", "first"),
            RewardedTree.problem(seed),
            tree.models());
    // The beam does not say which of its completed candidates it would have kept.
    assertThat(followed(dvts)).hasSize(5);
    assertThat(followed(dvts).take(4)).isEqualTo(followed(beam));
    assertThat(dvts.results()).isEqualTo(beam.results());
  }

  @Test
  void withoutLookaheadAStepIsJudgedAsItIs() {
    assertThat(run(DECEPTIVE, 1, "samples", "8", "width", "8", "lookahead", "0").chosen())
        .isEqualTo("A/a/x");
  }

  @Test
  void withLookaheadAStepIsJudgedByWhatFollowsIt() {
    assertThat(run(DECEPTIVE, 1, "samples", "8", "width", "8", "lookahead", "1").chosen())
        .isEqualTo("B/b/y");
  }

  @Test
  void lookaheadStopsWhereASolutionEnds() {
    Done done = run(DECEPTIVE, 1, "samples", "8", "width", "8", "lookahead", "9");
    assertThat(done.chosen()).isEqualTo("B/b/y");
    // Candidates of the first round are seen to their end: two more steps each.
    ImmutableList<SearchEvent> first =
        done.events().take(done.events().indexOf(new SearchEvent.Iterated(2)));
    assertThat(first.selectInstancesOf(SearchEvent.Grown.class)).hasSize(24);
  }

  @Test
  void lookaheadIsPaidForAndThrownAway() {
    Done without = run(DECEPTIVE, 1, "samples", "8", "width", "8", "lookahead", "0");
    Done with = run(DECEPTIVE, 1, "samples", "8", "width", "8", "lookahead", "1");
    assertThat(with.cost().generatedTokens()).isGreaterThan(without.cost().generatedTokens());
    assertThat(with.cost().prmPasses()).isEqualTo(without.cost().prmPasses());
    assertThat(
            with.all(SearchEvent.Pruned.class)
                .count(pruned -> pruned.reason() instanceof Reason.Lookahead))
        .isEqualTo(16);
  }

  @Test
  void lookaheadIsGreedy() {
    RewardedTree tree =
        new RewardedTree()
            .step("A", 1, .5)
            .step("A/likely", .9, .2)
            .step("A/rare", .1, .9)
            .goal("A/likely/x", 1, .2)
            .goal("A/rare/x", 1, .2);
    Done done = run(tree, 1, "samples", "16", "width", "16", "lookahead", "1");
    assertThat(done.all(SearchEvent.Scored.class).take(16))
        .allMatch(scored -> scored.score().value() == .2);
  }

  @Test
  void everyTreeGivesTheCandidatesOfItsLastRound() {
    Done done = run(RewardedTree.random(3, 3, 4), 3, "samples", "12", "width", "3");
    assertThat(done.results()).hasSize(12);
    assertThat(done.all(SearchEvent.Finished.class)).hasSize(12);
  }

  @Test
  void treesAreIndependentOfOneAnother() {
    Done done = run(RewardedTree.random(3, 3, 4), 3, "samples", "12", "width", "3");
    // Four trees, each keeping one step a round.
    assertThat(followed(done)).hasSize(16);
    assertThat(followed(done).distinct()).hasSize(16);
  }

  @Test
  void aTreeThatHasEndedIsNotAskedAgain() {
    RewardedTree tree = new RewardedTree().goal("x", .5, .5).step("a", .5, .5).goal("a/y", 1, .9);
    Done done = run(tree, 1, "samples", "8", "width", "1", "lookahead", "0");
    long ended = done.all(SearchEvent.Finished.class).count(f -> f.score() == .5);
    assertThat(ended).isBetween(1L, 7L);
    assertThat(tree.rewardCalls()).containsExactly(8, (int) (8 - ended));
    assertThat(done.results()).hasSize(8);
  }

  @Test
  void aWidthOfOneIsSoManyIndependentSamples() {
    RewardedTree tree = RewardedTree.random(4, 3, 4);
    Done dvts = run(tree, 4, "samples", "8", "width", "1", "lookahead", "2");
    Done samples =
        Searches.run(kernel("best-of-n", "samples", "8"), RewardedTree.problem(4), tree.models());
    assertThat(dvts.results().collect(r -> r.text()))
        .containsExactlyInAnyOrderElementsOf(samples.results().collect(r -> r.text()));
  }

  @Test
  void allCandidatesOfARoundAreJudgedInOneCall() {
    RewardedTree tree = RewardedTree.random(3, 3, 4);
    Done done = run(tree, 3, "samples", "12", "width", "3", "lookahead", "0");
    assertThat(tree.rewardCalls()).containsExactly(12, 12, 12, 12);
    assertThat(done.cost().modelCalls()).isEqualTo(8);
  }

  @Test
  void samplesThatTheWidthDoesNotDivideAreRefused() {
    assertThatThrownBy(() -> kernel("dvts", "samples", "10", "width", "4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples is 10; it must be a multiple of width, which is 4");
  }

  @Test
  void theLastRoundRunsToTheEnd() {
    Done done = run(RewardedTree.random(4, 3, 4), 4, "samples", "4", "width", "2", "rounds", "2");
    assertThat(done.results()).hasSize(4);
    assertThat(done.results()).allMatch(r -> RewardedTree.labels(r.text()).size() == 4);
  }

  @Test
  void aMissingScoreCountsAsTheWorst() {
    RewardedTree tree =
        new RewardedTree()
            .step("a", .5, Double.NaN)
            .step("b", .5, .01)
            .goal("a/x", 1, .9)
            .goal("b/y", 1, .2);
    Done done = run(tree, 1, "samples", "8", "width", "8", "lookahead", "0");
    assertThat(done.chosen()).isEqualTo("b/y");
    assertThat(done.all(SearchEvent.Warned.class)).isNotEmpty();
  }

  @Test
  void textsThatEndAtOnceEndTheTrees() {
    Done done = run(new RewardedTree().end("", 1), 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results()).hasSize(4);
  }

  @Test
  void aBudgetOfNothingConcludesWithoutResults() {
    Done done =
        Searches.run(
            kernel("dvts"),
            RewardedTree.problem(1),
            DECEPTIVE.models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aBudgetMayBeSpentAnywhere(int calls) {
    Done done =
        Searches.run(
            kernel("dvts", "samples", "8", "width", "4"),
            RewardedTree.problem(1),
            DECEPTIVE.models(),
            Budget.of(CostUnit.CALLS, calls));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isNotEmpty();
  }

  @Test
  void treesThatAreAllCutAreAnExhaustedSearch() {
    Done done =
        run(RewardedTree.random(1, 3, 3), 1, "samples", "4", "width", "2", "step-tokens", "1");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @Test
  void aModelWithoutAnyNextTokenEndsTheSearchInWords() {
    Done done = run(new RewardedTree().step("a", 1, 1), 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    RewardedTree tree = RewardedTree.random(8, 3, 5);
    assertThat(run(tree, 8).events()).isEqualTo(run(tree, 8).events());
  }
}
