package dev.espalier.search.algorithm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
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
import dev.espalier.search.event.SearchEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AncestralSamplingTest {

  private static Done sample(Models models, Problem problem, String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return Searches.run(AlgorithmCatalogue.named("sample").create(given), problem, models);
  }

  private static Models random(int vocabulary, int context) {
    String[] tokens = new String[vocabulary];
    Arrays.setAll(tokens, i -> "t" + i);
    return new Models(Tables.random(4, vocabulary, context, 0), Letters.of(tokens), null);
  }

  private static Problem problem(long seed, int... prompt) {
    return new Problem("", "", IntLists.immutable.with(prompt), seed);
  }

  @Test
  void textsFollowTheModel() {
    ToyText toy =
        ToyText.of(
            text -> text.isEmpty() ? new double[] {.5, .4, .1} : new double[] {0, 0, 1}, "a", "b");
    int runs = 10_000;
    var counts =
        Searches.count(
            runs, seed -> sample(toy.models(), ToyText.problem(seed)).results().getOnly().text());
    assertThat(Searches.deviation(counts.get("a"), runs, .5)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get("b"), runs, .4)).isBetween(-4.0, 4.0);
    assertThat(Searches.deviation(counts.get(""), runs, .1)).isBetween(-4.0, 4.0);
  }

  @Test
  void temperatureZeroIsGreedySearch() {
    Models models = random(12, 200);
    assertThat(
            sample(models, problem(3, 1, 2), "temperature", "0", "max-tokens", "40")
                .results()
                .getOnly()
                .tokens())
        .isEqualTo(
            Searches.run(new GreedySearch(40), problem(3, 1, 2), models)
                .results()
                .getOnly()
                .tokens());
  }

  @Test
  void noBigramComesTwice() {
    Done done = sample(random(6, 200), problem(5, 0), "no-repeat-ngram", "2", "max-tokens", "20");
    var tokens = done.results().getOnly().tokens();
    ImmutableList<String> pairs =
        Interval.zeroTo(tokens.size() - 2)
            .collect(i -> tokens.get(i) + " " + tokens.get(i + 1))
            .toImmutableList();
    assertThat(pairs.distinct()).hasSize(pairs.size());
  }

  @Test
  void eachDrawShowsItsStages() {
    Done done =
        sample(random(30, 200), problem(5, 0), "top-k", "10", "top-p", ".8", "max-tokens", "15");
    for (SearchEvent.Drawn drawn : done.all(SearchEvent.Drawn.class)) {
      assertThat(drawn.stages().collect(s -> s.name())).containsExactly("top-k", "top-p");
      assertThat(drawn.stages().get(0).kept()).isEqualTo(10);
      assertThat(drawn.stages().get(1).kept()).isBetween(1, 10);
      assertThat(drawn.stages().get(1).mass()).isLessThanOrEqualTo(drawn.stages().get(0).mass());
    }
  }

  @Test
  void theBoundOfMirostatIsCarriedFromDrawToDraw() {
    Done done = sample(random(60, 2_000), problem(8, 0), "mirostat-tau", "3", "max-tokens", "50");
    ImmutableList<SearchEvent.Adapted> steps = done.all(SearchEvent.Adapted.class);
    assertThat(steps).hasSize(50);
    double bound = 6;
    for (SearchEvent.Adapted step : steps) {
      assertThat(step.before()).isEqualTo(bound);
      assertThat(step.after()).isCloseTo(bound - .1 * (step.surprise() - 3), within(1e-12));
      bound = step.after();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2})
  void mirostatHoldsTheTextToItsSurprise(double tau) {
    Done done =
        sample(
            random(60, 5_000),
            problem(8, 0),
            "mirostat-tau",
            Double.toString(tau),
            "max-tokens",
            "1500");
    double mean =
        done.all(SearchEvent.Adapted.class).sumOfDouble(SearchEvent.Adapted::surprise) / 1500;
    assertThat(mean).isCloseTo(tau, within(.1));
  }

  @Test
  void withoutMirostatNothingIsAdapted() {
    assertThat(
            sample(random(6, 200), problem(5, 0), "max-tokens", "9").all(SearchEvent.Adapted.class))
        .isEmpty();
  }

  @Test
  void limitsAndBudgetsEndTheText() {
    assertThat(
            sample(random(6, 200), problem(5, 0), "max-tokens", "9")
                .all(SearchEvent.Ended.class)
                .getOnly()
                .ending())
        .isEqualTo(Ending.LENGTH);
    assertThat(
            sample(random(6, 5), problem(5, 0, 1)).all(SearchEvent.Ended.class).getOnly().ending())
        .isEqualTo(Ending.CONTEXT);
    Done nothing =
        Searches.run(
            AlgorithmCatalogue.named("sample").create(Map.of()),
            problem(5, 0),
            random(6, 200),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(nothing.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(nothing.results()).isEmpty();
  }

  @Test
  void aVocabularyOfOneTokenIsRepeated() {
    Done done =
        sample(
            random(1, 200),
            problem(5, 0),
            "no-repeat-ngram",
            "1",
            "xtc-probability",
            "1",
            "mirostat-tau",
            "1",
            "top-k",
            "3",
            "max-tokens",
            "7");
    assertThat(done.results().getOnly().tokens().size()).isEqualTo(7);
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    String[] settings = {"xtc-probability", ".5", "mirostat-tau", "2", "max-tokens", "30"};
    assertThat(sample(random(20, 99), problem(5, 0), settings).events())
        .isEqualTo(sample(random(20, 99), problem(5, 0), settings).events());
  }
}
