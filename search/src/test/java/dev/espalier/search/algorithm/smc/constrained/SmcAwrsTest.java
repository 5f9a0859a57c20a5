package dev.espalier.search.algorithm.smc.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmcAwrsTest {

  /** a, b and the end: .5 .4 .1 at first, .3 .5 .2 after an a, .4 .3 .3 after a b. */
  private static final ToyText TEXT =
      ToyText.of(
          text ->
              text.isEmpty()
                  ? new double[] {.5, .4, .1}
                  : text.endsWith("a") ? new double[] {.3, .5, .2} : new double[] {.4, .3, .3},
          "a",
          "b");

  /** No two b in a row, and an a at the end. */
  private static Models bound() {
    return TEXT.matching("(b?a)+");
  }

  /** The probability that the model writes such a text of at most four letters. */
  private static final double Z = 11_229 / 50_000.0;

  /** The same, halved for every b. */
  private static final double Z_HALVED = 9_077 / 50_000.0;

  /** The law of these texts. */
  private static final Map<String, Double> POSTERIOR =
      Map.ofEntries(
          Map.entry("a", .445276),
          Map.entry("ba", .142488),
          Map.entry("aa", .133583),
          Map.entry("aba", .089055),
          Map.entry("baa", .042746),
          Map.entry("aaa", .040075),
          Map.entry("baba", .028498),
          Map.entry("aaba", .026717),
          Map.entry("abaa", .026717),
          Map.entry("baaa", .012824),
          Map.entry("aaaa", .012022));

  private static SearchAlgorithm<?> kernel(String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("max-tokens", "5", "particles", "4"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named("smc-awrs").create(given);
  }

  private static Done run(Models models, long seed, String... settings) {
    return Searches.run(kernel(settings), ToyText.problem(seed), models);
  }

  private static double evidence(Done done) {
    return Math.exp(done.all(SearchEvent.Weighed.class).getLast().logEvidence());
  }

  /** How many standard errors the mean of Ẑ over seeds lies from {@code expected}. */
  private static double deviation(int runs, double expected, String... settings) {
    Models models = bound();
    double sum = 0;
    double square = 0;
    for (long seed = 0; seed < runs; seed++) {
      double z = evidence(run(models, seed, settings));
      sum += z;
      square += z * z;
    }
    double mean = sum / runs;
    return (mean - expected) / Math.sqrt((square / runs - mean * mean) / runs);
  }

  static Stream<Arguments> configurations() {
    return Stream.of("mask", "awrs", "rawrs")
        .flatMap(sampler ->
            Stream.of("multinomial", "stratified", "systematic", "residual")
                .flatMap(scheme ->
                    Stream.of("0", ".5", ".9", "1")
                        .map(threshold -> Arguments.of(sampler, scheme, threshold))));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void theEvidenceIsUnbiased(String sampler, String scheme, String threshold) {
    assertThat(
            Math.abs(
                deviation(
                    250, Z, "sampler", sampler, "resampling", scheme, "ess-threshold", threshold)))
        .isLessThan(4);
  }

  @ParameterizedTest
  @CsvSource({"auto,0", "gawrs,0", "gawrs,5", "rb-gawrs,0", "wrs,1000", "rawrs,2"})
  void soItIsWithTheOtherProperSamplers(String sampler, String rejects) {
    assertThat(Math.abs(deviation(500, Z, "sampler", sampler, "max-rejects", rejects)))
        .isLessThan(4);
  }

  @ParameterizedTest
  @CsvSource({"mask,0", "mask,.5", "awrs,0", "awrs,.9", "rawrs,1", "auto,inf"})
  void aCriticChangesTheTarget(String sampler, String threshold) {
    assertThat(
            Math.abs(
                deviation(
                    400,
                    Z_HALVED,
                    "critic",
                    "halving",
                    "sampler",
                    sampler,
                    "ess-threshold",
                    threshold)))
        .isLessThan(4);
  }

  /** The grammar asks for an a at the end, and a potential of the user's for no two b in a row. */
  @ParameterizedTest
  @ValueSource(strings = {"mask", "awrs", "auto"})
  void aConditionBindsTheTextBesideTheGrammar(String sampler) {
    Models models = TEXT.matching("[ab]*a");
    double sum = 0;
    double square = 0;
    int runs = 400;
    for (long seed = 0; seed < runs; seed++) {
      Done done = run(models, seed, "condition", "no-double-b", "sampler", sampler);
      assertThat(done.results().collect(Result::text)).allMatch(POSTERIOR::containsKey);
      double z = evidence(done);
      sum += z;
      square += z * z;
    }
    double mean = sum / runs;
    double se = Math.sqrt((square / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - Z) / se).isLessThan(4);
  }

  /** The same texts, bound by a list of words and an expression: beside a grammar and without. */
  @ParameterizedTest
  @CsvSource({
    "awrs,[ab]*a,bb,",
    "mask,[ab]*a,bb,",
    "awrs,,bb,[ab]*a",
    "auto,,bb,[ab]*a",
    "mask,,bb,[ab]*a",
    "auto,,,(b?a)+",
    "rawrs,,aaaaa|bb,[ab]*a"
  })
  void wordsAndExpressionsBindTheText(
      String sampler, @Nullable String grammar, @Nullable String stop, @Nullable String match) {
    Models models = grammar == null ? TEXT.models() : TEXT.matching(grammar);
    double sum = 0;
    double square = 0;
    int runs = 400;
    for (long seed = 0; seed < runs; seed++) {
      Done done =
          run(
              models,
              seed,
              "sampler",
              sampler,
              "stop",
              stop == null ? "" : stop,
              "match",
              match == null ? "" : match);
      assertThat(done.results().collect(Result::text)).allMatch(POSTERIOR::containsKey);
      double z = evidence(done);
      sum += z;
      square += z * z;
    }
    double mean = sum / runs;
    double se = Math.sqrt((square / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - Z) / se).isLessThan(4);
  }

  @Test
  void aCriticAloneIsEnough() {
    Done done = run(TEXT.models(), 3, "critic", "halving", "particles", "64");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results()).isNotEmpty();
  }

  @Test
  void somethingHasToBindTheText() {
    assertThatIllegalStateException()
        .isThrownBy(() -> run(TEXT.models(), 1))
        .withMessageContaining("needs a constraint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kernel("match", "(a"))
        .withMessageContaining("match is \"(a\"; it must be a regular expression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kernel("stop", "a||b"))
        .withMessageContaining("words separated by |");
  }

  @Test
  void aConditionHasToSayYesOrNo() {
    assertThat(run(bound(), 1, "condition", "halving").conclusion().explanation())
        .isEqualTo("the condition halving does not say yes or no; use it as critic");
  }

  private static double distance(Map<String, Double> law) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : POSTERIOR.entrySet()) {
      sum += Math.abs(law.getOrDefault(entry.getKey(), 0.0) - entry.getValue());
    }
    return sum / 2;
  }

  private static Map<String, Double> law(Done done) {
    Map<String, Double> law = new HashMap<>();
    done.results().forEach(r -> law.put(r.text(), r.weight()));
    return law;
  }

  @Test
  void manyParticlesStandForTheModelGivenTheConstraint() {
    Done done = run(bound(), 1, "particles", "4096", "sampler", "rawrs");
    assertThat(law(done).keySet()).isSubsetOf(POSTERIOR.keySet());
    assertThat(distance(law(done))).isLessThan(.06);
    assertThat(done.results().sumOfDouble(r -> r.weight() == null ? 0 : r.weight()))
        .isCloseTo(1, within(1e-9));
    assertThat(evidence(done)).isCloseTo(Z, within(.03));
  }

  @ParameterizedTest
  @CsvSource({"4,.73", "32,.28", "256,.09"})
  void theDistanceToTheLawFallsWithTheNumberOfParticles(String particles, double expected) {
    Models models = bound();
    int runs = 60;
    double sum = 0;
    for (long seed = 0; seed < runs; seed++) {
      Done done = run(models, seed, "particles", particles, "sampler", "rawrs");
      // A run in which every particle died says nothing, and is as far off as can be.
      sum += done.results().isEmpty() ? 1 : distance(law(done));
    }
    assertThat(sum / runs).isCloseTo(expected, within(.25 * expected));
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(run(bound(), 9, "critic", "halving").events())
        .isEqualTo(run(bound(), 9, "critic", "halving").events());
  }

  @Test
  void localMaskingHasAnotherLaw() {
    Done done = run(bound(), 1, "particles", "4096", "sampler", "ars", "ess-threshold", "0");
    // Locally constrained decoding writes a with .1, not .45.
    assertThat(law(done).getOrDefault("a", 0.0)).isLessThan(.3);
    assertThat(distance(law(done))).isGreaterThan(.2);
  }

  @Test
  void aTextOfOneTokenIsTheEndAndWeighsItsProbability() {
    Done done = run(TEXT.matching("a*"), 3, "max-tokens", "1");
    assertThat(evidence(done)).isCloseTo(.1, within(1e-6));
    assertThat(done.results().getOnly().text()).isEmpty();
    assertThat(done.all(SearchEvent.Ended.class)).allMatch(e -> e.ending() == Ending.EMPTY);
  }

  @Test
  void aThresholdOfZeroNeverResamplesAndInfinityAlwaysDoes() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(run(bound(), seed, "ess-threshold", "0").all(SearchEvent.Resampled.class))
          .isEmpty();
      Done always = run(bound(), seed, "ess-threshold", "inf");
      assertThat(always.all(SearchEvent.Resampled.class))
          .hasSize(
              always.all(SearchEvent.Weighed.class).count(weighed -> weighed.effectiveSize() > 0));
    }
  }

  @Test
  void rejectedDrawsComeInOrderBeforeTheTokenTheyLedTo() {
    Done done = run(bound(), 5, "sampler", "awrs");
    assertThat(done.all(SearchEvent.Tried.class)).anyMatch(one -> !one.allowed());
    int draw = 0;
    for (int i = 0; i < done.events().size(); i++) {
      if (done.events().get(i) instanceof SearchEvent.Tried tried) {
        assertThat(tried.draw()).isEqualTo(draw++);
        SearchEvent next = done.events().get(i + 1);
        if (!(next instanceof SearchEvent.Tried)) {
          assertThat(((SearchEvent.Grown) next).parent()).isEqualTo(tried.node());
          draw = 0;
        }
      }
    }
    int asked =
        done.all(SearchEvent.Tried.class).count(one -> !one.known())
            // The end that is due at the fifth token is asked about once a particle.
            + done.all(SearchEvent.Reweighed.class)
                .count(one -> one.terms().anySatisfy(term -> term.name().equals("end")));
    assertThat(done.cost().constraintChecks()).isEqualTo(asked);
  }

  @Test
  void termsAddUpToTheLogWeightBetweenResamplings() {
    for (long seed = 0; seed < 10; seed++) {
      Done done = run(bound(), seed, "critic", "halving", "ess-threshold", "0", "sampler", "rawrs");
      Map<Integer, Double> sums = new HashMap<>();
      for (SearchEvent.Reweighed one : done.all(SearchEvent.Reweighed.class)) {
        double sum =
            sums.merge(one.particle(), one.terms().sumOfDouble(term -> term.log()), Double::sum);
        if (sum == Double.NEGATIVE_INFINITY) {
          assertThat(one.logWeight()).isEqualTo(sum);
        } else {
          assertThat(one.logWeight()).isCloseTo(sum, within(1e-12));
        }
      }
    }
  }

  @Test
  void aStepIsOneCallWithOneRowForEachDistinctText() {
    Done done = run(bound(), 2, "particles", "16");
    assertThat(done.cost().modelCalls()).isLessThanOrEqualTo(5);
    assertThat(done.all(SearchEvent.Charged.class).get(1).cost().modelRows()).isEqualTo(1);
  }

  @Test
  void maskingAsksAboutTheWholeVocabulary() {
    Done done = run(bound(), 2, "sampler", "mask", "max-tokens", "2", "particles", "3");
    // One mask of four tokens a particle, then the end that is due.
    assertThat(done.all(SearchEvent.Masked.class)).hasSize(3);
    assertThat(done.all(SearchEvent.Charged.class).get(1).cost().constraintChecks()).isEqualTo(12);
  }

  @Test
  void theDeadAreNamedWithWhatKilledThem() {
    // The model never writes a c, so every particle dies at once.
    ToyText text = ToyText.independent(new double[] {.5, .4, 0, .1}, "a", "b", "c");
    Done done = run(text.matching("c"), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation()).contains("every particle is dead");
    assertThat(done.results()).isEmpty();
    assertThat(done.all(SearchEvent.Pruned.class).collect(SearchEvent.Pruned::reason))
        .hasSize(4)
        .containsOnly(new Reason.ZeroWeight("sampler"));
    assertThat(evidence(done)).isZero();
  }

  @Test
  void aTextThatCannotEndInTimeIsDead() {
    Done done = run(TEXT.matching("aaaaaaaa"), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.all(SearchEvent.Pruned.class).getLast().reason())
        .isEqualTo(new Reason.ZeroWeight("end"));
  }

  @Test
  void aVocabularyOfOneTokenIsWritten() {
    ToyText text = ToyText.independent(new double[] {.5, .5}, "a");
    Done done = run(text.matching("aa"), 1);
    assertThat(done.results().getOnly().text()).isEqualTo("aa");
    assertThat(evidence(done)).isCloseTo(.125, within(1e-6));
  }

  @Test
  void aRowOfImpossibleTokensFailsTheSearchWithASentence() {
    ToyText text = ToyText.independent(new double[] {0, 0, 0}, "a", "b");
    Done done = run(text.matching("a"), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("probability 0");
  }

  @Test
  void aRowThatIsNoDistributionFailsTheSearchToo() {
    ToyText text = ToyText.independent(new double[] {.5, Double.NaN, .1}, "a", "b");
    assertThat(run(text.matching("a"), 1).conclusion().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void atTheContextsEndTheTextHasToEnd() {
    ToyText text = ToyText.independent(new double[] {.5, .5}, "a").context(2);
    Done done = run(text.matching("a*"), 1);
    assertThat(done.results()).allMatch(r -> r.tokens().size() <= 2);
    assertThat(evidence(done)).isCloseTo(.75, within(.3));
    Done full = run(ToyText.independent(new double[] {.5, .5}, "a").context(1).matching("a*"), 1);
    assertThat(full.results().getOnly().text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 9, 13})
  void aSpentBudgetGivesTheTextsThatHadEnded(long tokens) {
    Done done =
        Searches.run(kernel(), ToyText.problem(4), bound(), Budget.of(CostUnit.TOKENS, tokens));
    if (tokens == 0) {
      assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
      assertThat(done.results()).isEmpty();
    }
    assertThat(done.results().collect(Result::text)).allMatch(POSTERIOR::containsKey);
  }

  @Test
  void aCriticWithAMistakeFailsTheSearchByName() {
    Done done = run(bound(), 1, "critic", "mistaken");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("the critic mistaken");
  }

  @Test
  void theRewardModelCanBeTheCritic() {
    // Even odds change nothing, but are asked for.
    Done done = run(bound(), 1, "critic", "reward");
    assertThat(done.cost().prmPasses()).isPositive();
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    Models none = new Models(bound().language(), TEXT, null, bound().constraint());
    assertThat(run(none, 1, "critic", "reward").conclusion().explanation())
        .contains("none is loaded");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> kernel("sampler", "guess"))
        .hasMessageContaining("one of auto, awrs, rawrs, gawrs, rb-gawrs, wrs, ars, mask");
    assertThatThrownBy(() -> kernel("sampler", "wrs")).hasMessageContaining("max-rejects is 0");
    assertThatThrownBy(() -> kernel("max-rejects", "1")).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> kernel("max-accepts", "1"))
        .hasMessageContaining("a whole number from 2");
    assertThatThrownBy(() -> kernel("critic", "nobody"))
        .hasMessageContaining("one of none, reward, halving, mistaken, no-double-b");
    assertThatThrownBy(() -> kernel("max-tokens", "0"))
        .hasMessageContaining("a whole number from 1");
  }
}
