package dev.espalier.app.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindViewModelTest {

  private final TreeViewModel tree = new TreeViewModel();
  private final FindViewModel find = new FindViewModel(tree);

  @BeforeEach
  void open() {
    tree.open(
        EventLog.of(
            List.of(
                new SearchEvent.Rooted(0, IntLists.immutable.with(1), "Question"),
                grown(1, 0, "Apples are red"),
                grown(2, 0, "Pears"),
                grown(3, 2, "two apples"))));
  }

  private static SearchEvent grown(int node, int parent, String text) {
    return new SearchEvent.Grown(node, parent, IntLists.immutable.with(node), text, -1);
  }

  @Test
  void nodesAreFoundInTurnWhateverTheCase() {
    find.wantedProperty().set("APPLES");
    assertThat(tree.selected()).isEqualTo(1);
    assertThat(find.foundProperty().get()).isEqualTo("1 of 2 nodes");
    find.next();
    assertThat(tree.selected()).isEqualTo(3);
    find.next();
    assertThat(tree.selected()).isEqualTo(1);
    find.previous();
    assertThat(tree.selected()).isEqualTo(3);
  }

  @Test
  void whatIsNotYetThereIsNotFound() {
    tree.seek(2);
    find.wantedProperty().set("pears");
    assertThat(tree.selected()).isEqualTo(-1);
    assertThat(find.foundProperty().get()).isEqualTo("Nothing here holds it by now.");
    find.next();
    find.wantedProperty().set("");
    assertThat(find.foundProperty().get()).isEmpty();
  }

  @Test
  void aHashFindsANodeByItsNumber() {
    find.wantedProperty().set("#2");
    assertThat(tree.selected()).isEqualTo(2);
  }
}
