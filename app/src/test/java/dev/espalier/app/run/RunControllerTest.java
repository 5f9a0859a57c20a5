package dev.espalier.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.RunStatus.Phase;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.collections.impl.factory.Maps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunControllerTest {

  private static final SearchOrder ORDER =
      new SearchOrder("q", "a-star", Maps.immutable.empty(), 1, Budget.UNLIMITED, "");

  private final EventLog script = SyntheticSearch.aStar();

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(Duration.ofMillis(1));
    }
  }

  private static void await(RunController controller, Phase phase) throws InterruptedException {
    await(() -> controller.status().phase() == phase);
  }

  private static EventSource events(RunController controller) {
    return Objects.requireNonNull(controller.status().events());
  }

  private static int steps(RunController controller) {
    EventSource events = events(controller);
    int steps = 0;
    for (int i = 0; i < events.size(); i++) {
      steps += events.event(i) instanceof SearchEvent.Stepped ? 1 : 0;
    }
    return steps;
  }

  private static Outcome outcome(RunController controller) {
    EventSource events = events(controller);
    for (int i = 0; i < events.size(); i++) {
      if (events.event(i) instanceof SearchEvent.Concluded concluded) {
        return concluded.outcome();
      }
    }
    throw new AssertionError("no conclusion among " + events.size() + " events");
  }

  @Test
  void aSearchRunsToItsEndAndItsEventsStay() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.of(script))) {
      controller.start(ORDER, false);
      await(() -> controller.status().events() != null && events(controller).complete());
      await(controller, Phase.READY);
      assertThat(events(controller).size()).isEqualTo(script.size());
      assertThat(controller.status().order()).isEqualTo(ORDER);
    }
  }

  @Test
  void aSearchBegunPausedDoesOneStepAtATime() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.of(script))) {
      controller.start(ORDER, true);
      await(controller, Phase.PAUSED);
      assertThat(steps(controller)).isEqualTo(1);
      controller.stepOnce();
      await(() -> steps(controller) == 2);
      assertThat(controller.status().phase()).isEqualTo(Phase.PAUSED);
      controller.resume();
      await(controller, Phase.READY);
      assertThat(outcome(controller)).isEqualTo(Outcome.SOLVED);
    }
  }

  @Test
  void cancellingTakesEffectAfterTheStepUnderWay() throws InterruptedException {
    ScriptedEngine engine = ScriptedEngine.of(script).held();
    try (RunController controller = new RunController(engine)) {
      controller.start(ORDER, false);
      await(controller, Phase.RUNNING);
      controller.cancel();
      await(controller, Phase.STOPPING);
      engine.allow(1);
      await(controller, Phase.READY);
      assertThat(outcome(controller)).isEqualTo(Outcome.CANCELLED);
      assertThat(steps(controller)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void cancellingWakesAPausedSearch() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.of(script))) {
      controller.start(ORDER, true);
      await(controller, Phase.PAUSED);
      controller.cancel();
      await(controller, Phase.READY);
      assertThat(outcome(controller)).isEqualTo(Outcome.CANCELLED);
    }
  }

  @Test
  void beginningAnotherSearchStopsTheOneUnderWay() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.of(script))) {
      controller.start(ORDER, true);
      await(controller, Phase.PAUSED);
      EventSource first = events(controller);
      controller.start(ORDER, false);
      await(() -> !events(controller).equals(first) && events(controller).complete());
      assertThat(first.complete()).isTrue();
      assertThat(outcome(controller)).isEqualTo(Outcome.SOLVED);
    }
  }

  @Test
  void withoutAModelTheReasonIsInTheStatus() throws InterruptedException {
    try (RunController controller =
        new RunController(ScriptedEngine.without("There is no model in models/."))) {
      controller.start(ORDER, false);
      await(controller, Phase.NO_MODEL);
      assertThat(controller.status().message()).isEqualTo("There is no model in models/.");
    }
  }

  @Test
  void closingGivesTheModelsBack() {
    ScriptedEngine engine = ScriptedEngine.of(script);
    RunController controller = new RunController(engine);
    controller.load();
    controller.close();
    assertThat(engine.closed()).isTrue();
  }

  @Test
  void searchesBesideTheOneInTheWindowTakeTurnsAndLeaveItAlone() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.of(script))) {
      RunBeside one = controller.beside(ORDER);
      RunBeside two = controller.beside(ORDER);
      await(() -> one.status().phase() == RunBeside.Phase.DONE);
      await(() -> two.status().phase() == RunBeside.Phase.DONE);
      assertThat(controller.status().events()).isNull();
      assertThat(Objects.requireNonNull(one.status().events()).size()).isEqualTo(script.size());
      assertThat(one.times().measured()).isTrue();
      assertThat(one.times().after(1)).isGreaterThanOrEqualTo(one.times().after(0));
    }
  }

  @Test
  void aSearchBesideIsStoppedAndKeepsWhatItHas() throws InterruptedException {
    ScriptedEngine engine = ScriptedEngine.of(script).held();
    try (RunController controller = new RunController(engine)) {
      RunBeside run = controller.beside(ORDER);
      await(() -> run.status().phase() == RunBeside.Phase.RUNNING);
      run.stop();
      engine.allow(1);
      await(() -> run.status().phase() == RunBeside.Phase.DONE);
      EventSource events = Objects.requireNonNull(run.status().events());
      assertThat(events.complete()).isTrue();
      assertThat(events.size()).isLessThan(script.size());
    }
  }

  @Test
  void withoutAModelASearchBesideSaysWhy() throws InterruptedException {
    try (RunController controller = new RunController(ScriptedEngine.without("No model."))) {
      RunBeside run = controller.beside(ORDER);
      await(() -> run.status().phase() == RunBeside.Phase.FAILED);
      assertThat(run.status().message()).isEqualTo("No model.");
    }
  }
}
