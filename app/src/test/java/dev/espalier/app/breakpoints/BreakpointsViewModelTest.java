package dev.espalier.app.breakpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakpointsViewModelTest {

  private final TreeViewModel tree = new TreeViewModel();
  private final BreakpointsViewModel breakpoints = new BreakpointsViewModel(tree);

  @BeforeEach
  void open() {
    tree.open(SyntheticSearch.aStar());
  }

  @Test
  void hitsAreTheMomentsJustAfterTheEvents() throws ConditionException {
    breakpoints.add("type == \"pruned\"");
    breakpoints.refresh();
    int marks = tree.tree().mark(Mark.PRUNE).size();
    assertThat(breakpoints.hits()).isEqualTo(marks).isPositive();
    int cursor = -1;
    for (int i = 0; i < marks; i++) {
      cursor = breakpoints.next(cursor);
      assertThat(cursor).isEqualTo(tree.tree().mark(Mark.PRUNE).get(i));
    }
    assertThat(breakpoints.next(cursor)).isNegative();
    assertThat(breakpoints.previous(tree.size() + 1)).isEqualTo(cursor);
    assertThat(breakpoints.previous(0)).isNegative();
  }

  @Test
  void oneThatIsOffHasNoHits() throws ConditionException {
    breakpoints.add("node >= 0");
    breakpoints.refresh();
    assertThat(breakpoints.hits()).isPositive();
    breakpoints.enable(breakpoints.breakpoints().getFirst(), false);
    breakpoints.refresh();
    assertThat(breakpoints.hits()).isZero();
  }

  @Test
  void oneThatOnlyMarksDoesNotStop() throws ConditionException {
    breakpoints.add("type == \"pruned\"");
    breakpoints.refresh();
    assertThat(breakpoints.nextStop(0)).isPositive();
    assertThat(breakpoints.stoppedAt()).isPositive();
    breakpoints.stopAt(breakpoints.breakpoints().getFirst(), false);
    assertThat(breakpoints.nextStop(0)).isNegative();
  }

  @Test
  void aPassCountTakesEverySoManiethTimeForAHit() throws ConditionException {
    breakpoints.add("type == \"pruned\"");
    Breakpoint one = breakpoints.breakpoints().getOnly();
    int marks = tree.tree().mark(Mark.PRUNE).size();
    breakpoints.count(one, 2);
    breakpoints.refresh();
    assertThat(one.hits()).isEqualTo(marks / 2);
    assertThat(breakpoints.next(-1)).isEqualTo(tree.tree().mark(Mark.PRUNE).get(1));
    breakpoints.count(one, 0);
    breakpoints.refresh();
    assertThat(one.passes()).isEqualTo(1);
    assertThat(one.hits()).isEqualTo(marks);
  }

  @Test
  void mutedOnesMarkAndStopNowhere() throws ConditionException {
    breakpoints.mutedProperty().set(true);
    breakpoints.add("type == \"pruned\"");
    breakpoints.refresh();
    assertThat(breakpoints.hits()).isPositive();
    assertThat(breakpoints.stoppedAt()).isNegative();
    assertThat(breakpoints.nextStop(0)).isNegative();
    assertThat(breakpoints.next(0)).isPositive();
    breakpoints.mutedProperty().set(false);
    assertThat(breakpoints.nextStop(0)).isPositive();
  }

  @Test
  void theLogTellsTheLastHitsInWords() throws ConditionException {
    breakpoints.add("type == \"pruned\"");
    breakpoints.refresh();
    var log = breakpoints.log(tree.size(), 2);
    assertThat(log).hasSize(2);
    int last = breakpoints.previous(tree.size() + 1);
    assertThat(log.getFirst().cursor()).isEqualTo(last);
    assertThat(log.getFirst().words())
        .startsWith("Event " + last + ", pruned, node " + tree.tree().currentNode(last));
    assertThat(log.getLast().cursor()).isLessThan(last);
    assertThat(breakpoints.log(0, 2)).isEmpty();
  }

  @Test
  void breakpointsOutliveTheSearch() throws ConditionException {
    breakpoints.add("type == \"pruned\"");
    breakpoints.refresh();
    tree.open(SyntheticSearch.beam());
    breakpoints.refresh();
    assertThat(breakpoints.hits()).isEqualTo(tree.tree().mark(Mark.PRUNE).size());
  }

  @Test
  void aWrongConditionIsNotAdded() {
    assertThatExceptionOfType(ConditionException.class)
        .isThrownBy(() -> breakpoints.add("reward <"));
    assertThat(breakpoints.breakpoints()).isEmpty();
  }
}
