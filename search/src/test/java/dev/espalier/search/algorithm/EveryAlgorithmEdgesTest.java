package dev.espalier.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.algorithm.fixture.Letters;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.TableLanguageModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every algorithm makes of little or nothing to go on. */
class EveryAlgorithmEdgesTest {

  private static final String ANY = "[ab]*";

  static Iterable<String> all() {
    return AlgorithmCatalogue.ALL.collect(AlgorithmDescription::name);
  }

  private static AlgorithmDescription named(String name) {
    return AlgorithmCatalogue.named(name);
  }

  /** Short texts, whatever the algorithm calls the limit. */
  private static SearchAlgorithm<?> kernel(String name) {
    Map<String, String> settings = new HashMap<>();
    Map.of("max-tokens", "5", "step-tokens", "3", "max-depth", "2", "max-steps", "2")
        .forEach((key, value) -> {
          if (named(name).parameters().anySatisfy(p -> p.name().equals(key))) {
            settings.put(key, value);
          }
        });
    return named(name).create(settings);
  }

  private static Models models(String name, ToyText toy) {
    return named(name).needsConstraint(Map.of()) ? toy.matching(ANY) : toy.models();
  }

  private static ToyText toy(Function<String, double[]> probabilities) {
    return ToyText.of(probabilities, "a", "b");
  }

  private static Done run(String name, ToyText toy, Budget budget) {
    return Searches.run(kernel(name), ToyText.problem(1), models(name, toy), budget);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRowOfNoNumbersEndsTheSearchInWords(String name) {
    Done done = run(name, toy(_ -> new double[] {Double.NaN, 0.5, 0.5}), Budget.UNLIMITED);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation())
        .contains("the model gave token 1 the log-probability NaN");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRowWithoutAnyProbabilityEndsTheSearchInWords(String name) {
    Done done = run(name, toy(_ -> new double[] {0, 0, 0}), Budget.UNLIMITED);
    assertThat(done.conclusion().outcome()).isIn(Outcome.FAILED, Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation())
        .containsAnyOf("probability", "none of 1 draws gave a whole text");
    assertThat(done.results().allSatisfy(result -> result.text().isEmpty())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTextMayEndAtOnce(String name) {
    Done done = run(name, toy(_ -> new double[] {0, 0, 1}), Budget.UNLIMITED);
    assertThat(done.results()).isNotEmpty();
    assertThat(done.results().allSatisfy(result -> result.text().isEmpty())).isTrue();
    ImmutableList<Ending> endings =
        done.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending);
    assertThat(endings).isNotEmpty().isSubsetOf(Ending.EMPTY, Ending.END_OF_TEXT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void withoutAnyBudgetNoTokenIsGenerated(String name) {
    ToyText toy = toy(_ -> new double[] {0.5, 0.3, 0.2});
    Done done = run(name, toy, Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.cost().generatedTokens()).isZero();
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneTokenThatNeverEndsIsWrittenUpToTheLimit(String name) throws GrammarException {
    Letters letters = Letters.of("a");
    Models free =
        new Models(
            new TableLanguageModel("one", 1, 8, 2, _ -> new float[] {0}, _ -> HiddenState.of(1, 0)),
            letters,
            toy(_ -> new double[0]).models().reward());
    Models models =
        named(name).needsConstraint(Map.of())
            ? free.with(
                Constraint.of(
                    new ConstraintSource(ConstraintSource.Kind.REGEX, "a*"),
                    new TokenMask(letters)))
            : free;
    Done done = Searches.run(kernel(name), ToyText.problem(1), models, Budget.UNLIMITED);
    assertThat(done.conclusion().explanation()).isNotBlank();
    assertThat(done.results().allSatisfy(result -> result.text().matches("a{0,7}"))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPromptThatFillsTheContextIsToldAndNothingIsLost(String name) {
    ToyText toy = toy(_ -> new double[] {0.5, 0.3, 0.2}).context(1);
    Done done = run(name, toy, Budget.UNLIMITED);
    assertThat(done.conclusion().outcome()).isNotEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).isNotBlank();
    assertThat(done.results().allSatisfy(result -> result.tokens().size() <= 1)).isTrue();
    assertThat(done.all(SearchEvent.Ended.class).collect(SearchEvent.Ended::ending))
        .isSubsetOf(Ending.CONTEXT, Ending.EMPTY, Ending.END_OF_TEXT, Ending.LENGTH);
  }
}
