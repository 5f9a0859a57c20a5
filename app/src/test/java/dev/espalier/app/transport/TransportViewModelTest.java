package dev.espalier.app.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportViewModelTest {

  private static final long SECOND = 1_000_000_000L;

  private final TreeViewModel tree = new TreeViewModel();
  private final TransportViewModel transport = new TransportViewModel(tree);
  private final EventLog events = SyntheticSearch.aStar();

  @BeforeEach
  void open() {
    tree.open(events);
  }

  @Test
  void aSearchOpensAtItsEnd() {
    assertThat(tree.cursor()).isEqualTo(events.size());
    assertThat(transport.atEndBinding().get()).isTrue();
  }

  @Test
  void backAndForwardByAStepComeBackToTheSamePlace() {
    transport.back();
    transport.back();
    int here = tree.cursor();
    transport.back();
    transport.forward();
    assertThat(tree.cursor()).isEqualTo(here);
  }

  @Test
  void aTokenIsFinerThanAStepAndAStepThanNoMoveAtAll() {
    transport.toStart();
    transport.forward(Grain.TOKEN);
    int token = tree.cursor();
    transport.toStart();
    transport.forward(Grain.STEP);
    transport.forward(Grain.STEP);
    assertThat(token).isPositive().isLessThan(tree.cursor());
  }

  @Test
  void everyStepBackFromTheEndReachesTheStart() {
    for (int i = 0; i <= tree.tree().steps(); i++) {
      transport.back(Grain.STEP);
    }
    assertThat(tree.cursor()).isZero();
    assertThat(transport.atStartBinding().get()).isTrue();
  }

  @Test
  void goingBackStopsFollowingTheEnd() {
    transport.back();
    assertThat(tree.followingProperty().get()).isFalse();
    transport.toEnd();
    assertThat(tree.followingProperty().get()).isTrue();
  }

  @Test
  void playingFromTheEndBeginsAtTheStart() {
    transport.play();
    assertThat(tree.cursor()).isZero();
    assertThat(transport.playingProperty().get()).isTrue();
  }

  @Test
  void playingMakesAsManyMovesASecondAsTheSpeedSays() {
    transport.play();
    transport.speedProperty().set(Speed.NORMAL);
    transport.tick(SECOND);
    transport.tick(2 * SECOND);
    int two = tree.cursor();
    transport.toStart();
    transport.forward();
    transport.forward();
    assertThat(two).isEqualTo(tree.cursor());
  }

  @Test
  void playingStopsAtTheEnd() {
    transport.play();
    transport.speedProperty().set(Speed.FASTEST);
    transport.tick(SECOND);
    transport.tick(60 * SECOND);
    assertThat(tree.cursor()).isEqualTo(events.size());
    assertThat(transport.playingProperty().get()).isFalse();
  }

  @Test
  void playingWaitsAtTheEndOfASearchThatIsRunning() {
    transport.liveProperty().set(true);
    transport.play();
    transport.speedProperty().set(Speed.FASTEST);
    transport.tick(SECOND);
    transport.tick(60 * SECOND);
    assertThat(transport.playingProperty().get()).isTrue();
  }

  @Test
  void theNextSolutionIsWhereOneFinished() {
    transport.toStart();
    transport.forward(Mark.FINISH);
    assertThat(tree.tree().finishedAt(tree.cursor()).size()).isEqualTo(1);
    assertThat(tree.tree().finishedAt(tree.cursor() - 1).size()).isZero();
  }

  @Test
  void thePlaceIsSaidInWords() {
    assertThat(transport.placeBinding().get())
        .isEqualTo(
            "event %d of %d · step %d of %d"
                .formatted(events.size(), events.size(), tree.tree().steps(), tree.tree().steps()));
  }

  @Test
  void withoutASearchNothingMoves() {
    tree.close();
    transport.forward();
    transport.back();
    transport.play();
    assertThat(tree.cursor()).isZero();
    assertThat(transport.playingProperty().get()).isFalse();
    assertThat(transport.placeBinding().get()).isEqualTo("no events");
  }
}
