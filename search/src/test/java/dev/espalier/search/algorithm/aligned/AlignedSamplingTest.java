package dev.espalier.search.algorithm.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles worked out by hand, laws of the estimates, and distributions of drawn texts. */
class AlignedSamplingTest {

  private static final double NEAR = 1e-6;

  private static Done run(String name, Map<String, String> settings, long seed, Models models) {
    return Searches.run(
        AlgorithmCatalogue.named(name).create(settings), ToyText.problem(seed), models);
  }

  private static SearchAlgorithm<AlignedState> asap() {
    return Toys.kernel("asap", Map.of("samples", "100000"));
  }

  /** The first seed with which the first draw of ASAp is this text. */
  private static AlignedState afterFirst(ToyText toy, Models models, String text) {
    return LongStream.range(0, 10_000)
        .mapToObj(seed -> Toys.afterDraws(asap(), models, seed, 1))
        .filter(state -> toy.decode(state.texts().getFirst().sequence().suffix(1)).equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static double future(AlignedState state, int... tokens) {
    return Math.exp(Toys.logFuture(state.root(), IntLists.immutable.with(tokens)));
  }

  // Oracles.

  @Test
  void threeBitsAreRightAfterTheRareTextWasDrawn() {
    Models models = Toys.A.matching(Toys.A_LANGUAGE);
    AlignedState state = afterFirst(Toys.A, models, "000");
    assertThat(future(state, 1, 1)).isCloseTo(0.1, within(NEAR));
    assertThat(future(state, 1)).isCloseTo(0.01, within(NEAR));
    assertThat(future(state)).isCloseTo(0.505, within(NEAR));
    ExactDistribution exact = Toys.exact(models, 10);
    assertThat(divergence(exact, state)).isCloseTo(0, within(1e-9));
  }

  @Test
  void lettersBeforeAnEndLoseWhatEndsTooEarly() {
    Models models = Toys.C.matching(Toys.C_LANGUAGE);
    for (int n = 0; n < 5; n++) {
      AlignedState state = afterFirst(Toys.C, models, "a".repeat(n) + "b");
      assertThat(future(state)).isCloseTo(0.6 + 0.4 * Math.pow(0.5, n + 1), within(NEAR));
    }
  }

  @Test
  void nestedParenthesesGetWorseBeforeTheyGetBetter() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    ExactDistribution exact = Toys.exact(models, 160);
    AlignedState first = afterFirst(Toys.D, models, "x");
    assertThat(future(first)).isCloseTo(0.62, within(NEAR));
    var proposals = exact.logProposals(tokens -> Toys.logFuture(first.root(), tokens));
    assertThat(Math.exp(proposals.getFirst())).isCloseTo(0.0323, within(1e-4));
    assertThat(exact.divergenceFrom(exact.logMasked())).isCloseTo(1.163, within(1e-3));
    assertThat(exact.divergenceFrom(proposals)).isCloseTo(3.073, within(1e-3));
    AlignedState second = secondDraw(models);
    assertThat(future(second)).isCloseTo(0.3812, within(NEAR));
  }

  /** A state after {@code x} and then {@code (x)} were drawn. */
  private static AlignedState secondDraw(Models models) {
    return LongStream.range(0, 10_000)
        .mapToObj(seed -> Toys.afterDraws(asap(), models, seed, 2))
        .filter(state ->
            state
                .texts()
                .collect(draw -> Toys.D.decode(draw.sequence().suffix(1)))
                .makeString(" ")
                .equals("x (x)"))
        .findFirst()
        .orElseThrow();
  }

  private static double divergence(ExactDistribution exact, AlignedState state) {
    return exact.divergenceOf(exact.logProposals(tokens -> Toys.logFuture(state.root(), tokens)));
  }

  @Test
  void rejectionGivesTheRightDepthsInFewDraws() {
    int runs = 4_000;
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    int[] depths = new int[3];
    long draws = 0;
    for (long seed = 0; seed < runs; seed++) {
      SearchAlgorithm<AlignedState> cars = Toys.kernel("cars", Map.of("samples", "1"));
      AlignedState state = Toys.afterDraws(cars, models, seed, Integer.MAX_VALUE);
      draws += state.begun();
      int depth = (state.texts().getFirst().sequence().length() - 3) / 2;
      if (depth < depths.length) {
        depths[depth]++;
      }
    }
    assertThat(Searches.deviation(depths[0], runs, 0.94)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(depths[1], runs, 0.0564)).isBetween(-4.0, 4.0);
    // Plain rejection needs 1 / Z = 47.
    assertThat((double) draws / runs).isBetween(7.6, 8.6);
  }

  // What is drawn.

  @ParameterizedTest
  @ValueSource(strings = {"1", "7"})
  void rejectionIsExactHoweverManyAreDrawnSideBySide(String batch) {
    int samples = 3_000;
    Done done =
        run(
            "cars",
            Map.of("samples", "" + samples, "max-draws", "100000", "batch", batch),
            11,
            Toys.A.matching(Toys.A_LANGUAGE));
    assertThat(done.results()).hasSize(samples);
    int rare = done.results().count(result -> result.text().equals("000"));
    int other = done.results().count(result -> result.text().equals("101"));
    assertThat(Searches.deviation(rare, samples, 0.00990099)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(other, samples, 0.24752475)).isBetween(-4.0, 4.0);
  }

  @Test
  void maskingDrawsTheRareTextHalfOfTheTime() {
    int samples = 2_000;
    Done done = run("gcd", Map.of("samples", "" + samples), 3, Toys.A.matching(Toys.A_LANGUAGE));
    int rare = done.results().count(result -> result.text().equals("000"));
    assertThat(Searches.deviation(rare, samples, 0.5)).isBetween(-4.0, 4.0);
    // The weights put it right.
    double share =
        done.results()
            .select(result -> result.text().equals("000"))
            .sumOfDouble(result -> result.weight());
    assertThat(share).isCloseTo(0.0099, within(0.002));
  }

  @Test
  void approximateFuturesApproachTheDistributionThatMaskingMisses() {
    Models models = Toys.B.matching(Toys.B_LANGUAGE);
    ExactDistribution exact = Toys.exact(models, 10);
    double masked = exact.divergenceOf(exact.logMasked());
    double learned = divergence(exact, Toys.afterDraws(asap(), models, 1, 60));
    assertThat(masked).isGreaterThan(3.9);
    assertThat(learned).isLessThan(1e-3);

    Models nested = Toys.D.of(Toys.D_LANGUAGE);
    ExactDistribution exactNested = Toys.exact(nested, 160);
    double before = exactNested.divergenceFrom(exactNested.logMasked());
    AlignedState after = Toys.afterDraws(asap(), nested, 1, 200);
    double then =
        exactNested.divergenceFrom(
            exactNested.logProposals(tokens -> Toys.logFuture(after.root(), tokens)));
    assertThat(before).isGreaterThan(1.1);
    assertThat(then).isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theFirstDrawOfApproximateFuturesIsThatOfMasking(long seed) {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Result masked = run("gcd", Map.of(), seed, models).results().getFirst();
    Result first = run("asap", Map.of("samples", "5"), seed, models).results().getLast();
    Result sampled = run("sample", Map.of(), seed, models).results().getFirst();
    assertThat(first.tokens()).isEqualTo(masked.tokens());
    assertThat(sampled.tokens()).isEqualTo(masked.tokens());
    assertThat(sampled.logProb()).isEqualTo(masked.logProb());
  }

  // Laws of the estimates.

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void estimatesFallAndStayAboveTheTruthAndAddUp(long seed) {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    double truth = Toys.exact(models, 60).logTotal();
    for (String name : new String[] {"asap", "cars"}) {
      SearchAlgorithm<AlignedState> kernel =
          Toys.kernel(
              name,
              name.equals("asap")
                  ? Map.of("samples", "60", "max-tokens", "60")
                  : Map.of("samples", "1000", "max-draws", "60", "max-tokens", "60"));
      AlignedState state = kernel.init(ToyText.problem(seed)).state();
      double last = 0;
      while (!state.finished()) {
        state = kernel.step(state, models).state();
        double now = state.root().logFuture();
        assertThat(now).isLessThanOrEqualTo(last).isGreaterThanOrEqualTo(truth - 1e-6);
        if (state.draws().isEmpty()) {
          assertThat(Math.exp(now)).isCloseTo(leavesOf(state.root(), 0), within(NEAR));
        }
        last = now;
      }
      assertThat(last).isLessThan(Math.log(0.5));
    }
  }

  /** Mass of the texts that were drawn, and of the allowed ways not gone yet. */
  private static double leavesOf(Prefix prefix, double logReach) {
    if (prefix.outlook() == null) {
      return Math.exp(logReach + prefix.logFuture());
    }
    double sum = 0;
    for (int v = 0; v < prefix.outlook().size(); v++) {
      double logProb = prefix.outlook().logAllowed(v);
      Prefix child = prefix.children().get(v);
      sum += child == null ? Math.exp(logReach + logProb) : leavesOf(child, logReach + logProb);
    }
    return sum;
  }

  @Test
  void estimatesInEventsAreThoseOfTheTrie() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Done done = run("asap", Map.of("samples", "30"), 5, models);
    AlignedState state =
        Toys.afterDraws(Toys.kernel("asap", Map.of("samples", "30")), models, 5, 30);
    ImmutableList<SearchEvent.Estimated> ofRoot =
        done.all(SearchEvent.Estimated.class).select(e -> e.node() == 0);
    assertThat(ofRoot.getLast().after()).isEqualTo(state.root().logFuture());
    for (int i = 1; i < ofRoot.size(); i++) {
      assertThat(ofRoot.get(i).before()).isEqualTo(ofRoot.get(i - 1).after());
    }
  }

  // What events say.

  @Test
  void eachDrawShowsProbabilityLegalityAndEstimate() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Done done = run("asap", Map.of("samples", "2"), 5, models);
    SearchEvent.Considered first = done.all(SearchEvent.Considered.class).getFirst();
    ImmutableList<Prospect> prospects = first.prospects();
    assertThat(prospects.getFirst().text()).isEqualTo("(");
    assertThat(Math.exp(prospects.getFirst().logProb())).isCloseTo(0.6, within(NEAR));
    assertThat(prospects.getFirst().probability()).isCloseTo(0.75, within(NEAR));
    Prospect closing = prospects.detect(p -> p.text().equals(")"));
    assertThat(closing.allowed()).isFalse();
    assertThat(closing.probability()).isZero();
    assertThat(closing.logFuture()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(done.all(SearchEvent.Masked.class).getFirst().mass()).isCloseTo(0.8, within(NEAR));
  }

  @Test
  void aRejectedDrawNamesTheForbiddenTokenAndIsNeverMadeAgain() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Done done = run("cars", Map.of("samples", "20", "max-draws", "100000"), 5, models);
    ImmutableList<SearchEvent.Pruned> rejected =
        done.all(SearchEvent.Pruned.class).select(p -> p.reason() instanceof Reason.Forbidden);
    assertThat(rejected).isNotEmpty();
    ImmutableList<SearchEvent.Grown> nodes = done.all(SearchEvent.Grown.class);
    for (SearchEvent.Pruned pruned : rejected) {
      SearchEvent.Grown node = nodes.detect(g -> g.node() == pruned.node());
      assertThat(nodes.count(g -> g.parent() == node.parent() && g.tokens().equals(node.tokens())))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "8"})
  void thePrefixesOfATreeAreAllDifferentAndAskedOnce(String batch) {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Done done = run("asap", Map.of("samples", "64", "batch", batch), 2, models);
    ImmutableList<SearchEvent.Grown> nodes = done.all(SearchEvent.Grown.class);
    assertThat(nodes.collect(g -> g.parent() + ":" + g.tokens().getFirst()).distinct())
        .hasSameSizeAs(nodes);
    assertThat(done.cost().modelRows())
        .isEqualTo(done.all(SearchEvent.Masked.class).size())
        .isLessThanOrEqualTo(nodes.size() + 1L);
    assertThat(done.cost().constraintChecks()).isEqualTo(done.cost().modelRows() * 5);
    assertThat(done.cost().generatedTokens()).isEqualTo(done.all(SearchEvent.Drawn.class).size());
  }

  @Test
  void weightsAreTheProductOfWhatMaskingLeft() {
    Models models = Toys.A.matching(Toys.A_LANGUAGE);
    Done done = run("gcd", Map.of("samples", "50"), 1, models);
    done.all(SearchEvent.Scored.class)
        .forEach(scored -> {
          Score.Sampled sampled = (Score.Sampled) scored.score();
          assertThat(Math.exp(sampled.value()))
              .satisfiesAnyOf(
                  w -> assertThat(w).isCloseTo(0.01, within(NEAR)),
                  w -> assertThat(w).isCloseTo(1, within(NEAR)));
        });
    assertThat(done.results().sumOfDouble(Result::weight)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theFinishedTextsOfATreeAreThoseOfItsResults() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    Done done = run("asap", Map.of("samples", "40"), 9, models);
    ImmutableList<Integer> finished =
        done.all(SearchEvent.Finished.class).collect(SearchEvent.Finished::node);
    assertThat(finished.distinct()).hasSameSizeAs(finished);
    assertThat(done.results().collect(Result::node).distinct())
        .containsExactlyInAnyOrderElementsOf(finished);
    for (Result result : done.results()) {
      ImmutableIntList tokens = result.tokens();
      assertThat(result.logProb()).isCloseTo(Math.log(Toys.D.probability(tokens)), within(1e-4));
    }
  }

  @Test
  void aStateCanBeGoneOnFromAnyNumberOfTimes() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    SearchAlgorithm<AlignedState> kernel = asap();
    AlignedState state = Toys.afterDraws(kernel, models, 4, 5);
    var once = kernel.step(state, models);
    var again = kernel.step(state, models);
    assertThat(again.events()).isEqualTo(once.events());
  }
}
