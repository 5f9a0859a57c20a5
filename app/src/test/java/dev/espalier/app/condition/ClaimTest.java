package dev.espalier.app.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.factory.Maps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {

  private final EventSource star = SyntheticSearch.aStar();
  private final EventSource beam = SyntheticSearch.beam();
  private final Evidence evidence =
      new Evidence(Search.of(star, "61"), Maps.immutable.of("beam", Search.of(beam, "")));

  private static int count(EventSource events, Predicate<SearchEvent> wanted) {
    return (int) IntStream.range(0, events.size()).mapToObj(events::event).filter(wanted).count();
  }

  private double number(String figure) throws ConditionException {
    return Figure.of(figure).number(evidence);
  }

  @Test
  void eventsAreCounted() throws ConditionException {
    int pops = count(star, e -> e instanceof SearchEvent.Popped);
    assertThat(pops).isPositive();
    assertThat(number("count(type == \"popped\")")).isEqualTo(pops);
    assertThat(number("beam.count(type == \"pruned\") - count(type == \"popped\")"))
        .isEqualTo(count(beam, e -> e instanceof SearchEvent.Pruned) - pops);
  }

  @Test
  void aFactIsToldWhereItIsFirstLastGreatestAndLeast() throws ConditionException {
    double[] rewards =
        IntStream.range(0, star.size())
            .mapToObj(star::event)
            .filter(e -> e instanceof SearchEvent.Scored)
            .map(e -> ((SearchEvent.Scored) e).score())
            .filter(score -> score instanceof Score.AStar)
            .mapToDouble(score -> ((Score.AStar) score).reward())
            .toArray();
    assertThat(rewards.length).isGreaterThan(2);
    assertThat(number("first(reward, type == \"scored\")")).isEqualTo(rewards[0]);
    assertThat(number("last(reward, type == \"scored\")")).isEqualTo(rewards[rewards.length - 1]);
    assertThat(number("max(reward, type == \"scored\")"))
        .isEqualTo(java.util.Arrays.stream(rewards).max().orElseThrow());
    assertThat(number("min(reward, type == \"scored\")"))
        .isEqualTo(java.util.Arrays.stream(rewards).min().orElseThrow());
    assertThat(number("sum(reward, type == \"scored\")"))
        .isEqualTo(java.util.Arrays.stream(rewards).reduce(Double::sum).orElseThrow());
    assertThat(number("exp(first(reward, type == \"scored\"))")).isEqualTo(Math.exp(rewards[0]));
  }

  @Test
  void whatNoEventHasIsNoNumberAndNoText() throws ConditionException {
    assertThat(number("first(ess)")).isNaN();
    assertThat(number("max(reward, node == 99999)")).isNaN();
    assertThat(Figure.of("last(reason, node == 99999)").words(evidence)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "some(type == \"popped\" && node == 0)",
        "none(type == \"resampled\")",
        "!some(type == \"resampled\") && (count(node == 0) > 0)",
        "(count(node == 0) + 1) * 2 > 3 || none(node == 0)",
        "last(outcome) == \"solved\"",
        "first(known) == \"61\" && beam.last(known) == \"\"",
        "beam.some(type == \"pruned\" && reason == \"below cut\")",
        "first(event, type == \"rooted\") == 1",
      })
  void theseHold(String claim) throws ConditionException {
    assertThat(Claim.of(claim).holds(evidence)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none(type == \"popped\")",
        "beam.some(type == \"popped\")",
        "count(type == \"concluded\") != 1",
        "last(outcome) != \"solved\"",
        "first(ess) < 1 || first(ess) >= 1",
      })
  void theseDoNot(String claim) throws ConditionException {
    assertThat(Claim.of(claim).holds(evidence)).isFalse();
  }

  @Test
  void theSearchesNamedAreTold() throws ConditionException {
    assertThat(Claim.of("a.count(node == 1) < b.count(node == 1)").searches())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(Figure.of("count(node == 1)").searches()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "reward > 1;0;there is no “reward”; there are some, none, count",
        "count(node == 1);16;expected a comparison",
        "count node == 1 > 2;6;expected ( after count",
        "some(rewrad < 1);5;there is no “rewrad”",
        "some(node == 1;14;expected )",
        "max(text) > 1;4;text is a text; texts have a first and a last only",
        "some(node == 1) + 1 > 0;16;expected && or || or the end",
        "first(node) == some(node == 1);15;some(node == 1) is a condition; a number is needed",
        "count(count(node == 1) > 1) > 1;6;there is no “count”",
      })
  void mistakesAreNamedWithTheirPlace(String claim, int offset, String words) {
    ConditionException wrong =
        catchThrowableOfType(ConditionException.class, () -> Claim.of(claim));
    assertThat(wrong).as(claim).isNotNull();
    assertThat(wrong.words()).startsWith(words);
    assertThat(wrong.offset()).isEqualTo(offset);
  }
}
