package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.search.budget.Cost;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class AlignmentTest {

  /** Costs 0, 2, 2, 7 tokens at the ends of its steps, at cursors 3, 6, 7 and 10. */
  private static Script slow() {
    Script script = new Script().step(0.5);
    int node = script.grow(0, 1, 2);
    script.tokens(2).step(0.25);
    script.step(0);
    int next = script.grow(node, 3);
    script.tokens(5).step(1);
    assertThat(next).isEqualTo(2);
    return script;
  }

  /** Costs 0, 3, 7, 9 tokens, at cursors 3, 6, 9 and 12; judges twice. */
  private static Script quick() {
    Script script = new Script().step();
    int first = script.grow(0, 1);
    script.tokens(3).step();
    int second = script.grow(first, 2);
    script.tokens(4).step();
    script.score(second, 0.5).charge(Cost.judged(2, 30).plus(Cost.generated(2))).step();
    return script;
  }

  @Test
  void theFixturesAreWhatTheySay() {
    Course course = slow().course();
    assertThat(course.tree().stepEnds().size()).isEqualTo(4);
    assertThat(course.cursor(Axis.TOKENS, 1)).isEqualTo(3);
    assertThat(course.tree().size()).isEqualTo(11);
  }

  @Test
  void aRunShowsItsLastStateThatCostNoMore() {
    Course course = slow().course();
    assertThat(course.cursorAt(Axis.TOKENS, 0)).isEqualTo(3);
    assertThat(course.cursorAt(Axis.TOKENS, 1.9)).isEqualTo(3);
    assertThat(course.cursorAt(Axis.TOKENS, 2)).isEqualTo(8);
    assertThat(course.cursorAt(Axis.TOKENS, 6.999)).isEqualTo(8);
    assertThat(course.cursorAt(Axis.TOKENS, 7)).isEqualTo(11);
    assertThat(course.cursorAt(Axis.TOKENS, 1000)).isEqualTo(11);
  }

  @Test
  void whatIsShownHasBeenPaidFor() {
    Course course = slow().course();
    for (double x = 0; x <= 8; x += 0.5) {
      int cursor = course.cursorAt(Axis.TOKENS, x);
      assertThat(course.at(Axis.TOKENS, cursor)).isLessThanOrEqualTo(x);
      assertThat(course.tree().stepEnds().countUpTo(cursor))
          .as("an end of a step")
          .isGreaterThan(course.tree().stepEnds().countUpTo(cursor - 1));
    }
  }

  @Test
  void byEventsEveryEventIsAMoment() {
    Course course = slow().course();
    assertThat(course.moments(Axis.EVENTS)).isEqualTo(12);
    for (int i = 0; i <= 11; i++) {
      assertThat(course.cursorAt(Axis.EVENTS, i)).isEqualTo(i);
    }
    assertThat(course.cursorAt(Axis.EVENTS, 40)).isEqualTo(11);
  }

  @Test
  void secondsAddUpOverTheSteps() {
    Course course = slow().course();
    assertThat(course.end(Axis.SECONDS)).isEqualTo(1.75);
    assertThat(course.cursorAt(Axis.SECONDS, 0.4)).isZero();
    assertThat(course.cursorAt(Axis.SECONDS, 0.5)).isEqualTo(3);
    assertThat(course.cursorAt(Axis.SECONDS, 0.75)).isEqualTo(8);
    assertThat(course.has(Axis.SECONDS)).isTrue();
    assertThat(quick().course().has(Axis.SECONDS)).isFalse();
  }

  @Test
  void theRunsMeetAtEachPlaceWhereEitherChanges() {
    Alignment alignment =
        Alignment.of(Axis.TOKENS, Lists.immutable.of(slow().course(), quick().course()));
    double[] places = new double[alignment.size()];
    int[] slow = new int[alignment.size()];
    int[] quick = new int[alignment.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = alignment.place(i);
      slow[i] = alignment.cursor(0, i);
      quick[i] = alignment.cursor(1, i);
    }
    assertThat(places).containsExactly(0, 2, 3, 7, 9);
    assertThat(slow).containsExactly(3, 8, 8, 11, 11);
    assertThat(quick).containsExactly(3, 3, 6, 9, 12);
    assertThat(alignment.end(0)).isEqualTo(7);
    assertThat(alignment.end(1)).isEqualTo(9);
    assertThat(alignment.end()).isEqualTo(9);
  }

  @Test
  void aPlaceBetweenTwoIsTheEarlierOne() {
    Alignment alignment =
        Alignment.of(Axis.TOKENS, Lists.immutable.of(slow().course(), quick().course()));
    assertThat(alignment.indexAt(0)).isZero();
    assertThat(alignment.indexAt(2.5)).isEqualTo(1);
    assertThat(alignment.indexAt(3)).isEqualTo(2);
    assertThat(alignment.indexAt(-1)).isZero();
    assertThat(alignment.indexAt(99)).isEqualTo(4);
  }

  @Test
  void onAnAxisThatARunDoesNotSpendOnItIsShownAtItsEnd() {
    Alignment alignment =
        Alignment.of(Axis.PRM, Lists.immutable.of(slow().course(), quick().course()));
    assertThat(alignment.size()).isEqualTo(2);
    assertThat(alignment.cursor(0, 0)).isEqualTo(11);
    assertThat(alignment.cursor(1, 0)).isEqualTo(9);
    assertThat(alignment.cursor(1, 1)).isEqualTo(12);
  }

  @Test
  void noRunsMeetAtNothing() {
    Alignment alignment = Alignment.of(Axis.TOKENS, Lists.immutable.empty());
    assertThat(alignment.size()).isEqualTo(1);
    assertThat(alignment.end()).isZero();
  }
}
