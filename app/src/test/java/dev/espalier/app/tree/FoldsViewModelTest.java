package dev.espalier.app.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.search.event.EventLog;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldsViewModelTest {

  private final TreeViewModel model = new TreeViewModel();
  private final FoldsViewModel folds = model.folds();
  private final EventLog log = SyntheticSearch.aStar();

  @BeforeEach
  void open() {
    model.open(log);
  }

  private SearchTree tree() {
    return model.tree();
  }

  /** A node with children, which are no leaves all of them. */
  private int inner() {
    return IntStream.range(1, tree().nodes())
        .filter(
            node -> tree().children(node).anySatisfy(child -> tree().children(child).notEmpty()))
        .findFirst()
        .orElseThrow();
  }

  private int leaf() {
    return IntStream.range(1, tree().nodes())
        .filter(node -> tree().children(node).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private int grandchild(int node) {
    int child = tree().children(node).detectIfNone(c -> tree().children(c).notEmpty(), -1);
    return tree().children(child).get(0);
  }

  @Test
  void whatHangsBelowAFoldedNodeIsHiddenAndNothingElse() {
    int node = inner();
    folds.toggle(node);
    for (int n = 0; n < tree().nodes(); n++) {
      assertThat(folds.byHand().hides(tree(), n))
          .as("node " + n)
          .isEqualTo(n != node && tree().path(n).contains(node));
    }
    folds.toggle(node);
    assertThat(folds.byHand().isEmpty()).isTrue();
  }

  @Test
  void aLeafHasNothingToFold() {
    folds.toggle(leaf());
    assertThat(folds.byHand().isEmpty()).isTrue();
  }

  @Test
  void theSelectionGoesUpToWhatCanStillBeSeen() {
    int node = inner();
    model.select(grandchild(node));
    folds.fold(node);
    assertThat(model.selected()).isEqualTo(node);
  }

  @Test
  void choosingAHiddenNodeOrJumpingToItsEventUnfolds() {
    int node = inner();
    int hidden = grandchild(node);
    folds.fold(node);
    model.select(hidden);
    assertThat(folds.byHand().hides(tree(), hidden)).isFalse();
    folds.fold(node);
    model.jump(tree().birth(hidden));
    assertThat(model.current()).isEqualTo(hidden);
    assertThat(folds.byHand().hides(tree(), hidden)).isFalse();
  }

  @Test
  void passingByLeavesFolded() {
    int node = inner();
    folds.fold(node);
    for (int cursor = 0; cursor <= model.size(); cursor++) {
      model.seek(cursor);
    }
    assertThat(folds.byHand().folds(node)).isTrue();
  }

  @Test
  void focusShowsTheWayItsSiblingsAndTheChildren() {
    int node = inner();
    model.select(node);
    folds.toggleFocus();
    Folding shown = folds.shownProperty().get();
    for (int n = 0; n < tree().nodes(); n++) {
      int parent = tree().parent(n);
      boolean onTheWay = parent < 0 || tree().path(node).contains(parent);
      assertThat(shown.hides(tree(), n)).as("node " + n).isEqualTo(!onTheWay);
    }
    assertThat(folds.byHand().isEmpty()).as("what is folded by hand").isTrue();
    folds.toggleFocus();
    assertThat(folds.shownProperty().get().isEmpty()).isTrue();
  }

  @Test
  void focusGoesWithTheSelection() {
    int node = inner();
    model.select(node);
    folds.toggleFocus();
    int other = tree().children(node).get(0);
    model.select(other);
    assertThat(folds.shownProperty().get().hides(tree(), other)).isFalse();
    assertThat(folds.focusedProperty().get()).isTrue();
  }

  @Test
  void withoutATreeThereIsNothingToFocusOn() {
    model.close();
    folds.toggleFocus();
    assertThat(folds.focusedProperty().get()).isFalse();
  }

  @Test
  void aDepthStaysFoldedWhileTheTreeGrows() {
    EventLog growing = new EventLog();
    model.open(growing);
    folds.foldAt(1);
    for (int i = 0; i < log.size(); i++) {
      growing.append(java.util.List.of(log.event(i)));
    }
    while (model.refresh(7)) {
      for (int n = 0; n < tree().nodes(); n++) {
        assertThat(folds.byHand().hides(tree(), n)).isEqualTo(tree().depth(n) > 1);
      }
    }
    assertThat(tree().nodes()).isGreaterThan(20);
    folds.unfoldAll();
    assertThat(folds.byHand().isEmpty()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> folds.foldAt(-1));
  }

  @Test
  void anotherSearchBeginsUnfolded() {
    folds.fold(inner());
    model.open(SyntheticSearch.beam());
    assertThat(folds.byHand().isEmpty()).isTrue();
    assertThat(folds.shownProperty().get().isEmpty()).isTrue();
  }
}
