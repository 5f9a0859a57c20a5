package dev.espalier.reward.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.reward.problems.ConstrainedTask.Kind;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class ConstrainedTaskTest {

  private static boolean accepts(ConstraintSource constraint, String text) throws GrammarException {
    ParserState end =
        new Recogniser(constraint.grammar()).start().advance(text.getBytes(StandardCharsets.UTF_8));
    return end != null && end.accepting();
  }

  @ParameterizedTest
  @EnumSource
  void theAnswerIsAllowedAndWhatItIsNotIsForbidden(Kind kind) throws GrammarException {
    for (ConstrainedTask task : ConstrainedTask.first(kind, 1, 40)) {
      assertThat(accepts(task.constraint(), task.answer())).as(task.toString()).isTrue();
      assertThat(accepts(task.constraint(), task.answer() + "!")).isFalse();
      assertThat(accepts(task.constraint(), "")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tasksDifferAndAreAlwaysTheSame(Kind kind) {
    List<ConstrainedTask> tasks = ConstrainedTask.first(kind, 5, 30);
    assertThat(tasks).extracting(ConstrainedTask::prompt).doesNotHaveDuplicates();
    assertThat(tasks).extracting(ConstrainedTask::id).doesNotHaveDuplicates();
    assertThat(ConstrainedTask.first(kind, 5, 10)).isEqualTo(tasks.subList(0, 10));
  }

  @Test
  void aSchemaBoundsEveryValue() throws GrammarException {
    for (ConstrainedTask task : ConstrainedTask.first(Kind.JSON, 2, 20)) {
      assertThat(JsonMapper.shared().readTree(task.answer()).isObject()).isTrue();
      String other = task.answer().replaceAll("\\d+", "1234");
      assertThat(accepts(task.constraint(), other)).as(other).isFalse();
    }
  }
}
