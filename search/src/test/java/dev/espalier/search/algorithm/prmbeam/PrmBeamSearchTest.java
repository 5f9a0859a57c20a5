package dev.espalier.search.algorithm.prmbeam;

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
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrmBeamSearchTest {

  private static SearchAlgorithm<?> kernel(String name, String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named(name).create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(kernel("prm-beam", settings), RewardedTree.problem(seed), tree.models());
  }

  /** The events of each round. */
  private static List<List<SearchEvent>> rounds(Done done) {
    List<List<SearchEvent>> rounds = new ArrayList<>();
    for (SearchEvent event : done.events()) {
      if (event instanceof SearchEvent.Iterated) {
        rounds.add(new ArrayList<>());
      } else if (!rounds.isEmpty()) {
        rounds.getLast().add(event);
      }
    }
    return rounds;
  }

  private static <E extends SearchEvent> List<E> of(List<SearchEvent> events, Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aWidthOfOneIsSoManyIndependentSamples(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 4);
    Done beam = run(tree, seed, "samples", "8", "width", "1");
    Done samples =
        Searches.run(
            kernel("best-of-n", "samples", "8"), RewardedTree.problem(seed), tree.models());
    assertThat(beam.results().collect(Result::text))
        .containsExactlyInAnyOrderElementsOf(samples.results().collect(Result::text));
    assertThat(beam.all(SearchEvent.Pruned.class))
        .allMatch(pruned -> pruned.reason() instanceof Reason.Outscored);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneBeamIsPlainSampling(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 4);
    Done sampled = Searches.run(kernel("sample"), RewardedTree.problem(seed), tree.models());
    assertThat(run(tree, seed, "samples", "1", "width", "1").results().getFirst().tokens())
        .isEqualTo(sampled.results().getFirst().tokens());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aWidthOfAllSamplesFollowsTheBestStepOfEachRound(long seed) {
    Done done = run(RewardedTree.random(seed, 4, 5), seed, "samples", "6", "width", "6");
    List<List<SearchEvent>> rounds = rounds(done);
    assertThat(rounds).hasSize(5);
    int parent = 0;
    for (List<SearchEvent> round : rounds) {
      int expected = parent;
      assertThat(of(round, SearchEvent.Grown.class))
          .hasSize(6)
          .allMatch(grown -> grown.parent() == expected);
      double best =
          of(round, SearchEvent.Scored.class).stream()
              .mapToDouble(scored -> scored.score().value())
              .max()
              .orElseThrow();
      // Of equals the later one.
      int winner =
          of(round, SearchEvent.Scored.class).stream()
              .filter(scored -> scored.score().value() == best)
              .mapToInt(SearchEvent.Scored::node)
              .max()
              .orElseThrow();
      if (!round.equals(rounds.getLast())) {
        assertThat(of(round, SearchEvent.Kept.class))
            .containsExactly(new SearchEvent.Kept(winner, 0));
      }
      parent = winner;
    }
  }

  @ParameterizedTest
  @CsvSource({"later,4", "first,1"})
  void equallyJudgedBeamsSurviveByTheChosenRule(String ties, int survivor) {
    RewardedTree tree = new RewardedTree().step("a", 1, .5).goal("a/b", 1, .5);
    Done done = run(tree, 1, "samples", "4", "width", "4", "ties", ties);
    assertThat(done.all(SearchEvent.Kept.class)).containsExactly(new SearchEvent.Kept(survivor, 0));
  }

  @Test
  void survivorsAreCopiedInTurn() {
    RewardedTree tree = RewardedTree.random(3, 4, 3);
    Done done = run(tree, 5, "samples", "8", "width", "3");
    // 8/3 survive: two, each copied four times, in turn.
    List<Integer> parents =
        of(rounds(done).get(1), SearchEvent.Grown.class).stream()
            .map(SearchEvent.Grown::parent)
            .toList();
    assertThat(parents.subList(0, 2)).doesNotHaveDuplicates().isSorted();
    for (int i = 2; i < 8; i++) {
      assertThat(parents.get(i)).isEqualTo(parents.get(i - 2));
    }
  }

  @Test
  void theNumberOfBeamsDoesNotShrinkWhenSomeComplete() {
    RewardedTree tree =
        new RewardedTree()
            .goal("x", .5, .5)
            .step("a", .5, .5)
            .goal("a/x", .5, .5)
            .step("a/a", .5, .5)
            .goal("a/a/x", 1, .5);
    Done done = run(tree, 2, "samples", "8", "width", "2");
    assertThat(rounds(done)).hasSize(3);
    rounds(done).forEach(round -> assertThat(of(round, SearchEvent.Grown.class)).hasSize(8));
  }

  @Test
  void everyBeamOfARoundIsJudgedInOneCall() {
    RewardedTree tree = RewardedTree.random(1, 3, 4);
    Done done = run(tree, 1, "samples", "8", "width", "2");
    assertThat(tree.rewardCalls()).containsExactly(8, 8, 8, 8);
    assertThat(done.cost().prmPasses()).isEqualTo(32);
  }

  @Test
  void stepsAreReadOnceByTheRewardModel() {
    Done done = run(RewardedTree.random(1, 3, 4), 1, "samples", "8", "width", "2");
    // One token a step in this model.
    assertThat(done.cost().prmTokens()).isEqualTo(32);
  }

  @Test
  void allBeamsGrowInOneCallAToken() {
    Done done = run(RewardedTree.random(1, 3, 4), 1, "samples", "8", "width", "2");
    assertThat(done.cost().modelCalls()).isEqualTo(8);
    assertThat(done.cost().modelRows()).isEqualTo(64);
  }

  @Test
  void duplicatesFallOutBeforeTheCut() {
    RewardedTree tree =
        new RewardedTree()
            .step("good", .8, .9)
            .step("bad", .2, .1)
            .goal("good/x", 1, .9)
            .goal("bad/x", 1, .1);
    boolean bothSeen = false;
    for (long seed = 0; seed < 10; seed++) {
      Done done = run(tree, seed, "samples", "8", "width", "4", "dedupe", "true");
      List<SearchEvent> first = rounds(done).getFirst();
      int kept = of(first, SearchEvent.Kept.class).size();
      int duplicates =
          (int)
              of(first, SearchEvent.Pruned.class).stream()
                  .filter(pruned -> pruned.reason() instanceof Reason.Duplicate)
                  .count();
      assertThat(kept + duplicates).isEqualTo(8);
      bothSeen |= kept == 2;
    }
    assertThat(bothSeen).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFirstOrTheBestCompletedBeamsAreEligible(boolean sorted) {
    RewardedTree tree = new RewardedTree().goal("x", .5, .2).step("a", .5, .5).goal("a/y", 1, .9);
    Done done =
        run(tree, 3, "samples", "4", "width", "2", "sort-completed", Boolean.toString(sorted));
    var finished = done.all(SearchEvent.Finished.class);
    assertThat(finished.size()).isGreaterThan(4);
    var eligible =
        sorted
            ? finished.toSortedList((a, b) -> Double.compare(b.score(), a.score())).take(4)
            : finished.take(4);
    assertThat(done.results().collect(Result::node))
        .containsExactlyInAnyOrderElementsOf(eligible.collect(SearchEvent.Finished::node));
  }

  @Test
  void votesAreAsManyAsBeamsWhateverCompleted() {
    RewardedTree tree = RewardedTree.random(6, 3, 3);
    Done done = run(tree, 6, "samples", "6", "width", "2", "selection", "majority");
    long votes =
        done.all(SearchEvent.Voted.class).getOnly().ballots().sumOfInt(b -> b.nodes().size());
    assertThat(votes).isEqualTo(6);
  }

  @Test
  void theLastRoundRunsToTheEnd() {
    RewardedTree tree = RewardedTree.random(4, 3, 4);
    Done done = run(tree, 4, "samples", "4", "width", "2", "rounds", "1");
    assertThat(rounds(done)).hasSize(1);
    assertThat(done.results()).allMatch(r -> RewardedTree.labels(r.text()).size() == 4);
  }

  @Test
  void aWidthAboveTheSamplesIsRefused() {
    assertThatThrownBy(() -> kernel("prm-beam", "samples", "4", "width", "5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width is 5; it must be at most samples, which is 4");
  }

  @Test
  void aMissingScoreCountsAsTheWorst() {
    RewardedTree tree =
        new RewardedTree()
            .step("a", .5, Double.NaN)
            .step("b", .5, .01)
            .goal("a/x", 1, .9)
            .goal("b/y", 1, .2);
    Done done = run(tree, 1, "samples", "8", "width", "8");
    assertThat(done.chosen()).isEqualTo("b/y");
    assertThat(done.all(SearchEvent.Warned.class)).isNotEmpty();
  }

  @Test
  void textsThatEndAtOnceAreCompleted() {
    Done done = run(new RewardedTree().end("", 1), 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results()).hasSize(4);
  }

  @Test
  void aTextMayEndAfterItsLastStep() {
    RewardedTree tree = new RewardedTree().step("a", 1, .7).end("a", 1);
    Done done = run(tree, 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getFirst().score()).isEqualTo(.7);
  }

  @Test
  void aBudgetOfNothingConcludesWithoutResults() {
    Done done =
        Searches.run(
            kernel("prm-beam"),
            RewardedTree.problem(1),
            RewardedTree.random(1, 3, 3).models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aSpentBudgetLeavesTheChoiceAmongTheFinished() {
    RewardedTree tree =
        new RewardedTree()
            .goal("x", .5, .2)
            .step("a", .5, .5)
            .step("a/b", 1, .5)
            .goal("a/b/c", 1, .9);
    Done done =
        Searches.run(
            kernel("prm-beam", "samples", "8", "width", "2"),
            RewardedTree.problem(1),
            tree.models(),
            Budget.of(CostUnit.CALLS, 3));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isNotEmpty().allMatch(r -> r.text().equals("x"));
  }

  @Test
  void aBudgetSpentBeforeAnythingFinishedLeavesWhatThereIs() {
    Done done =
        Searches.run(
            kernel("prm-beam", "samples", "4", "width", "2"),
            RewardedTree.problem(1),
            RewardedTree.random(1, 3, 3).models(),
            Budget.of(CostUnit.CALLS, 3));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isNotEmpty();
    assertThat(done.all(SearchEvent.Finished.class)).isEmpty();
  }

  @Test
  void beamsThatAreAllCutAreAnExhaustedSearch() {
    Done done =
        run(RewardedTree.random(1, 3, 3), 1, "samples", "4", "width", "2", "step-tokens", "1");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).isNotEmpty();
  }

  @Test
  void aFullContextEndsTheBeams() {
    RewardedTree tree = RewardedTree.random(1, 3, 6).context(5);
    Done done = run(tree, 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @Test
  void aModelWithoutAnyNextTokenEndsTheSearchInWords() {
    Done done = run(new RewardedTree().step("a", 1, 1), 1, "samples", "4", "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void theSameSeedGivesTheSameEventsWhateverTheBudget() {
    RewardedTree tree = RewardedTree.random(8, 3, 5);
    Done whole = run(tree, 8, "samples", "8", "width", "2");
    Done cut =
        Searches.run(
            kernel("prm-beam", "samples", "8", "width", "2"),
            RewardedTree.problem(8),
            tree.models(),
            Budget.of(CostUnit.CALLS, 4));
    // Step 0 and four calls; what follows is the end.
    int until = cut.events().indexOf(new SearchEvent.Stepped(4));
    assertThat(until).isPositive();
    assertThat(cut.events().take(until + 1)).isEqualTo(whole.events().take(until + 1));
  }
}
