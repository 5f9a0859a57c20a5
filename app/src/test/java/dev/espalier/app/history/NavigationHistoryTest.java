package dev.espalier.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NavigationHistoryTest {

  private static final long SECOND = 1_000_000_000;

  private final TreeViewModel tree = new TreeViewModel();
  private boolean playing;
  private final NavigationHistory history = new NavigationHistory(tree, () -> playing);
  private long now = SECOND;

  @BeforeEach
  void open() {
    tree.followingProperty().set(false);
    tree.open(SyntheticSearch.aStar());
    look();
  }

  private void look() {
    now += SECOND;
    history.pulse(now);
  }

  private void jump(int cursor) {
    tree.seek(cursor);
    look();
  }

  @Test
  void jumpsAreGoneBackAndForward() {
    jump(40);
    jump(90);
    history.back();
    assertThat(tree.cursor()).isEqualTo(40);
    look();
    history.back();
    assertThat(tree.cursor()).isZero();
    history.back();
    assertThat(tree.cursor()).isZero();
    look();
    history.forward();
    history.forward();
    assertThat(tree.cursor()).isEqualTo(90);
  }

  @Test
  void aSelectionIsPartOfAPlace() {
    tree.select(3);
    look();
    tree.select(5);
    look();
    history.back();
    assertThat(tree.selected()).isEqualTo(3);
    history.back();
    assertThat(tree.selected()).isEqualTo(-1);
  }

  @Test
  void steppingAndPlayingAreNoJumps() {
    jump(40);
    for (int i = 0; i < 5; i++) {
      tree.forward(Grain.STEP);
      look();
    }
    playing = true;
    jump(120);
    playing = false;
    history.back();
    assertThat(tree.cursor()).isZero();
  }

  @Test
  void whatFollowsInQuickSuccessionIsOneJump() {
    jump(40);
    for (int i = 0; i < 10; i++) {
      tree.seek(60 + 7 * i);
      now += SECOND / 20;
      history.pulse(now);
    }
    look();
    history.back();
    assertThat(tree.cursor()).isEqualTo(0);
    history.forward();
    assertThat(tree.cursor()).isEqualTo(123);
  }

  @Test
  void aNewJumpForgetsWhatLayAhead() {
    jump(40);
    jump(90);
    history.back();
    look();
    jump(70);
    history.forward();
    assertThat(tree.cursor()).isEqualTo(70);
    history.back();
    assertThat(tree.cursor()).isEqualTo(40);
  }

  @Test
  void anotherSearchHasAHistoryOfItsOwn() {
    jump(40);
    tree.open(SyntheticSearch.aStar());
    look();
    history.back();
    assertThat(tree.cursor()).isZero();
  }

  @Test
  void aGlanceShowsTheFateOfANodeAndReturns() {
    Glance glance = new Glance(tree);
    int node = 5;
    tree.seek(tree.tree().bornBy(node) + 1);
    int before = tree.cursor();
    tree.select(node);
    glance.begin();
    assertThat(tree.cursor()).isEqualTo(tree.tree().events(node).getLast() + 1);
    glance.begin();
    glance.end();
    assertThat(tree.cursor()).isEqualTo(before);
    tree.select(-1);
    glance.begin();
    assertThat(tree.cursor()).isEqualTo(tree.size());
    glance.end();
    glance.end();
    assertThat(tree.cursor()).isEqualTo(before);
  }
}
