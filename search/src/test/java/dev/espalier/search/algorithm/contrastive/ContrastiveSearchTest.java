package dev.espalier.search.algorithm.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.fixture.Letters;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.Tables;
import dev.espalier.search.algorithm.sampling.GreedySearch;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContrastiveSearchTest {

  private static final Letters LETTERS = Letters.of("p", "q", "r", "x", "y", "w", "$");

  /** By token: three of the prompt, then x, y, w and the end token. */
  private static final float[][] STATES = {
    {1, 0}, {0, 1}, {.6f, .8f}, {.8f, .6f}, {1, 0}, {-1, 0}, {0, 0}
  };

  private static final Models PLANE = plane(1);

  /** The model of the plane, its hidden states scaled by token. */
  private static Models plane(double scale) {
    return models(
        prefix -> Tables.logs(0, 0, 0, .5, .3, .15, .05),
        2,
        prefix -> {
          float[] state = STATES[prefix.last()];
          float by = (float) Math.pow(scale, prefix.last());
          return HiddenState.of(by * state[0], by * state[1]);
        });
  }

  private static Models models(
      Function<TokenSequence, float[]> rows,
      int width,
      Function<TokenSequence, HiddenState> states) {
    return new Models(
        new TableLanguageModel("plane", LETTERS.vocabularySize(), 64, width, rows, states),
        LETTERS,
        null);
  }

  private static Problem problem(int... prompt) {
    return new Problem("", "", IntLists.immutable.with(prompt), 1);
  }

  private static final Problem PQR = problem(0, 1, 2);

  private static ImmutableList<Score.Contrastive> scores(Done done) {
    return done.all(SearchEvent.Scored.class).collect(scored -> (Score.Contrastive) scored.score());
  }

  private static String text(Done done) {
    return LETTERS.written(done.results().getFirst().tokens());
  }

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  private static Models random(long seed) {
    Letters letters = Letters.of("a", "b", "c", "d", "e", "f", "g", "h");
    return new Models(Tables.random(seed, letters.vocabularySize(), 200, 5), letters, null);
  }

  @ParameterizedTest
  @CsvSource({"0.2,x,0.208,0.04,0.12", "0.4,w,-0.084,-0.22,0.09"})
  void confidenceAndPenaltyAreWeighedByAlpha(
      double alpha, String chosen, double x, double y, double w) {
    Done done = Searches.run(new ContrastiveSearch(alpha, 3, 1), PQR, PLANE);
    assertThat(text(done)).isEqualTo(chosen);
    ImmutableList<Score.Contrastive> scores = scores(done);
    assertThat(scores.get(0).value()).isCloseTo(x, within(1e-6));
    assertThat(scores.get(1).value()).isCloseTo(y, within(1e-6));
    assertThat(scores.get(2).value()).isCloseTo(w, within(1e-6));
  }

  @Test
  void eachCandidateNamesTheEarlierTokenItIsMostLike() {
    ImmutableList<Score.Contrastive> scores =
        scores(Searches.run(new ContrastiveSearch(.4, 3, 1), PQR, PLANE));
    assertThat(scores.collectDouble(Score.Contrastive::penalty).toArray())
        .containsExactly(new double[] {.96, 1, 0}, within(1e-6));
    assertThat(scores.collectInt(Score.Contrastive::position).toArray()).containsExactly(2, 0, 1);
    assertThat(scores.collect(Score.Contrastive::likeText)).containsExactly("r", "p", "q");
    assertThat(scores.collectInt(Score.Contrastive::likeNode).toArray()).containsExactly(0, 0, 0);
    assertThat(scores.collectInt(Score.Contrastive::rankBefore).toArray()).containsExactly(0, 1, 2);
    assertThat(scores.collectInt(Score.Contrastive::rankAfter).toArray()).containsExactly(1, 2, 0);
  }

  @Test
  void tokensItChoseItselfCountToo() {
    Done done = Searches.run(new ContrastiveSearch(.4, 3, 2), PQR, PLANE);
    // After w at node 3 another w would be just like it.
    Score.Contrastive again = scores(done).get(5);
    assertThat(again.penalty()).isCloseTo(1, within(1e-6));
    assertThat(again.position()).isEqualTo(3);
    assertThat(again.likeNode()).isEqualTo(3);
  }

  @Test
  void oneCandidateIsKeptAndTheOthersNameIt() {
    Done done = Searches.run(new ContrastiveSearch(.4, 3, 1), PQR, PLANE);
    assertThat(done.all(SearchEvent.Kept.class)).containsExactly(new SearchEvent.Kept(3, 0));
    ImmutableList<SearchEvent.Pruned> pruned = done.all(SearchEvent.Pruned.class);
    assertThat(pruned.collect(SearchEvent.Pruned::node)).containsExactly(1, 2);
    assertThat(pruned.collect(p -> ((Reason.NotChosen) p.reason()).chosen())).containsOnly(3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void withoutPenaltyOrRivalsItIsGreedySearch(long seed) {
    Models models = random(seed);
    Problem problem = problem(1, 2, 3);
    ImmutableIntList greedy =
        Searches.run(new GreedySearch(30), problem, models).results().getFirst().tokens();
    for (ContrastiveSearch search :
        List.of(new ContrastiveSearch(0, 5, 30), new ContrastiveSearch(.9, 1, 30))) {
      Done done = Searches.run(search, problem, models);
      assertThat(done.results().getFirst().tokens()).isEqualTo(greedy);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsKeptBetweenStepsIsWhatAFreshComputationGives(long seed) {
    Models models = random(seed);
    int k = 3;
    double alpha = .55;
    Done done = Searches.run(new ContrastiveSearch(alpha, k, 20), problem(4, 0, 4), models);
    assertThat(done.results().getFirst().tokens())
        .isEqualTo(afresh(models.language(), TokenSequence.of(4, 0, 4), alpha, k, 20));
  }

  /** The published rule, everything computed anew at each token and one candidate at a time. */
  private static ImmutableIntList afresh(
      LanguageModel model, TokenSequence prompt, double alpha, int k, int length) {
    TokenSequence text = prompt;
    for (int t = 0; t < length; t++) {
      var row = model.evaluate(Lists.immutable.with(text), Wanted.top(k)).rows().getFirst();
      int best = -1;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < k; i++) {
        HiddenState candidate = state(model, text.append(row.token(i)));
        double penalty = Double.NEGATIVE_INFINITY;
        for (int j = 1; j <= text.length(); j++) {
          penalty = Math.max(penalty, candidate.cosine(state(model, text.prefix(j))));
        }
        double score = (1 - alpha) * Math.exp(row.logProb(i)) - alpha * penalty;
        if (score > greatest) {
          greatest = score;
          best = row.token(i);
        }
      }
      text = text.append(best);
    }
    return text.suffix(prompt.length());
  }

  private static HiddenState state(LanguageModel model, TokenSequence prefix) {
    return model
        .evaluate(Lists.immutable.with(prefix), Wanted.top(1).withHiddenStates())
        .hiddenStates()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource({"0.25", "8"})
  void theLengthsOfHiddenStatesDoNotMatter(double scale) {
    assertThat(Searches.run(new ContrastiveSearch(.4, 3, 12), PQR, plane(scale)).events())
        .isEqualTo(Searches.run(new ContrastiveSearch(.4, 3, 12), PQR, PLANE).events());
  }

  @Test
  void ofEqualScoresTheMoreProbableTokenIsChosen() {
    Models same = models(p -> Tables.logs(0, 0, 0, .5, .3, .15, .05), 2, p -> HiddenState.of(1, 1));
    Done done = Searches.run(new ContrastiveSearch(1, 3, 1), PQR, same);
    assertThat(text(done)).isEqualTo("x");
    assertThat(scores(done).collect(Score.Contrastive::rankAfter)).containsExactly(0, 1, 2);
  }

  @Test
  void aStateWithoutLengthIsLikeNothing() {
    // The end token's state is 0, so that it is penalised by nothing.
    Done done = Searches.run(new ContrastiveSearch(.9, 4, 5), problem(2, 5), PLANE);
    assertThat(text(done)).isEqualTo("$");
    assertThat(scores(done).getLast().penalty()).isZero();
  }

  @Test
  void anEndTokenThatComesFirstMakesAnEmptyText() {
    Models ends = models(p -> Tables.logs(0, 0, 0, 0, 0, 0, 1), 2, p -> HiddenState.of(1, 0));
    Done done = Searches.run(new ContrastiveSearch(.6, 4, 9), PQR, ends);
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.EMPTY);
    assertThat(done.results().getOnly().text()).isEmpty();
    assertThat(done.results().getOnly().tokens()).isEqualTo(LETTERS.ids("$"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
  }

  @Test
  void eachStepIsOneCallAndTheCandidatesRowsServeTheNext() {
    Done done = Searches.run(new ContrastiveSearch(.6, 3, 10), problem(1, 2, 3, 4), random(1));
    assertThat(done.cost().modelCalls()).isEqualTo(1 + 10);
    assertThat(done.cost().modelRows()).isEqualTo(4 + 3 * 10);
    assertThat(done.cost().generatedTokens()).isEqualTo(10);
    assertThat(done.cost().promptTokens()).isEqualTo(4);
  }

  @Test
  void impossibleTokensDoNotCompete() {
    Models two = models(p -> Tables.logs(0, 0, 0, .7, .3, 0, 0), 2, p -> HiddenState.of(1, 0));
    Done done = Searches.run(new ContrastiveSearch(.6, 5, 1), PQR, two);
    assertThat(done.all(SearchEvent.Grown.class)).hasSize(2);
    assertThat(done.cost().modelRows()).isEqualTo(3 + 2);
  }

  @Test
  void aVocabularyOfOneTokenIsRepeated() {
    Models one =
        new Models(
            new TableLanguageModel(
                "one", 1, 64, 1, p -> new float[] {0}, p -> HiddenState.of(p.length())),
            Letters.of("a"),
            null);
    Done done = Searches.run(new ContrastiveSearch(.6, 4, 5), problem(0), one);
    assertThat(done.results().getOnly().text()).isEqualTo("aaaaa");
    assertThat(done.results().getOnly().logProb()).isZero();
  }

  @Test
  void theTextEndsWhereTheContextIsFull() {
    Models small = new Models(Tables.random(3, 8, 6, 4), Letters.of("abcdefgh".split("")), null);
    Done done = Searches.run(new ContrastiveSearch(.6, 2, 99), problem(1, 2, 3, 4), small);
    assertThat(done.results().getOnly().tokens().size()).isEqualTo(2);
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.CONTEXT);
  }

  @ParameterizedTest
  @CsvSource({"6", "7"})
  void aPromptThatFillsTheContextIsSaidToDoSo(int length) {
    Models small = new Models(Tables.random(3, 8, 6, 4), Letters.of("abcdefgh".split("")), null);
    Done done = Searches.run(new ContrastiveSearch(.6, 2, 99), problem(new int[length]), small);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation()).contains("context");
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aBudgetOfNothingLeavesNothing() {
    Done done =
        Searches.run(new ContrastiveSearch(.6, 3, 9), PQR, PLANE, Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
  }

  @Test
  void aSpentBudgetLeavesTheTextSoFar() {
    Done done =
        Searches.run(new ContrastiveSearch(.4, 3, 9), PQR, PLANE, Budget.of(CostUnit.TOKENS, 3));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results().getOnly().tokens().size()).isEqualTo(3);
  }

  @Test
  void aModelThatFailsIsSaidToFail() {
    List<Models> broken = new ArrayList<>();
    broken.add(models(p -> Tables.logs(0, 0, 0, 0, 0, 0, 0), 2, p -> HiddenState.of(1, 0)));
    broken.add(models(p -> Tables.logs(1, 0, 0, 0, 0, 0, Double.NaN), 2, p -> HiddenState.of(1)));
    broken.add(
        models(p -> Tables.logs(0, 0, 0, .5, .5, 0, 0), 2, p -> HiddenState.of(Float.NaN, 1)));
    broken.add(models(p -> Tables.logs(0, 0, 0, .5, .5, 0, 0), 0, p -> HiddenState.of()));
    List<String> explanations = List.of("probability 0", "NaN", "NaN", "hidden states");
    for (int i = 0; i < broken.size(); i++) {
      Done done = Searches.run(new ContrastiveSearch(.6, 3, 9), PQR, broken.get(i));
      assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(done.conclusion().explanation()).contains(explanations.get(i));
    }
  }

  @Test
  void theSameSearchGivesTheSameEvents() {
    assertThat(Searches.run(new ContrastiveSearch(.6, 3, 9), PQR, random(5)).events())
        .isEqualTo(Searches.run(new ContrastiveSearch(.6, 3, 9), PQR, random(5)).events());
  }

  @ParameterizedTest
  @CsvSource({"alpha,1.5,from 0 to 1", "alpha,NaN,from 0 to 1", "k,0,from 1 to 1000"})
  void aValueOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatThrownBy(() -> AlgorithmCatalogue.named("contrastive").create(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value)
        .hasMessageContaining(range);
  }

  @Test
  void byDefaultItUsesThePublishedValues() {
    Done defaults =
        Searches.run(
            AlgorithmCatalogue.named("contrastive").create(Map.of("max-tokens", "1")), PQR, PLANE);
    assertThat(scores(defaults).getFirst().alpha()).isEqualTo(.6);
    assertThat(scores(defaults)).hasSize(4);
  }
}
