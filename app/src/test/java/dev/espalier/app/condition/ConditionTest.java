package dev.espalier.app.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private final EventSource events = SyntheticSearch.aStar();
  private final SearchTree tree = SearchTree.of(events);

  private List<Integer> holds(String condition) throws ConditionException {
    Condition read = Condition.of(condition);
    return where(i -> read.holds(new Search(tree, events, "").moment(i)));
  }

  private List<Integer> where(IntPredicate holds) {
    List<Integer> found = new ArrayList<>();
    IntStream.range(0, events.size()).filter(holds).forEach(found::add);
    return found;
  }

  @Test
  void aTypeHoldsAtTheEventsOfThatType() throws ConditionException {
    List<Integer> pruned = where(i -> events.event(i) instanceof SearchEvent.Pruned);
    assertThat(pruned).isNotEmpty();
    assertThat(holds("type == \"pruned\"")).isEqualTo(pruned);
    assertThat(holds("!(type != \"pruned\")")).isEqualTo(pruned);
  }

  @Test
  void numbersAreThoseOfTheNodeAtThatMoment() throws ConditionException {
    List<Integer> expected =
        where(i -> {
          int node = tree.currentNode(i + 1);
          return node >= 0
              && tree.scoreAt(node, i + 1) instanceof Score.AStar star
              && star.reward() < 0.4
              && tree.depth(node) > 2;
        });
    assertThat(expected).isNotEmpty();
    assertThat(holds("reward < 0.4 && depth > 2")).isEqualTo(expected);
    assertThat(holds("(reward - 0.4) * 2 < 0 && (depth) / 2 > 1")).isEqualTo(expected);
  }

  @Test
  void aTextIsSearchedForAnExpression() throws ConditionException {
    List<Integer> expected =
        where(i -> {
          int node = tree.currentNode(i + 1);
          return node >= 0 && tree.textAt(node, i + 1).contains("61");
        });
    assertThat(expected).isNotEmpty();
    assertThat(holds("text ~ \"6\\d\" && text ~ \"61\"")).isEqualTo(expected);
  }

  @Test
  void andBindsTighterThanOr() throws ConditionException {
    assertThat(holds("node == 1 || node == 2 && depth > 100")).isEqualTo(holds("node == 1"));
    assertThat(holds("(node == 1 || node == 2) && depth > 100")).isEmpty();
  }

  @Test
  void whatAnEventDoesNotHaveHoldsInNoComparison() throws ConditionException {
    assertThat(holds("ess < 100")).isEmpty();
    assertThat(holds("ess >= 100")).isEmpty();
    assertThat(holds("ess != 100")).isEmpty();
  }

  @Test
  void reasonsAreWrittenInWords() throws ConditionException {
    EventSource beam = SyntheticSearch.beam();
    SearchTree of = SearchTree.of(beam);
    Condition cut = Condition.of("reason == \"below cut\"");
    int hits = 0;
    for (int i = 0; i < beam.size(); i++) {
      boolean expected =
          beam.event(i) instanceof SearchEvent.Pruned(int _, Reason why)
              && why instanceof Reason.BelowCut;
      assertThat(cut.holds(new Search(of, beam, "").moment(i))).isEqualTo(expected);
      hits += expected ? 1 : 0;
    }
    assertThat(hits).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "reward <;8;expected a name or a number",
        "rewrad < 0.4;0;there is no “rewrad”",
        "reward;6;expected a comparison",
        "type < 3;5;expected ==, != or ~ after a text",
        "node == \"x\";8;“\"” cannot come here",
        "text ~ \"(\";9;the regular expression is wrong",
        "text == \"a;8;the text that begins here has no closing quote",
        "node == 1 node;10;expected && or || or the end",
        "1.2.3 < node;0;“1.2.3” is no number",
        "(node == 1;10;expected )",
      })
  void mistakesAreNamedWithTheirPlace(String condition, int offset, String words) {
    ConditionException wrong =
        catchThrowableOfType(ConditionException.class, () -> Condition.of(condition));
    assertThat(wrong).as(condition).isNotNull();
    assertThat(wrong.words()).startsWith(words);
    assertThat(wrong.offset()).isEqualTo(offset);
  }

  @Test
  void nestingIsBounded() {
    ConditionException wrong =
        catchThrowableOfType(
            ConditionException.class,
            () -> Condition.of("(".repeat(5000) + "node == 1" + ")".repeat(5000)));
    assertThat(wrong.words()).isEqualTo("the condition is nested too deeply");
  }

  @Test
  void noTextBreaksTheReader() {
    String[] pieces = {
      "node", "text", "(", ")", "&&", "||", "!", "<", "==", "~", "\"a\"", "1", ".", "-", "+", " "
    };
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThatCode(
              () -> {
                try {
                  Condition.of(text.toString()).holds(new Search(tree, events, "").moment(40));
                } catch (ConditionException e) {
                  assertThat(e.offset()).isBetween(0, text.length());
                }
              })
          .as(text.toString())
          .doesNotThrowAnyException();
    }
  }
}
