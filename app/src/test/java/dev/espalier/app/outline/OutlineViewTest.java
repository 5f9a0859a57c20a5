package dev.espalier.app.outline;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutlineViewTest {

  private final TreeViewModel model = new TreeViewModel();

  @BeforeAll
  static void startJavaFx() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException _) {
      started.countDown();
    }
    started.await();
  }

  private interface Work {
    void with(TreeTableView<Integer> table, OutlineView view);
  }

  private void shown(Work work) throws Exception {
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              OutlineView view = new OutlineView(model);
              Scene scene = new Scene(view, 700, 900);
              scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
              scene.getRoot().applyCss();
              scene.getRoot().layout();
              work.with(view.table(), view);
            },
            null);
    Platform.runLater(task);
    task.get();
  }

  @Test
  void thereIsARowForEveryNodeBornByTheCursor() throws Exception {
    shown((table, _) -> {
      model.open(SyntheticSearch.aStar());
      assertThat(table.getExpandedItemCount()).isEqualTo(model.tree().nodes());
      for (int cursor = model.size(); cursor > 1; cursor -= 40) {
        model.seek(cursor);
        assertThat(table.getExpandedItemCount()).isEqualTo(model.tree().nodesAt(cursor));
      }
      model.seek(model.size());
      assertThat(table.getExpandedItemCount()).isEqualTo(model.tree().nodes());
      model.seek(0);
      assertThat(table.getExpandedItemCount()).isZero();
    });
  }

  @Test
  void theSelectionIsSharedBothWays() throws Exception {
    shown((table, _) -> {
      model.open(SyntheticSearch.aStar());
      model.select(9);
      assertThat(table.getSelectionModel().getSelectedItem().getValue()).isEqualTo(9);
      table.getSelectionModel().select(2);
      assertThat(model.selected()).isEqualTo(table.getTreeItem(2).getValue()).isNotEqualTo(9);
      model.select(-1);
      assertThat(table.getSelectionModel().getSelectedItem()).isNull();
    });
  }

  @Test
  void goingBackBeforeTheChosenNodeKeepsItChosenForTheWayForth() throws Exception {
    shown((table, _) -> {
      model.open(SyntheticSearch.aStar());
      int last = model.tree().nodes() - 1;
      model.select(last);
      model.seek(20);
      assertThat(model.selected()).isEqualTo(last);
      assertThat(table.getSelectionModel().getSelectedItem()).isNull();
      model.seek(model.size());
      assertThat(table.getSelectionModel().getSelectedItem().getValue()).isEqualTo(last);
    });
  }

  @Test
  void rowsSayInWordsWhatTheyShow() throws Exception {
    shown((table, view) -> {
      model.open(SyntheticSearch.aStar());
      view.applyCss();
      view.layout();
      TreeTableRow<?> row =
          (TreeTableRow<?>)
              view.lookupAll(".tree-table-row-cell").stream()
                  .filter(node -> ((TreeTableRow<?>) node).getIndex() == 1)
                  .findFirst()
                  .orElseThrow();
      assertThat(row.getAccessibleText())
          .contains("She sells 3 boxes")
          .contains("open, score 0.40")
          .contains("13 tokens, depth 1");
    });
  }

  @Test
  void aLargeTreeIsOpenedOnlyWhereItIsLookedAt() throws Exception {
    shown((table, _) -> {
      model.open(SyntheticSearch.large(2_000));
      assertThat(table.getExpandedItemCount()).isLessThan(200);
      model.select(1_999);
      assertThat(table.getSelectionModel().getSelectedItem().getValue()).isEqualTo(1_999);
    });
  }
}
