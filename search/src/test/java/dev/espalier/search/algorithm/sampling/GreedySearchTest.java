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
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreedySearchTest {

  private static SearchAlgorithm<?> greedy(int maxTokens) {
    return AlgorithmCatalogue.named("greedy")
        .create(Map.of("max-tokens", String.valueOf(maxTokens)));
  }

  private static Done run(ToyModel model) {
    return Searches.run(greedy(20), ToyModel.problem(1), model.models());
  }

  private static String text(ToyModel model, Done done) {
    return model.text(done.results().getOnly().tokens());
  }

  @Test
  void theToyModelsGreedyTextIsNotItsMostProbable() {
    ToyModel model = ToyModel.threeSteps();
    assertThat(text(model, run(model))).isEqualTo("a$");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachLetterIsTheMostProbableAfterThoseBefore(long seed) {
    ToyModel model = ToyModel.random(seed, 5, 12);
    Done done = run(model);
    String text = text(model, done);
    for (int i = 0; i < text.length(); i++) {
      float[] row = model.logProbs().apply(text.substring(0, i));
      for (float other : row) {
        assertThat(row[model.letters().indexOf(text.charAt(i))]).isGreaterThanOrEqualTo(other);
      }
    }
    assertThat(done.results().getOnly().logProb()).isCloseTo(model.logProb(text), within(1e-9));
  }

  @Test
  void ofEqualTokensTheFirstIsTaken() {
    ToyModel even = ToyModel.of("abc$", _ -> new double[] {.2, .3, .3, .2});
    assertThat(text(even, run(even))).isEqualTo("b".repeat(20));
  }

  @Test
  void theSeedMakesNoDifference() {
    ToyModel model = ToyModel.random(3, 4, 9);
    assertThat(Searches.run(greedy(20), ToyModel.problem(2), model.models()).events())
        .isEqualTo(run(model).events());
  }

  @Test
  void aTokenCostsARowAndACall() {
    ToyModel model = ToyModel.random(3, 4, 9);
    Done done = run(model);
    int letters = text(model, done).length();
    assertThat(done.cost().modelCalls()).isEqualTo(letters);
    assertThat(done.cost().modelRows()).isEqualTo(letters);
    assertThat(done.cost().generatedTokens()).isEqualTo(letters);
    assertThat(done.cost().promptTokens()).isEqualTo(1);
  }

  @Test
  void theGreatestLengthEndsTheText() {
    ToyModel endless = ToyModel.of("a$", _ -> new double[] {.9, .1});
    Done done = Searches.run(greedy(3), ToyModel.problem(1), endless.models());
    assertThat(text(endless, done)).isEqualTo("aaa");
    assertThat(done.all(SearchEvent.Ended.class))
        .containsExactly(new SearchEvent.Ended(3, Ending.LENGTH));
    assertThat(done.all(SearchEvent.Finished.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5,1", "4,1", "3,2", "1,4"})
  void theContextEndsTheText(int prompt, int letters) {
    ToyModel endless = ToyModel.of("a$", _ -> new double[] {.9, .1}).withContext(5);
    Done done = Searches.run(greedy(20), ToyModel.problemOf(prompt), endless.models());
    assertThat(done.results().collect(Result::tokens).getOnly().size()).isEqualTo(letters);
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.CONTEXT);
  }

  @Test
  void aPromptBeyondTheContextIsExhausted() {
    ToyModel endless = ToyModel.of("a$", _ -> new double[] {.9, .1}).withContext(5);
    Done done = Searches.run(greedy(20), ToyModel.problemOf(6), endless.models());
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation()).isEqualTo("the prompt fills the whole context");
    assertThat(done.results()).isEmpty();
  }

  @Test
  void aTextThatEndsAtOnceIsEmpty() {
    Done done = run(ToyModel.of("a$", _ -> new double[] {.1, .9}));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getOnly().text()).isEmpty();
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.EMPTY);
  }

  @Test
  void aVocabularyOfOneTokenIsRepeated() {
    ToyModel one = ToyModel.of("a", _ -> new double[] {1});
    assertThat(text(one, run(one))).isEqualTo("a".repeat(20));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 1})
  void aRowWithoutProbabilitiesEndsTheSearchInWords(float number) {
    ToyModel broken =
        new ToyModel(
            "ab$",
            100,
            text ->
                text.isEmpty() ? new float[] {-.1f, -3, -4} : new float[] {number, number, number});
    Done done = run(broken);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("probability");
    assertThat(text(broken, done)).isEqualTo("a");
  }

  @Test
  void aBudgetOfNothingBuysNothing() {
    Done done =
        Searches.run(
            greedy(20),
            ToyModel.problem(1),
            ToyModel.threeSteps().models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aSpentBudgetLeavesTheTextSoFar() {
    ToyModel endless = ToyModel.of("a$", _ -> new double[] {.9, .1});
    Done done =
        Searches.run(
            greedy(20), ToyModel.problem(1), endless.models(), Budget.of(CostUnit.TOKENS, 4));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(text(endless, done)).isEqualTo("aaaa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "many"})
  void aLengthOutOfRangeIsRefusedWithTheRange(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlgorithmCatalogue.named("greedy").create(Map.of("max-tokens", value)))
        .withMessage("max-tokens is \"%s\"; it must be a whole number from 1 to 1000000", value);
  }
}
