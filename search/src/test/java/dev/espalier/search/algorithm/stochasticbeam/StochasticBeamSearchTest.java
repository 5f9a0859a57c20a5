package dev.espalier.search.algorithm.stochasticbeam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Letters;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.Tables;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StochasticBeamSearchTest {

  /** Texts of at most two letters; the seven of them in order of probability. */
  private static final ToyText TOY = ToyText.of(StochasticBeamSearchTest::next, "a", "b");

  private static final ImmutableList<String> TEXTS =
      Lists.immutable.with("b", "a", "aa", "ab", "", "ba", "bb");
  private static final double[] PROBABILITIES = {.36, .2, .175, .125, .1, .024, .016};

  private static double[] next(String text) {
    return switch (text) {
      case "" -> new double[] {.5, .4, .1};
      case "a" -> new double[] {.35, .25, .4};
      case "b" -> new double[] {.06, .04, .9};
      default -> new double[] {0, 0, 1};
    };
  }

  private static final int RUNS = 20_000;

  private static Done run(int k, long seed) {
    return run(new StochasticBeamSearch(k, 1, 9), seed);
  }

  private static Done run(SearchAlgorithm<?> search, long seed) {
    return Searches.run(search, ToyText.problem(seed), TOY.models());
  }

  private static String texts(Done done) {
    return done.results().collect(Result::text).toSortedList().makeString(",");
  }

  @Test
  void theChanceOfATextToBeAmongTwoIsThatOfDrawingWithoutReplacement() {
    double[] chances = {.632498, .413888, .368781, .272073, .220833, .055076, .036851};
    int[] counts = new int[TEXTS.size()];
    for (long seed = 0; seed < RUNS; seed++) {
      run(2, seed).results().forEach(result -> counts[TEXTS.indexOf(result.text())]++);
    }
    for (int i = 0; i < counts.length; i++) {
      assertThat(Searches.deviation(counts[i], RUNS, chances[i])).isBetween(-4.0, 4.0);
    }
  }

  @Test
  void pairsOfTextsFollowTheLawOfDrawingWithoutReplacement() {
    var counts = Searches.count(RUNS, seed -> texts(run(2, seed)));
    double covered = 0;
    for (int i = 0; i < TEXTS.size(); i++) {
      for (int j = i + 1; j < TEXTS.size(); j++) {
        double p = PROBABILITIES[i];
        double q = PROBABILITIES[j];
        double chance = p * q / (1 - p) + p * q / (1 - q);
        String pair = Lists.mutable.with(TEXTS.get(i), TEXTS.get(j)).sortThis().makeString(",");
        assertThat(Searches.deviation(counts.get(pair), RUNS, chance))
            .as(pair)
            .isBetween(-4.0, 4.0);
        covered += chance;
      }
    }
    assertThat(covered).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theFirstTextIsASampleOfTheModel(int k) {
    var counts = Searches.count(RUNS, seed -> run(k, seed).results().getFirst().text());
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(Searches.deviation(counts.get(TEXTS.get(i)), RUNS, PROBABILITIES[i]))
          .isBetween(-4.0, 4.0);
    }
  }

  @Test
  void temperatureChangesWhatIsSampled() {
    double[] roots = new double[7];
    // At temperature 2 each next-token distribution is that of square roots.
    for (int i = 0; i < 7; i++) {
      String text = TEXTS.get(i);
      double p = 1;
      for (int t = 0; t <= text.length(); t++) {
        double[] row = next(text.substring(0, t));
        double sum = 0;
        for (double one : row) {
          sum += Math.sqrt(one);
        }
        p *= Math.sqrt(row[t == text.length() ? 2 : text.charAt(t) - 'a']) / sum;
      }
      roots[i] = p;
    }
    SearchAlgorithm<?> search = new StochasticBeamSearch(1, 2, 9);
    var counts = Searches.count(RUNS, seed -> run(search, seed).results().getFirst().text());
    for (int i = 0; i < 7; i++) {
      assertThat(Searches.deviation(counts.get(TEXTS.get(i)), RUNS, roots[i])).isBetween(-4.0, 4.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void weightedSumsAreUnbiased(int k) {
    ImmutableList<ToDoubleFunction<Result>> functions =
        Lists.immutable.with(
            _ -> 1, result -> result.text().length(), result -> result.text().equals("bb") ? 1 : 0);
    double[] means = {1, 1.24, .016};
    double[] sums = new double[3];
    double[] squares = new double[3];
    for (long seed = 0; seed < RUNS; seed++) {
      ImmutableList<Result> results = run(k, seed).results();
      for (int f = 0; f < 3; f++) {
        ToDoubleFunction<Result> function = functions.get(f);
        double estimate =
            results.sumOfDouble(
                r -> Objects.requireNonNull(r.weight()) * function.applyAsDouble(r));
        sums[f] += estimate;
        squares[f] += estimate * estimate;
      }
    }
    for (int f = 0; f < 3; f++) {
      double average = sums[f] / RUNS;
      double deviation = Math.sqrt((squares[f] / RUNS - average * average) / RUNS);
      assertThat((average - means[f]) / deviation).isBetween(-4.0, 4.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 50})
  void whereThereAreNoMoreTextsAllAreDrawnAndCountTheirProbability(int k) {
    Done done = run(k, 3);
    assertThat(done.results().collect(Result::text)).containsExactlyInAnyOrderElementsOf(TEXTS);
    for (Result result : done.results()) {
      assertThat(result.weight())
          .isCloseTo(PROBABILITIES[TEXTS.indexOf(result.text())], within(1e-6));
    }
    assertThat(done.all(SearchEvent.Pruned.class)).isEmpty();
  }

  @Test
  void sixOfSevenAreWeighedByTheSeventh() {
    Done done = run(6, 3);
    assertThat(done.results()).hasSize(6);
    var threshold = (Reason.Threshold) done.all(SearchEvent.Pruned.class).getOnly().reason();
    for (Score.Included score : included(done)) {
      assertThat(score.threshold()).isEqualTo(threshold.value()).isLessThan(score.value());
      assertThat(score.inclusion())
          .isCloseTo(1 - Math.exp(-Math.exp(score.logProb() - score.threshold())), within(1e-12));
      assertThat(score.weight())
          .isCloseTo(Math.exp(score.logProb()) / score.inclusion(), within(1e-12));
    }
  }

  private static ImmutableList<Score.Included> included(Done done) {
    return done.all(SearchEvent.Scored.class)
        .select(scored -> scored.score() instanceof Score.Included)
        .collect(scored -> (Score.Included) scored.score());
  }

  @Test
  void textsComeByFallingGAndAreDifferent() {
    for (long seed = 0; seed < 200; seed++) {
      ImmutableList<Result> results = run(4, seed).results();
      assertThat(results.collect(Result::text).distinct()).hasSize(4);
      assertThat(results.collect(Result::score).castToList())
          .isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  @Test
  void theGreatestChildHasExactlyTheValueOfItsParent() {
    for (long seed = 0; seed < 200; seed++) {
      Done done = run(7, seed);
      Map<Integer, Double> values = new HashMap<>();
      Map<Integer, Double> greatest = new HashMap<>();
      done.all(SearchEvent.Scored.class)
          .select(s -> s.score() instanceof Score.Perturbed)
          .forEach(s -> values.put(s.node(), s.score().value()));
      done.all(SearchEvent.Grown.class)
          .forEach(g -> greatest.merge(g.parent(), values.getOrDefault(g.node(), 0.0), Math::max));
      greatest.forEach((node, best) -> assertThat(best).isEqualTo(values.get(node)));
    }
  }

  /** With this much mass the plain formula overflows or cancels. */
  @ParameterizedTest
  @CsvSource({"0,0,-3", "-800,-2,-3", "-2,-1.9999999,-400", "700,710,5", "-1e5,-1,700"})
  void aConditionedNumberIsFiniteAndAtMostItsBound(double g, double greatest, double bound) {
    double moved = PerturbedToken.conditioned(g, greatest, bound);
    assertThat(moved).isFinite().isLessThanOrEqualTo(bound);
    if (g == greatest) {
      assertThat(moved).isEqualTo(bound);
    }
  }

  @Test
  void aConditionedNumberIsWhatThePlainFormulaSays() {
    RandomKey key = RandomKey.ofSeed(5);
    for (int i = 0; i < 1000; i++) {
      double z = 3 * key.child(i).child(0).gumbel();
      double g = z - 4 * key.child(i).child(1).uniform();
      double bound = 2 * key.child(i).child(2).gumbel();
      double plain = -Math.log(Math.exp(-bound) - Math.exp(-z) + Math.exp(-g));
      assertThat(PerturbedToken.conditioned(g, z, bound)).isCloseTo(plain, within(1e-9));
    }
  }

  @Test
  void aChanceTooSmallForANumberStillWeighs() {
    assertThat(StochasticBeamSearch.logInclusion(-900, -5)).isEqualTo(-895);
    assertThat(StochasticBeamSearch.logInclusion(-37, 0))
        .isCloseTo(StochasticBeamSearch.logInclusion(-37.0000001, 0), within(1e-6));
    assertThat(StochasticBeamSearch.logInclusion(0, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(StochasticBeamSearch.logInclusion(3, -3)).isCloseTo(0, within(1e-12));
  }

  @Test
  void longTextsKeepUsableWeights() {
    Models models = new Models(Tables.random(2, 50, 3_000, 0), letters(50), null);
    Done done = Searches.run(new StochasticBeamSearch(3, 1, 800), problem(1), models);
    assertThat(done.results()).hasSize(3);
    assertThat(done.results().getFirst().logProb()).isLessThan(-800);
    done.results().forEach(r -> assertThat(Objects.requireNonNull(r.weight())).isPositive());
  }

  private static Letters letters(int n) {
    String[] tokens = new String[n];
    Arrays.setAll(tokens, i -> "t" + i);
    return Letters.of(tokens);
  }

  private static Problem problem(int... prompt) {
    return new Problem("", "", IntLists.immutable.with(prompt), 1);
  }

  @Test
  void atDepthOneTokensAreDrawnWithoutReplacement() {
    double[] p = {.5, .3, .15, .05};
    ToyText flat =
        ToyText.of(text -> text.isEmpty() ? p : new double[] {0, 0, 0, 1}, "x", "y", "z");
    var counts =
        Searches.count(
            RUNS,
            seed ->
                Searches.run(
                        new StochasticBeamSearch(2, 1, 1), ToyText.problem(seed), flat.models())
                    .results()
                    .collect(Result::text)
                    .makeString(","));
    assertThat(Searches.deviation(counts.get("x,y"), RUNS, .5 * .3 / .5)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("y,x"), RUNS, .3 * .5 / .7)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("z,"), RUNS, .15 * .05 / .85)).isBetween(-4.0, 4.0);
  }

  @Test
  void aTextCutAtTheLimitCounts() {
    ToyText endless = ToyText.independent(new double[] {.7, .3, 0}, "a", "b");
    Done done =
        Searches.run(new StochasticBeamSearch(8, 1, 3), ToyText.problem(1), endless.models());
    assertThat(done.results()).hasSize(8);
    assertThat(done.results().sumOfDouble(r -> Objects.requireNonNull(r.weight())))
        .isCloseTo(1, within(1e-6));
    assertThat(done.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending))
        .containsOnly(Ending.LENGTH);
    Done context =
        Searches.run(
            new StochasticBeamSearch(8, 1, 99), ToyText.problem(1), endless.context(4).models());
    assertThat(context.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending))
        .containsOnly(Ending.CONTEXT);
  }

  @Test
  void anEndThatComesFirstIsATextToo() {
    ToyText silent = ToyText.independent(new double[] {0, 1}, "a");
    Done done =
        Searches.run(new StochasticBeamSearch(3, 1, 9), ToyText.problem(1), silent.models());
    assertThat(done.results().getOnly().text()).isEmpty();
    assertThat(done.results().getOnly().weight()).isCloseTo(1, within(1e-9));
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.EMPTY);
    assertThat(done.conclusion().explanation()).contains("no more texts");
  }

  @Test
  void aVocabularyOfOneTokenHasOneText() {
    Models one = new Models(Tables.random(1, 1, 64, 0), letters(1), null);
    Done done = Searches.run(new StochasticBeamSearch(3, 1, 5), problem(0), one);
    assertThat(done.results().getOnly().tokens().size()).isEqualTo(5);
    assertThat(done.results().getOnly().weight()).isCloseTo(1, within(1e-6));
  }

  @Test
  void aPromptLongerThanTheContextIsSaidToBeSo() {
    Models small = new Models(Tables.random(1, 4, 3, 0), letters(4), null);
    Done done = Searches.run(new StochasticBeamSearch(2, 1, 9), problem(0, 1, 2, 3), small);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).isEmpty();
    Done full = Searches.run(new StochasticBeamSearch(2, 1, 9), problem(0, 1, 2), small);
    assertThat(full.results()).allSatisfy(r -> assertThat(r.tokens().size()).isEqualTo(1));
  }

  @Test
  void eachTimeStepIsOneCallForAllPaths() {
    Done done = run(2, 1);
    assertThat(done.cost().modelCalls())
        .isEqualTo(done.all(SearchEvent.Iterated.class).size())
        .isLessThanOrEqualTo(3);
    assertThat(done.cost().modelRows()).isLessThanOrEqualTo(1 + 3 + 3);
  }

  @Test
  void aBudgetOfNothingLeavesNothing() {
    Done done =
        Searches.run(
            new StochasticBeamSearch(2, 1, 9),
            ToyText.problem(1),
            TOY.models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
  }

  @Test
  void whatASpentBudgetLeavesHasNoWeight() {
    for (long seed = 0; seed < 20; seed++) {
      Done done =
          Searches.run(
              new StochasticBeamSearch(3, 1, 9),
              ToyText.problem(seed),
              TOY.models(),
              Budget.of(CostUnit.CALLS, 1));
      assertThat(done.results()).isNotEmpty();
      assertThat(done.results().collect(Result::weight)).containsOnlyNulls();
    }
  }

  @Test
  void aModelThatFailsIsSaidToFail() {
    Function<TokenSequence, float[]> nothing = _ -> Tables.logs(0, 0);
    Function<TokenSequence, float[]> nan = _ -> Tables.logs(1, Double.NaN);
    for (var rows : Lists.immutable.with(nothing, nan)) {
      Models broken = new Models(new TableLanguageModel("broken", 2, 64, rows), letters(2), null);
      Done done = Searches.run(new StochasticBeamSearch(2, 1, 9), problem(0), broken);
      assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(done.conclusion().explanation()).containsAnyOf("probability 0", "NaN");
    }
  }

  @Test
  void whatLostIsShownWithTheCut() {
    for (long seed = 0; seed < 50; seed++) {
      for (SearchEvent.Pruned pruned : run(1, seed).all(SearchEvent.Pruned.class)) {
        if (pruned.reason() instanceof Reason.BelowCut cut) {
          assertThat(cut.score()).isLessThan(cut.cut());
          assertThat(cut.width()).isEqualTo(2);
          assertThat(cut.rank()).isBetween(2, 3);
        }
      }
    }
  }

  @Test
  void impossibleTokensAreNeverFollowed() {
    ImmutableList<PerturbedToken> children =
        PerturbedToken.following(
            new StochasticBeam.Path(0, TokenSequence.of(0), 0, -1, -.5, RandomKey.ofSeed(1), null),
            NextTokens.all(Tables.logs(.5, 0, .5, 0)),
            1,
            4);
    assertThat(children.collect(PerturbedToken::token)).containsExactlyInAnyOrder(0, 2);
    assertThat(children.getFirst().perturbed()).isEqualTo(-.5);
    assertThat(children.getFirst().phi()).isCloseTo(-1 + Math.log(.5), within(1e-6));
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(run(3, 8).events()).isEqualTo(run(3, 8).events());
  }

  @ParameterizedTest
  @CsvSource({
    "k,0,from 1 to 1000",
    "temperature,0,from 0.01 to 100",
    "max-tokens,x,from 1 to 1000000"
  })
  void aValueOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatThrownBy(
            () -> AlgorithmCatalogue.named("stochastic-beam").create(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(range);
  }
}
