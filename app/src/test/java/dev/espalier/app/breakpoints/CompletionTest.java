package dev.espalier.app.breakpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.breakpoints.Completion.Word;
import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.condition.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {

  private static List<String> after(String text) {
    return Completion.of(text, text.length(), Completion.FACTS, Completion.TEXTS)
        .collect(Word::text)
        .castToList();
  }

  @Test
  void aNameThatWasBegunIsCompleted() {
    assertThat(after("re")).containsExactly("reward", "reason", "results");
    assertThat(after("reward < 0.4 && dep")).containsExactly("depth");
  }

  @Test
  void wholeNamesAndNumbersAreNotCompleted() {
    assertThat(after("reward")).isEmpty();
    assertThat(after("reward < 0.4 ")).isEmpty();
    assertThat(after("")).isEmpty();
    assertThat(after("depth > 1")).isEmpty();
  }

  @Test
  void inQuotesTheKindsOfEventsAndReasonsAreOffered() {
    assertThat(after("type == \"re")).containsExactly("resampled\"", "retained\"", "reweighed\"");
    assertThat(after("reason != \"below")).containsExactly("below cut\"");
    assertThat(after("type == \"pruned\" && reason == \"no")).contains("not drawn\"");
  }

  @Test
  void freeTextIsNotCompleted() {
    assertThat(after("text ~ \"re")).isEmpty();
    assertThat(after("text == \"re")).isEmpty();
  }

  @Test
  void whatStandsBehindTheCaretIsLeftAlone() {
    assertThat(Completion.of("dep > 3", 3, Completion.FACTS, Completion.TEXTS))
        .containsExactly(
            new Word(
                "depth",
                Completion.FACTS.detect(fact -> fact.text().equals("depth")).explanation(),
                3));
  }

  @Test
  void whatIsOfferedMakesAConditionThatCanBeRead() throws ConditionException {
    for (Fact fact : Fact.values()) {
      Condition.of(fact.key() + (fact.isText() ? " == \"x\"" : " > 1"));
    }
  }
}
