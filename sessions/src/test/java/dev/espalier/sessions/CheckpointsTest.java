package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Ledger;
import dev.espalier.search.event.SearchEvent;
import java.util.Collections;
import java.util.Random;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class CheckpointsTest {

  private static final ImmutableList<ImmutableList<SearchEvent>> STEPS =
      new RandomEvents(new SplittableRandom(11)).steps(3000);

  private static final EventLog LOG = EventLog.of(STEPS.flatCollect(step -> step));

  /** Lists the kinds of all events so far, in place. */
  private static final class Kinds implements Fold<MutableIntList> {
    @Override
    public MutableIntList start() {
      return IntLists.mutable.empty();
    }

    @Override
    public MutableIntList plus(MutableIntList state, SearchEvent event) {
      state.add(event.getClass().getName().hashCode());
      return state;
    }

    @Override
    public MutableIntList copy(MutableIntList state) {
      return IntLists.mutable.withAll(state);
    }

    MutableIntList from0(int cursor) {
      MutableIntList state = start();
      for (int i = 0; i < cursor; i++) {
        plus(state, LOG.event(i));
      }
      return state;
    }
  }

  @Test
  void seeksAgreeWithFoldingFromTheStart() {
    Kinds kinds = new Kinds();
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(LOG, kinds, 5);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      int cursor = random.nextInt(LOG.size() + 1);
      assertThat(checkpoints.at(cursor)).as("cursor %d", cursor).isEqualTo(kinds.from0(cursor));
    }
  }

  @Test
  void aStateHandedOutMayBeChanged() {
    Kinds kinds = new Kinds();
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(LOG, kinds, 5);
    checkpoints.at(1000).clear();
    checkpoints.at(1000).clear();
    assertThat(checkpoints.at(1000)).isEqualTo(kinds.from0(1000));
  }

  @Test
  void immutableStatesNeedNoCopies() {
    Checkpoints<Ledger> checkpoints =
        new Checkpoints<>(LOG, Fold.ofImmutable(Ledger.EMPTY, Ledger::plus), 3);
    checkpoints.at(LOG.size());
    assertThat(checkpoints.at(700))
        .isEqualTo(Ledger.EMPTY.plusAll(SessionFileTest.events(LOG).subList(0, 700)));
  }

  @Test
  void aStepIsFoundByItsNumber() {
    Kinds kinds = new Kinds();
    int events = STEPS.take(42).flatCollect(step -> step).size();
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(LOG, kinds, 5);
    assertThat(checkpoints.afterStep(41)).isEqualTo(kinds.from0(events));
    assertThat(checkpoints.afterStep(2999)).isEqualTo(kinds.from0(LOG.size()));
  }

  @Test
  void noMoreStatesAreKeptThanAllowed() {
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(LOG, new Kinds(), 7);
    for (int cursor = 0; cursor <= LOG.size(); cursor += 97) {
      checkpoints.at(cursor);
      assertThat(checkpoints.kept()).isLessThanOrEqualTo(7);
    }
  }

  @Test
  void aSeekBackFoldsAtMostOneDistance() {
    EventLog million = new EventLog();
    million.append(Collections.nCopies(1_000_000, new SearchEvent.Iterated(0)));
    int[] asked = new int[1];
    Checkpoints<Integer> checkpoints =
        new Checkpoints<>(
            million,
            Fold.ofImmutable(
                0,
                (state, event) -> {
                  asked[0]++;
                  return state + 1;
                }),
            64);
    checkpoints.at(1_000_000);
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      asked[0] = 0;
      int cursor = random.nextInt(1_000_000);
      assertThat(checkpoints.at(cursor)).isEqualTo(cursor);
      assertThat(asked[0]).isLessThanOrEqualTo(1_000_000 / 32);
    }
  }

  @Test
  void eventsThatCameLaterAreFolded() {
    EventLog growing = new EventLog();
    growing.append(STEPS.get(0));
    Kinds kinds = new Kinds();
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(growing, kinds, 4);
    checkpoints.at(growing.size());
    growing.append(STEPS.get(1));
    assertThat(checkpoints.at(growing.size())).isEqualTo(kinds.from0(growing.size()));
  }

  @Test
  void aMomentThatHasNotComeIsRefused() {
    Checkpoints<MutableIntList> checkpoints = new Checkpoints<>(LOG, new Kinds(), 4);
    assertThatThrownBy(() -> checkpoints.at(LOG.size() + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> checkpoints.afterStep(3000))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void oneStateIsTooFew() {
    assertThatThrownBy(() -> new Checkpoints<>(LOG, new Kinds(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 checkpoints; at least 2 are needed");
  }

  @Test
  void beforeTheFirstEventTheStateIsTheStart() {
    assertThat(new Checkpoints<>(LOG, new Kinds(), 4).at(0)).isEqualTo(IntLists.mutable.empty());
  }
}
