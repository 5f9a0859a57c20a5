package dev.espalier.search.algorithm.beam;

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
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeamSearchTest {

  /** Wide enough to hold all 40 texts of a model of three letters and four steps. */
  private static final String ALL = "150";

  private static SearchAlgorithm<?> beam(String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named("beam").create(given);
  }

  private static Done run(ToyModel model, String... settings) {
    return Searches.run(beam(settings), ToyModel.problem(1), model.models());
  }

  private static ImmutableList<String> texts(ToyModel model, Done done) {
    return done.results().collect(result -> model.text(result.tokens()));
  }

  private static List<Double> scores(Done done) {
    return done.results().collect(result -> result.score()).castToList();
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBeamWideEnoughIsEnumeration(long seed) {
    ToyModel model = ToyModel.random(seed, 3, 4);
    List<ToyModel.Text> all = model.texts(4, 0);
    Done done = run(model, "width", ALL, "preset", "textbook");
    assertThat(all).hasSize(40);
    assertThat(texts(model, done))
        .containsExactlyElementsOf(all.stream().map(ToyModel.Text::letters).toList());
    assertThat(scores(done))
        .usingComparatorForType(BeamSearchTest::nearly, Double.class)
        .isEqualTo(all.stream().map(ToyModel.Text::logProb).toList());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverStoppingEarlyFindsTheBestByLength(long seed) {
    ToyModel model = ToyModel.random(seed, 3, 4);
    ToyModel.Text best = model.texts(4, 1).getFirst();
    Done done = run(model, "width", ALL, "length-penalty", "1", "early-stopping", "never");
    assertThat(texts(model, done).getFirst()).isEqualTo(best.letters());
    assertThat(scores(done).getFirst()).isCloseTo(best.perLetter(1), within(1e-9));
  }

  private static int nearly(double a, double b) {
    return Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b);
  }

  @ParameterizedTest
  @CsvSource({"1,a$", "2,b$ a$", "3,b$ a$ aa$", "4,b$ a$ aa$ ab$"})
  void aBeamOfTheToyModelHoldsItsMostProbableTexts(String width, String expected) {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", width, "preset", "textbook");
    assertThat(texts(model, done)).containsExactly(expected.split(" ", -1));
    done.results()
        .forEach(result ->
            assertThat(result.logProb())
                .isCloseTo(model.logProb(model.text(result.tokens())), within(1e-9)));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
  }

  @Test
  void anEndBeyondTheBeamIsNotStored() {
    Done done = run(ToyModel.threeSteps(), "width", "2", "preset", "textbook");
    SearchEvent.Pruned end =
        done.all(SearchEvent.Pruned.class)
            .detect(pruned -> pruned.reason() instanceof Reason.EndBeyondBeam);
    // $ is the third letter of the first step.
    assertThat(end).isEqualTo(new SearchEvent.Pruned(3, new Reason.EndBeyondBeam(2, 2)));
    assertThat(done.all(SearchEvent.Ended.class)).contains(new SearchEvent.Ended(3, Ending.EMPTY));
  }

  @ParameterizedTest
  @CsvSource({"false,b$ a$,-0.8047", "never,b$ aa$,-0.5810", "true,b$ a$,-0.8047"})
  void theModesOfEarlyStoppingDiffer(String mode, String expected, double second) {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "length-penalty", "1", "early-stopping", mode);
    assertThat(texts(model, done)).containsExactly(expected.split(" ", -1));
    assertThat(scores(done).getFirst()).isCloseTo(-.5108, within(1e-4));
    assertThat(scores(done).getLast()).isCloseTo(second, within(1e-4));
  }

  @Test
  void textbookOverridesWhatStandsAbove() {
    ToyModel model = ToyModel.random(7, 3, 4);
    assertThat(
            run(model, "preset", "textbook", "length-penalty", "-3", "early-stopping", "true")
                .events())
        .isEqualTo(run(model, "length-penalty", "0", "early-stopping", "never").events());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aBeamOfOneThatStopsAtItsFirstEndIsGreedy(long seed) {
    ToyModel model = ToyModel.random(seed, 4, 8);
    Done greedy =
        Searches.run(
            AlgorithmCatalogue.named("greedy").create(Map.of()),
            ToyModel.problem(1),
            model.models());
    Done one = run(model, "width", "1", "length-penalty", "0", "early-stopping", "true");
    assertThat(texts(model, one)).isEqualTo(texts(model, greedy));
  }

  @Test
  void scoresArePathSumsAndRanksFollowThem() {
    Done done = run(ToyModel.random(5, 5, 6), "width", "3");
    double[] sums = new double[done.all(SearchEvent.Grown.class).size() + 1];
    for (SearchEvent.Grown grown : done.all(SearchEvent.Grown.class)) {
      sums[grown.node()] = sums[grown.parent()] + grown.logProb();
    }
    double above = Double.NEGATIVE_INFINITY;
    for (SearchEvent.Scored scored : done.all(SearchEvent.Scored.class)) {
      Score.Beam score = (Score.Beam) scored.score();
      assertThat(score.sum()).isCloseTo(sums[scored.node()], within(1e-12));
      if (score.rank() > 0) {
        assertThat(score.sum()).isLessThanOrEqualTo(above);
      }
      above = score.sum();
    }
  }

  @Test
  void everyNodeBecomesOneThing() {
    Done done = run(ToyModel.random(9, 5, 7), "width", "4");
    List<Integer> fates = new ArrayList<>();
    done.all(SearchEvent.Kept.class).forEach(kept -> fates.add(kept.node()));
    done.all(SearchEvent.Finished.class).forEach(finished -> fates.add(finished.node()));
    done.all(SearchEvent.Pruned.class)
        .select(p ->
            p.reason() instanceof Reason.BelowCut || p.reason() instanceof Reason.EndBeyondBeam)
        .forEach(pruned -> fates.add(pruned.node()));
    done.all(SearchEvent.Pruned.class)
        .select(p -> p.reason() instanceof Reason.Displaced && !fates.contains(p.node()))
        .forEach(pruned -> fates.add(pruned.node()));
    assertThat(fates)
        .containsExactlyInAnyOrderElementsOf(
            done.all(SearchEvent.Grown.class).collect(SearchEvent.Grown::node));
  }

  @Test
  void theRowsOfAStepAreAskedInOneCall() {
    List<Integer> calls = new ArrayList<>();
    Done done =
        Searches.run(
            beam("width", "4"), ToyModel.problem(1), ToyModel.random(3, 5, 6).heard(calls::add));
    assertThat(calls.getFirst()).isEqualTo(1);
    assertThat(calls).allMatch(rows -> rows <= 4);
    assertThat(done.cost().modelCalls())
        .isEqualTo(calls.size())
        .isEqualTo(done.all(SearchEvent.Iterated.class).size());
    assertThat(done.cost().modelRows()).isEqualTo(calls.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void equalScoresGoByParentThenToken() {
    ToyModel even =
        ToyModel.of(
            "abc$",
            text ->
                text.length() < 3 ? new double[] {.25, .25, .25, .25} : new double[] {0, 0, 0, 1});
    Done done = run(even, "width", "2", "preset", "textbook", "max-tokens", "2");
    assertThat(done.all(SearchEvent.Grown.class).take(3).collect(SearchEvent.Grown::text))
        .containsExactly("a", "b", "c");
    assertThat(texts(even, done)).containsExactly("aa", "ab");
  }

  @Test
  void theGreatestLengthEndsEveryHypothesis() {
    ToyModel model = ToyModel.random(4, 3, 50);
    Done done = run(model, "width", "3", "preset", "textbook", "max-tokens", "4");
    assertThat(done.results()).hasSize(3).allMatch(result -> result.tokens().size() <= 4);
    assertThat(done.all(SearchEvent.Ended.class)).anyMatch(e -> e.ending() == Ending.LENGTH);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,1", "3,4", "1,4"})
  void theContextEndsEveryHypothesis(int prompt, int more) {
    ToyModel model = ToyModel.random(4, 3, 50).withContext(prompt + more);
    Done done =
        Searches.run(
            beam("width", "3", "preset", "textbook"), ToyModel.problemOf(prompt), model.models());
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results()).allMatch(result -> result.tokens().size() <= more);
    assertThat(done.all(SearchEvent.Ended.class)).anyMatch(e -> e.ending() == Ending.CONTEXT);
  }

  @Test
  void neverStopsByWhatTheContextLeavesRoomFor() {
    // a$ has −2.41 / 2; aa has −4.61, which three letters cannot raise above it but four could.
    ToyModel model = ToyModel.of("a$", _ -> new double[] {.1, .9}).withContext(1 + 3);
    Done done = run(model, "width", "2", "length-penalty", "1", "early-stopping", "never");
    assertThat(done.all(SearchEvent.Iterated.class)).hasSize(2);
    Reason stopped = done.all(SearchEvent.Pruned.class).getLast().reason();
    assertThat(stopped).isInstanceOf(Reason.StoppedEarly.class);
    assertThat(((Reason.StoppedEarly) stopped).bound())
        .isCloseTo(2 * Math.log(.1) / 3, within(1e-6));
    assertThat(
            run(
                    model.withContext(5),
                    "width",
                    "2",
                    "length-penalty",
                    "1",
                    "early-stopping",
                    "never")
                .all(SearchEvent.Iterated.class))
        .hasSizeGreaterThan(2);
  }

  @Test
  void aPromptAtTheContextsLimitStillPredictsOneToken() {
    Done done =
        Searches.run(
            beam("width", "2"),
            ToyModel.problemOf(5),
            ToyModel.random(4, 3, 50).withContext(5).models());
    assertThat(done.results()).hasSize(2).allMatch(result -> result.tokens().size() == 1);
  }

  @Test
  void aPromptBeyondTheContextIsExhausted() {
    Done done =
        Searches.run(
            beam(), ToyModel.problemOf(6), ToyModel.random(4, 3, 50).withContext(5).models());
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.conclusion().explanation()).contains("context");
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aTextThatEndsAtOnceIsAResult() {
    ToyModel silent = ToyModel.of("a$", _ -> new double[] {0, 1});
    Done done = run(silent, "width", "3");
    assertThat(texts(silent, done)).containsExactly("$");
    assertThat(done.results().getFirst().text()).isEmpty();
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
  }

  @Test
  void aVocabularyOfOneTokenHasOneText() {
    ToyModel one = ToyModel.of("a", _ -> new double[] {1});
    assertThat(texts(one, run(one, "width", "4", "max-tokens", "5"))).containsExactly("aaaaa");
    ToyModel end = ToyModel.of("$", _ -> new double[] {1});
    assertThat(texts(end, run(end, "width", "4"))).containsExactly("$");
  }

  @Test
  void rowsOfImpossibleTokensLeaveNoCandidates() {
    ToyModel dead =
        ToyModel.of("ab$", text -> text.isEmpty() ? new double[] {.6, .4, 0} : new double[3]);
    Done done = run(dead, "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    // What was written stands in for the results there are not.
    assertThat(texts(dead, done)).containsExactly("a", "b");
    assertThat(done.all(SearchEvent.Pruned.class))
        .contains(
            new SearchEvent.Pruned(1, new Reason.NoChildren()),
            new SearchEvent.Pruned(2, new Reason.NoChildren()));
    Done never = run(ToyModel.of("ab$", _ -> new double[3]), "width", "2");
    assertThat(never.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(never.results()).isEmpty();
  }

  @Test
  void aDeadEndAmongOthersOnlyNarrowsTheBeam() {
    ToyModel model =
        ToyModel.of(
            "ab$",
            text ->
                switch (text) {
                  case "" -> new double[] {.6, .4, 0};
                  case "b" -> new double[] {.5, 0, .5};
                  default -> text.startsWith("a") ? new double[3] : new double[] {0, 0, 1};
                });
    assertThat(texts(model, run(model, "width", "2", "preset", "textbook")))
        .containsExactly("b$", "ba$");
  }

  @Test
  void aBeamThatDiesAfterSomeHaveFinishedIsSolved() {
    ToyModel model =
        ToyModel.of("ab$", text -> text.isEmpty() ? new double[] {.5, .2, .3} : new double[3]);
    Done done = run(model, "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(texts(model, done)).containsExactly("$");
  }

  @Test
  void numbersThatAreNoProbabilitiesEndTheSearchInWords() {
    ToyModel broken =
        new ToyModel(
            "ab$",
            100,
            text -> {
              float[] row = {-1, -1, -1};
              Arrays.fill(row, text.isEmpty() ? -1.1f : Float.NaN);
              return row;
            });
    Done done = run(broken, "width", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("NaN");
    assertThat(texts(broken, done)).containsExactly("a", "b");
  }

  @Test
  void aBudgetOfNothingBuysNothing() {
    Done done =
        Searches.run(
            beam(),
            ToyModel.problem(1),
            ToyModel.threeSteps().models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aBudgetCutsTheSameSearchShort() {
    ToyModel model = ToyModel.random(2, 4, 9);
    Done whole = run(model, "width", "3");
    Done cut =
        Searches.run(
            beam("width", "3"), ToyModel.problem(1), model.models(), Budget.of(CostUnit.CALLS, 3));
    int until = cut.events().indexOf(new SearchEvent.Stepped(3));
    assertThat(until).isPositive();
    assertThat(cut.events().take(until + 1)).isEqualTo(whole.events().take(until + 1));
    assertThat(cut.results()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "width,0,a whole number from 1 to 1000",
    "length-penalty,11,a number from -10 to 10",
    "length-penalty,NaN,a number from -10 to 10",
    "early-stopping,maybe,'one of true, false, never'",
    "preset,none,'one of hf, textbook'",
    "max-tokens,0,a whole number from 1 to 1000000"
  })
  void aSettingOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> beam(name, value))
        .withMessage("%s is \"%s\"; it must be %s", name, value, range);
  }
}
