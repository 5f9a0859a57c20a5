package dev.espalier.search.algorithm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyModel;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingLawsTest {

  private static final int RUNS = 20_000;

  private static SearchAlgorithm<?> sample(String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named("sample").create(given);
  }

  private static Done run(ToyModel model, long seed, String... settings) {
    return Searches.run(sample(settings), ToyModel.problem(seed), model.models());
  }

  private static String text(ToyModel model, Done done) {
    return model.text(done.results().getOnly().tokens());
  }

  @Test
  void textsComeAsOftenAsTheModelSays() {
    ToyModel model = ToyModel.threeSteps();
    MutableObjectIntMap<String> counts =
        Searches.count(RUNS, seed -> text(model, run(model, seed)));
    for (ToyModel.Text text : model.texts(3, 0)) {
      assertThat(Searches.deviation(counts.get(text.letters()), RUNS, Math.exp(text.logProb())))
          .as(text.letters())
          .isBetween(-4.0, 4.0);
    }
  }

  @Test
  void aTemperatureChangesEachStepsDistribution() {
    ToyModel model = ToyModel.threeSteps();
    MutableObjectIntMap<String> counts =
        Searches.count(RUNS, seed -> text(model, run(model, seed, "temperature", "0.5")));
    // .5², .4², .1² over their sum; then .35², .25², .4².
    double a = .25 / .42;
    double end = .16 / (.1225 + .0625 + .16);
    assertThat(Searches.deviation(counts.get("a$"), RUNS, a * end)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("$"), RUNS, .01 / .42)).isBetween(-4.0, 4.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aTemperatureOfZeroIsGreedy(long seed) {
    ToyModel model = ToyModel.random(seed, 4, 9);
    Done greedy =
        Searches.run(
            AlgorithmCatalogue.named("greedy").create(Map.of()),
            ToyModel.problem(seed),
            model.models());
    assertThat(text(model, run(model, seed, "temperature", "0"))).isEqualTo(text(model, greedy));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepingOneTokenIsGreedy(long seed) {
    ToyModel model = ToyModel.random(seed, 4, 9);
    String greedy = text(model, run(model, seed, "temperature", "0"));
    assertThat(text(model, run(model, seed, "top-k", "1"))).isEqualTo(greedy);
    assertThat(text(model, run(model, seed, "top-p", "0.000001"))).isEqualTo(greedy);
    assertThat(text(model, run(model, seed, "min-p", "1"))).isEqualTo(greedy);
  }

  @Test
  void theSameSeedGivesTheSameEventsAndOthersGiveOthers() {
    ToyModel model = ToyModel.random(2, 4, 9);
    Set<String> texts = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Done done = run(model, seed);
      assertThat(run(model, seed).events()).isEqualTo(done.events());
      texts.add(text(model, done));
    }
    assertThat(texts).hasSizeGreaterThan(5);
  }

  @Test
  void everyDrawIsRecordedWithItsNumberAndProbability() {
    ToyModel model = ToyModel.random(2, 4, 9);
    Done done = run(model, 3);
    String text = text(model, done);
    var draws = done.all(SearchEvent.Drawn.class);
    assertThat(draws).hasSize(text.length());
    for (int i = 0; i < text.length(); i++) {
      SearchEvent.Drawn draw = draws.get(i);
      float[] row = model.logProbs().apply(text.substring(0, i));
      double below = 0;
      for (int token = 0; token < draw.token(); token++) {
        below += Math.exp(row[token]);
      }
      // The number falls into the drawn token's part of the distribution function.
      assertThat(draw.uniform())
          .isBetween(below - 1e-6, below + Math.exp(row[draw.token()]) + 1e-6);
      assertThat(draw.probability()).isCloseTo(Math.exp(row[draw.token()]), within(1e-6));
      assertThat(draw.node()).isEqualTo(i);
    }
  }

  @Test
  void aTokenCostsARowAndACall() {
    ToyModel model = ToyModel.random(3, 4, 9);
    Done done = run(model, 1);
    int letters = text(model, done).length();
    assertThat(done.cost().modelCalls()).isEqualTo(letters);
    assertThat(done.cost().modelRows()).isEqualTo(letters);
    assertThat(done.cost().generatedTokens()).isEqualTo(letters);
  }

  @ParameterizedTest
  @CsvSource({"5,1", "4,1", "3,2", "1,4"})
  void theContextEndsTheText(int prompt, int letters) {
    ToyModel endless = ToyModel.of("ab$", _ -> new double[] {.5, .5, 0}).withContext(5);
    Done done = Searches.run(sample(), ToyModel.problemOf(prompt), endless.models());
    assertThat(done.results().getOnly().tokens().size()).isEqualTo(letters);
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.CONTEXT);
  }

  @Test
  void aPromptBeyondTheContextIsExhausted() {
    ToyModel model = ToyModel.threeSteps().withContext(5);
    Done done = Searches.run(sample(), ToyModel.problemOf(6), model.models());
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).isEmpty();
  }

  @Test
  void aTextThatEndsAtOnceIsEmpty() {
    Done done = run(ToyModel.of("a$", _ -> new double[] {0, 1}), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getOnly().text()).isEmpty();
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.EMPTY);
  }

  @Test
  void aVocabularyOfOneTokenIsRepeated() {
    ToyModel one = ToyModel.of("a", _ -> new double[] {1});
    assertThat(text(one, run(one, 1, "max-tokens", "6"))).isEqualTo("aaaaaa");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 1})
  void aRowWithoutProbabilitiesEndsTheSearchInWords(float number) {
    ToyModel broken =
        new ToyModel(
            "ab$",
            100,
            text ->
                text.isEmpty()
                    ? new float[] {0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}
                    : new float[] {number, number, number});
    Done done = run(broken, 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("probability");
    assertThat(text(broken, done)).isEqualTo("a");
  }

  @Test
  void aBudgetOfNothingBuysNothing() {
    Done done =
        Searches.run(
            sample(),
            ToyModel.problem(1),
            ToyModel.threeSteps().models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "temperature,-1,a number from 0 to 100",
    "top-k,-1,a whole number from 0 to 1000000",
    "top-p,0,a number from 1.0E-6 to 1",
    "min-p,1.5,a number from 0 to 1",
    "max-tokens,0,a whole number from 1 to 1000000"
  })
  void aSettingOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sample(name, value))
        .withMessage("%s is \"%s\"; it must be %s", name, value, range);
  }
}
