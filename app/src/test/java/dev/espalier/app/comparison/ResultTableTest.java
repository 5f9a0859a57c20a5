package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.course.Course;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.Outcome;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultTableTest {

  private static final AnswerChecker DIGITS =
      new AnswerChecker() {
        @Override
        public @Nullable String extract(String text) {
          String digits = text.replaceAll("\\D", "");
          return digits.isEmpty() ? null : digits;
        }

        @Override
        public boolean same(String answer, String known) {
          return answer.equals(known);
        }
      };

  /** Right, dear: 5 tokens, two outputs of which one is a number alone. */
  private static Script right() {
    Script script = new Script().step(1);
    int node = script.grow(0, 1, 2);
    script.finish(node, 0.9).tokens(5).charge(Cost.judged(2, 9));
    script.conclude(
        Outcome.SOLVED,
        "",
        Script.result(node, "61", 0.9),
        Script.result(node, " 61 ", 0.8),
        Script.result(node, "It is 7", 0.1));
    return script.step(2);
  }

  /** Wrong, cheap: 2 tokens, one output. */
  private static Script wrong() {
    Script script = new Script().step(1);
    int node = script.grow(0, 3);
    script.finish(node, 0.5).tokens(2);
    script.conclude(Outcome.BUDGET, "", Script.result(node, "7", 0.5));
    return script.step(0.5);
  }

  private static ResultTable table(boolean comparable, Script... scripts) {
    ImmutableList<ResultTable.Moment> moments =
        Lists.immutable
            .with(scripts)
            .collectWithIndex((script, run) -> {
              Course course = script.course();
              return new ResultTable.Moment(run, script.entrant("x"), course, course.tree().size());
            });
    return ResultTable.of(moments, comparable, DIGITS, new Validity());
  }

  private static String words(ResultTable table, int run, Column column) {
    return table.rows().get(run).cell(column).words();
  }

  @Test
  void eachColumnSaysWhatTheRunCameTo() {
    ResultTable table = table(true, right(), wrong());
    assertThat(words(table, 0, Column.ANSWER)).isEqualTo("61");
    assertThat(words(table, 0, Column.CORRECT)).isEqualTo("yes");
    assertThat(words(table, 1, Column.CORRECT)).isEqualTo("no");
    assertThat(words(table, 0, Column.SCORE)).isEqualTo("0.900");
    assertThat(words(table, 0, Column.TOKENS)).isEqualTo("5");
    assertThat(words(table, 0, Column.PRM)).isEqualTo("2");
    assertThat(words(table, 0, Column.OUTPUTS)).isEqualTo("2");
    assertThat(words(table, 0, Column.SECONDS)).isEqualTo("3.00");
    assertThat(words(table, 1, Column.FINISHED)).isEqualTo("budget spent");
  }

  @Test
  void theBestOfAColumnIsMarkedUnlessAllAreEqual() {
    ResultTable table = table(true, right(), wrong());
    assertThat(table.rows().get(0).cell(Column.CORRECT).best()).isTrue();
    assertThat(table.rows().get(0).cell(Column.SCORE).best()).isTrue();
    assertThat(table.rows().get(1).cell(Column.TOKENS).best()).isTrue();
    assertThat(table.rows().get(0).cell(Column.TOKENS).best()).isFalse();
    assertThat(table.rows().get(0).cell(Column.LOG_PROB).best()).isFalse();
    ResultTable same = table(true, wrong(), wrong());
    assertThat(same.rows().allSatisfy(row -> !row.cell(Column.TOKENS).best())).isTrue();
  }

  @Test
  void scoresOfDifferentKindsHaveNoBest() {
    ResultTable table = table(false, right(), wrong());
    assertThat(table.rows().get(0).cell(Column.SCORE).best()).isFalse();
  }

  @Test
  void aRunThatHasNotEndedIsNotTheCheapest() {
    Script running = new Script().step();
    running.grow(0, 1);
    running.tokens(1).step();
    ResultTable table = table(true, right(), running);
    assertThat(table.rows().get(1).cell(Column.TOKENS).best()).isFalse();
    assertThat(words(table, 1, Column.FINISHED)).isEqualTo("breaks off");
    assertThat(words(table, 1, Column.ANSWER)).isEmpty();
  }

  @Test
  void outputsAreHeldAgainstTheConstraintOfEitherRun() {
    Script free = right();
    SearchOrder plain = Script.order("x");
    SearchOrder bound =
        new SearchOrder(
            plain.prompt(),
            "x",
            Maps.immutable.empty(),
            7,
            Budget.UNLIMITED,
            "61",
            new ConstraintSource(ConstraintSource.Kind.REGEX, "[0-9]+"));
    Course course = free.course();
    Entrant one = free.entrant("x");
    Entrant two = new Entrant("y", bound, one.events(), "", null, one.times());
    ResultTable table =
        ResultTable.of(
            Lists.immutable.of(
                new ResultTable.Moment(0, one, course, course.tree().size()),
                new ResultTable.Moment(1, two, course, course.tree().size())),
            true,
            DIGITS,
            new Validity());
    assertThat(words(table, 0, Column.VALID)).isEqualTo("1 of 3");
    assertThat(words(table, 1, Column.VALID)).isEqualTo("1 of 3");
    assertThat(words(table(true, right()), 0, Column.VALID)).isEmpty();
  }

  @Test
  void theTableIsCopiedAsCsvAndAsMarkdown() {
    ResultTable table = table(true, right(), wrong());
    assertThat(table.csv().lines())
        .containsExactly(
            "run,title,algorithm,answer,correct,score,log_prob,tokens,rows,prm,checks,outputs,valid,seconds,finished",
            "A,x,x,61,yes,0.9,-2,5,0,2,0,2,,3,solved",
            "B,x,x,7,no,0.5,-2,2,0,0,0,1,,1.5,budget spent");
    assertThat(table.markdown().lines())
        .containsExactly(
            "| Run | Answer | Correct | Score | Log-prob | Generated tokens | PRM passes | Distinct"
                + " outputs | Seconds | Finished |",
            "|---|---|---|---|---|---|---|---|---|---|",
            "| A x | 61 | **yes** | **0.900** | −2.000 | 5 | 2 | **2** | 3.00 | solved |",
            "| B x | 7 | no | 0.500 | −2.000 | **2** | **0** | 1 | **1.50** | budget spent |");
  }
}
