package dev.espalier.search.algorithm.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.util.Map;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is little or nothing to draw. */
class AlignedEdgesTest {

  private static Done run(String name, Map<String, String> settings, Models models) {
    return run(name, settings, models, Budget.UNLIMITED);
  }

  private static Done run(String name, Map<String, String> settings, Models models, Budget budget) {
    return Searches.run(
        AlgorithmCatalogue.named(name).create(settings), ToyText.problem(1), models, budget);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void aTextThatTheVocabularyCannotWriteIsSaidToBeImpossible(String name) {
    Done done = run(name, Map.of(), Toys.C.matching("ax"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation())
        .containsAnyOf(
            "no text of at most 400 tokens that the constraint allows has any probability",
            "none of 1 draws gave a whole text that the constraint allows");
    assertThat(done.results().allSatisfy(r -> !r.text().contains("x"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"asap", "cars"})
  void noTextWithinTheGreatestLengthEndsTheSearch(String name) {
    Done done = run(name, Map.of("max-tokens", "3"), Toys.C.matching("aaaab"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation())
        .isEqualTo("no text of at most 3 tokens that the constraint allows has any probability");
    assertThat(done.results()).isEmpty();
  }

  @Test
  void aMaskedTextThatIsCutIsGivenAsItIs() {
    Done done = run("gcd", Map.of("max-tokens", "3"), Toys.C.matching("aaaab"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results().getOnly().text()).isEqualTo("aaa");
    assertThat(done.all(SearchEvent.Ended.class).getOnly().ending()).isEqualTo(Ending.LENGTH);
    assertThat(done.all(SearchEvent.Finished.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void theEndMayComeFirst(String name) {
    ToyText toy = ToyText.independent(new double[] {0.1, 0.9}, "a");
    Done done = run(name, Map.of("samples", "30"), toy.matching("a?"));
    assertThat(done.results()).hasSize(30).anySatisfy(r -> assertThat(r.text()).isEmpty());
    assertThat(done.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending))
        .contains(Ending.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void oneTokenIsEnoughForAVocabulary(String name) {
    ToyText toy = ToyText.independent(new double[] {0.5, 0.5}, "a");
    Done done = run(name, Map.of("samples", "8"), toy.matching("aaa"));
    assertThat(done.results()).hasSize(8).allSatisfy(r -> assertThat(r.text()).isEqualTo("aaa"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void aBudgetOfNothingIsKeptTo(String name) {
    Done done =
        run(name, Map.of(), Toys.C.matching(Toys.C_LANGUAGE), Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void aPromptThatFillsTheContextLeavesNoRoom(String name) {
    ToyText toy = ToyText.independent(new double[] {0.5, 0.5}, "a").context(3);
    SearchAlgorithm<?> kernel = AlgorithmCatalogue.named(name).create(Map.of());
    Done full =
        Searches.run(
            kernel,
            new Problem("q", "????", IntLists.immutable.with(0, 0, 0, 0), 1),
            toy.matching("a*"));
    assertThat(full.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(full.conclusion().explanation()).isEqualTo("the prompt fills the whole context");
    Done nearly =
        Searches.run(
            kernel,
            new Problem("q", "???", IntLists.immutable.with(0, 0, 0), 1),
            toy.matching("a+"));
    assertThat(nearly.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @Test
  void whatABudgetCutsOffIsNoFairSampleAndIsLeftOut() {
    Done done =
        run(
            "cars",
            Map.of("samples", "100", "batch", "50"),
            Toys.C.matching(Toys.C_LANGUAGE),
            Budget.of(CostUnit.CALLS, 3));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.all(SearchEvent.Finished.class)).isNotEmpty();
    assertThat(done.results()).isEmpty();
  }

  @Test
  void greedyMaskingTakesTheMostProbableAllowedToken() {
    Done done = run("gcd", Map.of("temperature", "0"), Toys.C.matching("a{2}b"));
    assertThat(done.results().getOnly().text()).isEqualTo("aab");
    assertThat(done.results().getOnly().weight()).isNull();
  }

  @Test
  void otherTermsLeaveWhatWasLearnedBehind() {
    Models models = Toys.D.of(Toys.D_LANGUAGE);
    AlignedState learned = Toys.afterDraws(Toys.kernel("asap", Map.of()), models, 1, 8);
    assertThat(learned.root().logFuture()).isLessThan(0);
    var next = Toys.kernel("asap", Map.of("temperature", "2")).step(learned, models);
    assertThat(next.state().root().logFuture()).isZero();
    assertThat(next.events().selectInstancesOf(SearchEvent.Warned.class)).hasSize(1);
    var same = Toys.kernel("asap", Map.of("samples", "40")).step(learned, models);
    assertThat(same.events().selectInstancesOf(SearchEvent.Warned.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "gcd, temperature, -1, a number from 0 to 100",
    "asap, temperature, 0, a number from 0.01 to 100",
    "asap, batch, 0, a whole number from 1 to 1024",
    "cars, max-draws, 0, a whole number from 1 to 10000000",
    "cars, samples, many, a whole number from 1 to 1000000"
  })
  void valuesOutOfRangeAreRefusedWithTheRange(
      String name, String parameter, String value, String range) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> AlgorithmCatalogue.named(name).create(Map.of(parameter, value)))
        .withMessageContaining(parameter)
        .withMessageContaining(range);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars"})
  void theyNeedAConstraint(String name) {
    assertThat(AlgorithmCatalogue.named(name).needsConstraint()).isTrue();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> run(name, Map.of(), Toys.C.models()))
        .withMessageContaining("needs a constraint");
  }
}
