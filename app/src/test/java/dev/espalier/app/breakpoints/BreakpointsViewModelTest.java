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
