package dev.espalier.search.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.constraint.ConstraintSource.Kind;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Algorithms that know nothing of constraints, under one. */
class HardMaskTest {

  /** Likes what the constraint forbids; the blank line lets step-wise algorithms make steps. */
  private static final ToyText TOY =
      ToyText.independent(new double[] {0.1, 0.15, 0.5, 0.05, 0.2}, "a", "b", "c", "\n\n");

  private static final String LANGUAGE = "(a|aa\n\n)*b(\n\n)?";

  private static NextTokens row(Models models, TokenSequence prefix, Wanted wanted) {
    return models.language().evaluate(Lists.immutable.with(prefix), wanted).rows().getOnly();
  }

  private static NextTokens.Masking masking(NextTokens row) {
    return Objects.requireNonNull(row.masking());
  }

  @Test
  void forbiddenTokensAreImpossibleAndTheOthersKeepTheirLogProbability() {
    Models models = TOY.matching("a*b").masked(1);
    NextTokens row = row(models, TokenSequence.of(0, 1), Wanted.ALL_TOKENS);
    assertThat(row.logProb(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(row.logProb(1)).isCloseTo(Math.log(0.1), within(1e-6));
    assertThat(row.logProb(2)).isCloseTo(Math.log(0.15), within(1e-6));
    assertThat(row.logProb(3)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(row.logProb(TOY.end())).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(masking(row).allowed()).isEqualTo(2);
    assertThat(masking(row).mass()).isCloseTo(0.25, within(1e-6));
  }

  @Test
  void theEndIsAllowedExactlyWhereTheTextIsWhole() {
    Models models = TOY.matching("a*b").masked(1);
    NextTokens whole = row(models, TokenSequence.of(0, 1, 2), Wanted.ALL_TOKENS);
    assertThat(masking(whole).allowed()).isEqualTo(1);
    assertThat(whole.argmax()).isEqualTo(TOY.end());
    assertThat(masking(row(models, TokenSequence.of(0, 1, 3), Wanted.ALL_TOKENS)).allowed())
        .isZero();
  }

  @Test
  void theMostProbableAreTakenAfterMasking() {
    Models models = TOY.matching("a*b").masked(1);
    NextTokens best = row(models, TokenSequence.of(0), Wanted.top(1));
    assertThat(best.token(0)).isEqualTo(2);
    assertThat(masking(best).mass()).isCloseTo(0.25, within(1e-6));
  }

  static Stream<AlgorithmDescription> algorithms() {
    return AlgorithmCatalogue.ALL.stream().filter(one -> !one.needsConstraint());
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void everyFinishedTextObeysAndIsWeighedByTheModelItself(AlgorithmDescription algorithm) {
    Done done =
        Searches.run(
            algorithm.create(Map.of()),
            ToyText.problem(5),
            TOY.matching(LANGUAGE),
            Budget.of(CostUnit.TOKENS, 3_000));
    assertThat(done.results()).isNotEmpty();
    for (Result result : done.results()) {
      if (result.tokens().getLast() == TOY.end()) {
        assertThat(result.text()).matches(LANGUAGE);
      }
      assertThat(result.logProb())
          .isCloseTo(Math.log(TOY.probability(result.tokens())), within(1e-4));
    }
    assertThat(done.results().getFirst().tokens().getLast()).isEqualTo(TOY.end());
    assertThat(done.all(SearchEvent.Masked.class)).isNotEmpty();
    assertThat(done.cost().constraintChecks())
        .isEqualTo((long) TOY.vocabularySize() * done.all(SearchEvent.Masked.class).size());
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void freeTextIsNotMasked(AlgorithmDescription algorithm) {
    Done done =
        Searches.run(
            algorithm.create(Map.of()),
            ToyText.problem(5),
            TOY.models(),
            Budget.of(CostUnit.TOKENS, 200));
    assertThat(done.all(SearchEvent.Masked.class)).isEmpty();
    assertThat(done.cost().constraintChecks()).isZero();
  }

  @Test
  void aDrawShowsWhatTheConstraintLeft() {
    Done done =
        Searches.run(
            AlgorithmCatalogue.named("sample").create(Map.of("top-k", "1")),
            ToyText.problem(1),
            TOY.matching("a*b"));
    var stages = done.all(SearchEvent.Drawn.class).getFirst().stages();
    assertThat(stages.collect(stage -> stage.name())).containsExactly("constraint", "top-k");
    assertThat(stages.getFirst().mass()).isCloseTo(0.25, within(1e-6));
    assertThat(stages.getLast().mass()).isCloseTo(0.15, within(1e-6));
  }

  @Test
  void aTextThatTheVocabularyCannotWriteEndsInWords() {
    Done done =
        Searches.run(
            AlgorithmCatalogue.named("greedy").create(Map.of()),
            ToyText.problem(1),
            TOY.matching("ax"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation())
        .isEqualTo("no token of the vocabulary continues the text as the constraint wants it");
  }

  @Test
  void aTextThatTheModelHoldsImpossibleEndsInWords() {
    ToyText never = ToyText.independent(new double[] {1, 0, 0}, "a", "b");
    Done done =
        Searches.run(
            AlgorithmCatalogue.named("sample").create(Map.of()),
            ToyText.problem(1),
            never.matching("b"));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation())
        .isEqualTo(
            "the model gives each of the 1 tokens that the constraint allows the probability 0");
  }

  @Test
  void aWrongConstraintNamesThePlace() {
    TokenMask masks = new TokenMask(TOY);
    assertThatExceptionOfType(GrammarException.class)
        .isThrownBy(
            () -> Constraint.of(new ConstraintSource(Kind.GRAMMAR, "root ::= other"), masks))
        .withMessageContaining("line 1, column 10");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ConstraintSource(Kind.REGEX, " "))
        .withMessageContaining("the regular expression is empty");
  }
}
