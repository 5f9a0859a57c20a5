package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.course.Axis;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonViewModelTest {

  private static final AnswerChecker NONE =
      new AnswerChecker() {
        @Override
        public @Nullable String extract(String text) {
          return null;
        }

        @Override
        public boolean same(String answer, String known) {
          return false;
        }
      };

  private final ComparisonViewModel model = new ComparisonViewModel(NONE);

  /** Writes "ab" for 2 tokens, then "c" for 5 more and finishes. */
  private static Entrant one() {
    Script script = new Script().step();
    int node = script.grow(0, 1, 2);
    script.end(node).score(node, 0.4).tokens(2).step();
    int last = script.grow(node, 3);
    script.end(last).score(last, 0.9).finish(last, 0.9).tokens(5);
    script.conclude(Outcome.SOLVED, "", Script.result(last, "abc", 0.9)).step();
    return script.entrant("one");
  }

  /** Writes "ab" for 4 tokens, judged once, and prunes it. */
  private static Entrant two() {
    Script script = new Script().step();
    int node = script.grow(0, 1, 2);
    script.end(node).score(node, 0.4).tokens(4).charge(Cost.judged(1, 2)).prune(node);
    return script.step().entrant("two");
  }

  private void open(double tokens) {
    model.open(Lists.immutable.of(one(), two()), "", tokens);
    model.pulse(1);
  }

  @Test
  void aComparisonBeginsAtTheEndOfTheDearestRun() {
    open(Double.NaN);
    assertThat(model.isOpen()).isTrue();
    assertThat(model.end()).isEqualTo(7);
    assertThat(model.place()).isEqualTo(7);
    assertThat(model.placeInWords()).isEqualTo("7 of 7 generated tokens");
    assertThat(model.table().rows().get(0).cell(Column.FINISHED).words()).isEqualTo("solved");
  }

  @Test
  void orWhereAForkBranchedOff() {
    open(2);
    assertThat(model.place()).isEqualTo(2);
    assertThat(model.table().rows().get(0).cell(Column.TOKENS).words()).isEqualTo("2");
    assertThat(model.table().rows().get(1).cell(Column.TOKENS).words()).isEqualTo("0");
    assertThat(model.table().rows().get(0).cell(Column.FINISHED).words()).isEqualTo("not yet");
  }

  @Test
  void eachRunIsSeenAtItsLastStateThatCostNoMore() {
    open(Double.NaN);
    int shared = 1;
    assertThat(model.tree().text(shared)).isEqualTo("ab");
    assertThat(model.owners(shared)).isEqualTo("both");
    model.seekPlace(3.9);
    assertThat(model.status(0, shared)).isEqualTo(NodeStatus.OPEN);
    assertThat(model.status(1, shared)).isNull();
    model.seekPlace(4);
    assertThat(model.status(1, shared)).isEqualTo(NodeStatus.PRUNED);
    model.seekPlace(7);
    assertThat(model.status(0, shared)).isEqualTo(NodeStatus.EXPANDED);
    assertThat(model.chosen(0)).isEqualTo(2);
    assertThat(model.chosen(1)).isEqualTo(-1);
    assertThat(model.owners(2)).isEqualTo("only A");
    assertThat(model.summary()).isEqualTo("2 tokens shared · 1 only A · 0 only B");
  }

  @Test
  void stepsGoFromPlaceToPlace() {
    open(0);
    List<Double> places = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      places.add(model.place());
      model.forward();
    }
    assertThat(places).containsExactly(0.0, 2.0, 4.0, 7.0, 7.0);
    model.seekPlace(5.5);
    model.back();
    assertThat(model.place()).isEqualTo(4);
    model.back();
    assertThat(model.place()).isEqualTo(2);
  }

  @Test
  void onAnotherAxisTheFirstRunStaysWhereItIs() {
    open(2);
    model.axisProperty().set(Axis.EVENTS);
    assertThat(model.place()).isEqualTo(9);
    assertThat(model.status(0, 1)).isEqualTo(NodeStatus.OPEN);
    assertThat(model.axesProperty().get())
        .containsExactly(Axis.TOKENS, Axis.PRM, Axis.PRM_TOKENS, Axis.EVENTS);
  }

  @Test
  void curvesStepUpWhereTheScoreWasPaidFor() {
    open(0);
    Curve curve = model.curves().get(0);
    assertThat(curve.places().toArray()).containsExactly(2, 7);
    assertThat(curve.values().toArray()).containsExactly(0.4, 0.9);
    assertThat(curve.at(1.9)).isNaN();
    assertThat(curve.at(6.9)).isEqualTo(0.4);
    assertThat(model.curves().get(1).places().toArray()).containsExactly(4);
    model.measureProperty().set(Measure.BEST_FINISHED);
    assertThat(model.curves().get(0).places().toArray()).containsExactly(7);
    assertThat(model.curves().get(1).places().isEmpty()).isTrue();
    assertThat(model.signs(0)).contains(new ComparisonViewModel.Sign(Mark.FINISH, 7));
  }

  @Test
  void aNodesStorySaysWhatEachRunMadeOfIt() {
    open(2);
    assertThat(model.story(1))
        .containsExactly(
            "A: open, score 0.400, since 2 generated tokens",
            "B: comes here at 4 generated tokens");
    assertThat(model.story(2))
        .containsExactly("A: comes here at 7 generated tokens", "B: never comes here");
  }

  @Test
  void whatIsUnequalIsSaidAtOnce() {
    SearchOrder fair = Script.order("x");
    SearchOrder other =
        new SearchOrder(
            fair.prompt(), "x", fair.settings(), 8, fair.budget(), fair.knownAnswer(), null);
    Entrant unfair = new Entrant("z", other, two().events(), "toy", null, new StepTimes());
    open(0);
    assertThat(model.unfairness()).isEmpty();
    model.add("z", Arrival.of(unfair));
    assertThat(model.unfairness().collect(Unfairness::words)).containsExactly("A, B 7 · C 8");
    model.remove(2);
    assertThat(model.unfairness()).isEmpty();
  }

  @Test
  void thereIsRoomForFour() {
    open(0);
    model.add("c", Arrival.of(one()));
    model.add("d", Arrival.of(one()));
    assertThat(model.isFull()).isTrue();
    assertThatThrownBy(() -> model.add("e", Arrival.of(one())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there are 4 runs already");
    for (int i = 0; i < 4; i++) {
      model.remove(0);
    }
    assertThat(model.isOpen()).isFalse();
    assertThat(model.tree().nodes()).isZero();
  }

  /** A run of which a test says how far it has come. */
  private static final class Coming implements Arrival {

    private Progress progress = new Progress(null, "Loading…", Phase.WAITING);
    private boolean stopped;

    @Override
    public Progress look() {
      return progress;
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  @Test
  void aRunThatIsYetToComeHasItsCardAndThenItsPart() {
    open(0);
    Coming coming = new Coming();
    model.add("third", coming);
    assertThat(model.cards().getLast().title()).isEqualTo("third");
    assertThat(model.cards().getLast().state()).isEqualTo("Loading…");
    assertThat(model.runs()).isEqualTo(3);
    assertThat(model.members(1)).isEqualTo(0b011);
    assertThat(model.table().rows()).hasSize(2);
    EventLog log = new EventLog();
    StepTimes times = new StepTimes();
    Entrant entrant = new Entrant("third", Script.order("x"), log, "toy", null, times);
    coming.progress = new Arrival.Progress(entrant, "Searching…", Arrival.Phase.RUNNING);
    model.pulse(2);
    assertThat(model.table().rows()).hasSize(3);
    model.selectedProperty().set(1);
    EventLog whole = (EventLog) two().events();
    List<SearchEvent> events = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      events.add(whole.event(i));
    }
    events.removeIf(event -> event instanceof SearchEvent.Scored);
    events.add(new SearchEvent.Grown(2, 1, IntLists.immutable.with(5), "e", -1));
    events.add(new SearchEvent.Scored(2, new Score.LogProbability(-1)));
    log.append(events);
    log.close();
    assertThat(model.unfairness()).isEmpty();
    model.pulse(10_000_000_000L);
    assertThat(model.members(1)).isEqualTo(0b111);
    assertThat(model.unfairness().collect(Unfairness::words))
        .as("known only once the run has scored something")
        .containsExactly("A, B reward · C log-probability");
    assertThat(model.selectedProperty().get()).isEqualTo(1);
    model.close();
    assertThat(coming.stopped).isTrue();
  }

  @Test
  void oneThatWillNotComeSaysWhy() {
    open(0);
    Coming coming = new Coming();
    model.add("third", coming);
    coming.progress = new Arrival.Progress(null, "The file is no session.", Arrival.Phase.FAILED);
    model.pulse(2);
    assertThat(model.cards().getLast().phase()).isEqualTo(Arrival.Phase.FAILED);
    assertThat(model.cards().getLast().state()).isEqualTo("The file is no session.");
    assertThat(model.place()).isZero();
  }

  @Test
  void playingGoesToTheEndAndStops() {
    open(0);
    model.togglePlay();
    for (long i = 1; i < 200 && model.playingProperty().get(); i++) {
      model.pulse(i * 100_000_000L);
    }
    assertThat(model.playingProperty().get()).isFalse();
    assertThat(model.place()).isEqualTo(7);
  }
}
