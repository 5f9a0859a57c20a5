package dev.espalier.search.run;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Ledger;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.lm.ModelFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A search being carried out: while not finished and within budget, step, count, publish.
 *
 * <p>Owns no thread: {@link #advance} does one step on the caller's, so that a worker loops over
 * it, a test single-steps it, and cancelling takes effect after at most one model call. Every state
 * passed through is kept (states share structure), so that {@link #forkAt} can go on from any of
 * them.
 *
 * @param <S> the algorithm's state
 */
public final class SearchRun<S extends SearchState> {

  private final SearchAlgorithm<S> algorithm;
  private final TimedModels timed;

  /** What the algorithm asks: timed, and masked unless it applies the constraint itself. */
  private Models models;

  private final Budget budget;
  private final StepSink sink;
  private final EventLog log = new EventLog();

  /** State after each step; index is the step. */
  private final List<S> states = new ArrayList<>();

  private Ledger ledger = Ledger.EMPTY;

  /** The step that began to wind the run down for want of budget; none while it is beyond reach. */
  private int windingDownFrom = Integer.MAX_VALUE;

  private volatile boolean cancelled;

  private SearchRun(
      SearchAlgorithm<S> algorithm,
      TimedModels timed,
      Models models,
      Budget budget,
      StepSink sink) {
    this.algorithm = algorithm;
    this.timed = timed;
    this.models = models;
    this.budget = budget;
    this.sink = sink;
  }

  /** A run of {@code algorithm} on {@code problem}, its first step (without a model call) done. */
  public static <S extends SearchState> SearchRun<S> start(
      SearchAlgorithm<S> algorithm, Problem problem, Models models, Budget budget, StepSink sink)
      throws IOException {
    TimedModels timed = new TimedModels(models);
    SearchRun<S> run =
        new SearchRun<>(
            algorithm,
            timed,
            algorithm.appliesConstraint()
                ? timed.models()
                : timed.models().masked(problem.prompt().size()),
            budget,
            sink);
    long begin = System.nanoTime();
    run.publish(algorithm.init(problem), begin);
    return run;
  }

  /** The events so far; grows as the run advances, safe to read from another thread. */
  public EventSource events() {
    return log;
  }

  /** What was spent so far. */
  public Cost spent() {
    return ledger.total();
  }

  public boolean finished() {
    return states.getLast().finished();
  }

  /** Asks the run to end; the next {@link #advance} winds it down. Callable from any thread. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Does one step.
   *
   * @return whether there is more to do
   * @throws IOException if the step could not be kept by the sink; it is in {@link #events} all the
   *     same
   */
  public boolean advance() throws IOException {
    if (finished()) {
      return false;
    }
    long begin = System.nanoTime();
    publish(next(states.getLast()), begin);
    return !finished();
  }

  /** Steps to the end. */
  public void runToEnd() throws IOException {
    while (advance()) {
      // all in the condition
    }
  }

  private Transition<S> next(S state) {
    if (cancelled) {
      return algorithm.conclude(state, models, Outcome.CANCELLED, "stopped by the user");
    }
    if (states.size() < windingDownFrom) {
      CostUnit spent = budget.spentUnit(ledger.total());
      if (spent != null) {
        windingDownFrom = states.size();
        return algorithm.conclude(
            state,
            models,
            Outcome.BUDGET,
            "the budget of %d %s is spent".formatted(budget.limits().get(spent), spent.label()));
      }
    }
    try {
      return algorithm.step(state, models);
    } catch (ModelFailure failure) {
      return algorithm.conclude(
          state, models, Outcome.FAILED, String.valueOf(failure.getMessage()));
    }
  }

  private void publish(Transition<S> transition, long begin) throws IOException {
    int step = states.size();
    ImmutableList<SearchEvent> events = transition.events().newWith(new SearchEvent.Stepped(step));
    states.add(transition.state());
    ledger = ledger.plusAll(events);
    log.append(events);
    if (transition.state().finished()) {
      log.close();
    }
    sink.accept(events, new Telemetry(step, System.nanoTime() - begin, timed.takeNanos()));
  }

  /** How many steps were done; steps are numbered from 0. */
  public int steps() {
    return states.size();
  }

  /** The state after {@code step}. */
  public S stateAfter(int step) {
    return states.get(step);
  }

  /**
   * A new run that goes on from the state after {@code step} with the same algorithm, as if the
   * steps after it had not happened. The events up to there are its own too.
   *
   * @param other the algorithm to go on with, or null for the same; an edit of parameters is one
   *     with the same kind of state
   */
  public SearchRun<S> forkAt(
      int step, @Nullable SearchAlgorithm<S> other, Budget newBudget, StepSink newSink)
      throws IOException {
    SearchRun<S> fork =
        new SearchRun<>(other == null ? algorithm : other, timed, models, newBudget, newSink);
    if (step >= windingDownFrom) {
      fork.windingDownFrom = windingDownFrom;
    }
    List<SearchEvent> group = new ArrayList<>();
    for (int i = 0; i < log.size() && fork.states.size() <= step; i++) {
      SearchEvent event = log.event(i);
      group.add(event);
      if (event instanceof SearchEvent.Stepped(int done)) {
        ImmutableList<SearchEvent> events = Lists.immutable.withAll(group);
        group.clear();
        fork.states.add(states.get(done));
        fork.ledger = fork.ledger.plusAll(events);
        fork.log.append(events);
        newSink.accept(events, new Telemetry(done, 0, 0));
      }
    }
    return fork;
  }

  /**
   * The same, with a wish for what is written from there on.
   *
   * @param steering what must or must not be written, or null for nothing of the kind; what this
   *     run was steered by holds in the fork too
   * @throws IllegalArgumentException if there is no such step, or the search is over after it
   */
  public SearchRun<S> forkAt(
      int step,
      @Nullable SearchAlgorithm<S> other,
      @Nullable Steering steering,
      Budget newBudget,
      StepSink newSink)
      throws IOException {
    if (step < 0 || step >= states.size() || states.get(step).finished()) {
      throw new IllegalArgumentException(
          "there is nothing to go on from after step %d; the search has %d steps"
              .formatted(step, states.size()));
    }
    SearchRun<S> fork = forkAt(step, other, newBudget, newSink);
    if (steering != null) {
      fork.models =
          new Models(
              new SteeredLanguageModel(models.language(), steering),
              models.tokenizer(),
              models.reward(),
              models.constraint());
    }
    return fork;
  }
}
