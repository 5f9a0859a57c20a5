package dev.espalier.app.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeViewModelTest {

  private final TreeViewModel model = new TreeViewModel();
  private final EventLog finished = SyntheticSearch.aStar();

  @Test
  void aFinishedSearchOpensAtItsEndWhileFollowing() {
    model.open(finished);
    assertThat(model.cursor()).isEqualTo(finished.size()).isEqualTo(model.size());
  }

  @Test
  void aSearchOpensAtItsStartWhenNotFollowing() {
    model.followingProperty().set(false);
    model.open(finished);
    assertThat(model.cursor()).isZero();
    assertThat(model.current()).isEqualTo(-1);
  }

  @Test
  void seekingStaysWithinTheSearch() {
    model.open(finished);
    model.seek(-5);
    assertThat(model.cursor()).isZero();
    model.seek(Integer.MAX_VALUE);
    assertThat(model.cursor()).isEqualTo(finished.size());
  }

  @Test
  void theCursorGoesWithTheEndOnlyWhileFollowing() {
    EventLog live = new EventLog();
    model.open(live);
    List<SearchEvent> head = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      head.add(finished.event(i));
    }
    live.append(head.subList(0, 20));
    assertThat(model.refresh(1000)).isTrue();
    assertThat(model.cursor()).isEqualTo(20);
    model.followingProperty().set(false);
    live.append(head.subList(20, 30));
    assertThat(model.refresh(4)).isTrue();
    assertThat(model.size()).isEqualTo(24);
    assertThat(model.cursor()).isEqualTo(20);
    assertThat(model.refresh(1000)).isTrue();
    assertThat(model.refresh(1000)).isFalse();
  }

  @Test
  void listenersOfTheCursorSeeTheCurrentNodeOfThatCursor() {
    model.open(finished);
    List<Integer> wrong = new ArrayList<>();
    model
        .cursorProperty()
        .subscribe(cursor -> {
          if (model.current() != model.tree().currentNode(cursor.intValue())) {
            wrong.add(cursor.intValue());
          }
        });
    while (model.cursor() > 0) {
      model.back(Grain.TOKEN);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void marksAreJumpedToBothWays() {
    model.open(finished);
    model.back(Mark.BACKTRACK);
    int last = model.cursor();
    assertThat(finished.event(last - 1)).isInstanceOf(SearchEvent.Popped.class);
    model.back(Mark.BACKTRACK);
    assertThat(model.cursor()).isLessThan(last);
    model.forward(Mark.BACKTRACK);
    assertThat(model.cursor()).isEqualTo(last);
  }

  @Test
  void openingAnotherSearchForgetsTheSelection() {
    model.open(finished);
    model.select(3);
    model.open(SyntheticSearch.beam());
    assertThat(model.selected()).isEqualTo(-1);
    model.close();
    assertThat(model.tree().nodes()).isZero();
    assertThat(model.cursor()).isZero();
  }
}
