package dev.espalier.app.run;

import dev.espalier.app.run.RunStatus.Phase;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.algorithm.aligned.AllowedMassSearch;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The searching thread: loads the models, carries one search out at a time, and can be paused,
 * stepped and stopped. All methods return at once and may be called from any thread.
 */
public final class RunController implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunController.class);

  /** Longest wait for a model call to end when the program closes. */
  private static final int FAREWELL_SECONDS = 10;

  /** Candidates shown for a token; what lies beyond is summed up. */
  private static final int PEEKED = 12;

  private final Engine engine;
  private final ExecutorService worker;
  private final Object gate = new Object();
  private volatile RunStatus status = RunStatus.IDLE;

  /** The last text that was asked about, and the last answer. */
  private volatile @Nullable ImmutableIntList peekedAt;

  private volatile @Nullable Peek peeked;

  /** The last search whose allowed mass was asked for, and the last answer. */
  private volatile @Nullable SearchOrder massOf;

  private volatile @Nullable AllowedMass mass;

  // Of the searching thread: what narrows the mass, and of which search.
  private @Nullable AllowedMassSearch weighing;
  private @Nullable SearchOrder weighed;

  /** How long the steps of the searches made here took. */
  private final Map<EventSource, StepTimes> times =
      Collections.synchronizedMap(new WeakHashMap<>());

  private volatile boolean closing;

  // Guarded by the gate.
  private @Nullable SearchRun<?> run;
  private boolean paused;
  private int stepsOwed;
  private int ordered;
  private int stoppedUpTo;

  public RunController(Engine engine) {
    this.engine = engine;
    this.worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform()
                .daemon()
                .name("search")
                .uncaughtExceptionHandler((_, fault) -> fault(fault))
                .factory());
  }

  /** What goes on now. */
  public RunStatus status() {
    return status;
  }

  /** Loads the models ahead of the first search. */
  public void load() {
    worker.execute(this::loaded);
  }

  /**
   * Stops the search under way, if any, and loads other models. Where they cannot be used, those
   * there are stay.
   */
  public void use(ModelChoice choice) {
    cancel();
    worker.execute(() -> {
      status = status.with(Phase.LOADING, "Looking at the model…");
      try {
        engine.choose(choice);
      } catch (RunRefused refused) {
        log.warn("the model stays: {}", refused.words());
        status = status.with(Phase.FAILED, refused.words());
        return;
      }
      status = new RunStatus(Phase.LOADING, "", "", status.events(), status.order());
      peeked = null;
      peekedAt = null;
      massOf = null;
      weighed = null;
      weighing = null;
      loaded();
    });
  }

  /** Stops the search under way, if any, and begins another. */
  public void start(SearchOrder order, boolean beginPaused) {
    begin(order, () -> engine.start(order), beginPaused);
  }

  /** Stops the search under way, if any, and goes on otherwise from an earlier moment of one. */
  public void fork(ForkOrder fork) {
    begin(fork.order(), () -> engine.fork(fork), false);
  }

  /**
   * Stops the search under way, if any, and goes on with a recorded one that breaks off.
   *
   * @param order what that one was asked
   */
  public void goOn(Path file, SearchOrder order) {
    begin(order, () -> engine.resume(file), false);
  }

  /**
   * Makes the search of a session again and compares, once no other is under way. Another search
   * ends it.
   */
  public Future<Verdict> verify(Path file) {
    return worker.submit(() -> {
      if (!loaded()) {
        throw new RunRefused(status.message());
      }
      boolean stopped;
      Verdict verdict;
      try {
        verdict = engine.verify(file, this::verifying);
      } finally {
        synchronized (gate) {
          run = null;
          stopped = status.phase() == Phase.STOPPING;
          if (stopped) {
            status = status.with(Phase.READY, "");
          }
        }
      }
      return stopped ? new Verdict(false, "It was stopped before it had been compared.") : verdict;
    });
  }

  private void verifying(SearchRun<?> again) {
    synchronized (gate) {
      run = again;
    }
  }

  /**
   * Makes a search beside the one in the window, a step whenever the searching thread has nothing
   * more pressing to do.
   */
  public RunBeside beside(SearchOrder order) {
    RunBeside run = new RunBeside(order);
    worker.execute(() -> carryOn(run));
    return run;
  }

  private void carryOn(RunBeside run) {
    if (closing) {
      run.stop();
    }
    if (!loaded()) {
      run.fail(status.message());
    } else if (run.advance(engine) && !closing) {
      worker.execute(() -> carryOn(run));
    }
  }

  /** How long the steps of a search took; none measured where it was not made here. */
  public StepTimes times(EventSource events) {
    return Objects.requireNonNullElseGet(times.get(events), StepTimes::new);
  }

  /** How a search comes about. */
  private interface Beginning {
    SearchRun<?> begin() throws RunRefused;
  }

  private void begin(SearchOrder order, Beginning beginning, boolean beginPaused) {
    int number;
    synchronized (gate) {
      number = ++ordered;
    }
    stopUpTo(number - 1);
    worker.execute(() -> carryOut(order, beginning, number, beginPaused));
  }

  /**
   * What the model would write after a text; null while it has not said. The first call for a text
   * asks it, if it is loaded and no search is under way; only the last text asked for is kept.
   */
  public @Nullable Peek peek(ImmutableIntList prefix) {
    Peek answer = peeked;
    if (answer != null && answer.prefix().equals(prefix)) {
      return answer;
    }
    if (status.phase() == Phase.READY && !prefix.equals(peekedAt)) {
      peekedAt = prefix;
      worker.execute(() -> ask(prefix));
    }
    return null;
  }

  private void ask(ImmutableIntList prefix) {
    if (!prefix.equals(peekedAt)) {
      return;
    }
    try {
      peeked = engine.peek(prefix, PEEKED);
    } catch (RunRefused refused) {
      peeked = new Peek(prefix, Lists.immutable.empty(), refused.words());
    }
  }

  /**
   * Bounds of the probability of the texts that a search may come to, as far as they are known;
   * null while nothing is. The first call for a search has the model asked, a call after each step
   * of a search under way.
   */
  public @Nullable AllowedMass mass(SearchOrder order) {
    if (order.equals(massOf)) {
      return mass;
    }
    Phase phase = status.phase();
    if (phase == Phase.READY || phase == Phase.RUNNING || phase == Phase.PAUSED) {
      mass = null;
      massOf = order;
      worker.execute(() -> weigh(order));
    }
    return null;
  }

  private void weigh(SearchOrder order) {
    if (order.equals(massOf) && !closing && weighOn()) {
      worker.execute(() -> weigh(order));
    }
  }

  /** One model call more for the mass that is wanted; whether there is more to ask. */
  private boolean weighOn() {
    SearchOrder order = massOf;
    if (order == null) {
      return false;
    }
    try {
      if (!order.equals(weighed)) {
        weighed = order;
        weighing = null;
        weighing = engine.weigh(order);
      }
      if (weighing == null) {
        return false;
      }
      boolean more = weighing.advance();
      if (order.equals(massOf)) {
        mass = weighing.bounds();
      }
      return more;
    } catch (RunRefused refused) {
      log.info("the allowed mass stays unknown: {}", refused.words());
    } catch (ModelFailure e) {
      log.info("the model cannot say how much is allowed: {}", e.getMessage());
      weighing = null;
    }
    return false;
  }

  /** Lets the model call under way finish, then waits. */
  public void pause() {
    synchronized (gate) {
      if (run != null && !paused && status.phase() == Phase.RUNNING) {
        paused = true;
        status = status.with(Phase.PAUSED, "");
      }
    }
  }

  /** Goes on after {@link #pause}. */
  public void resume() {
    synchronized (gate) {
      if (run != null && paused && status.phase() == Phase.PAUSED) {
        paused = false;
        status = status.with(Phase.RUNNING, "");
        gate.notifyAll();
      }
    }
  }

  /** Does one step while paused. */
  public void stepOnce() {
    synchronized (gate) {
      if (run != null && paused) {
        stepsOwed++;
        gate.notifyAll();
      }
    }
  }

  /** Ends the search under way after at most one more model call; what there is, is kept. */
  public void cancel() {
    int number;
    synchronized (gate) {
      number = ordered;
    }
    stopUpTo(number);
  }

  private void stopUpTo(int number) {
    synchronized (gate) {
      stoppedUpTo = Math.max(stoppedUpTo, number);
      if (run != null) {
        run.cancel();
        paused = false;
        status = status.with(Phase.STOPPING, "Finishing the model call under way…");
      }
      gate.notifyAll();
    }
  }

  private boolean loaded() {
    if (!status.model().isEmpty()) {
      return true;
    }
    status = status.with(Phase.LOADING, "Loading the model…");
    try {
      String model = engine.load(doing -> status = status.with(Phase.LOADING, doing));
      status = new RunStatus(Phase.READY, model, "", status.events(), status.order());
      return true;
    } catch (RunRefused refused) {
      log.warn("no model: {}", refused.words());
      status = status.with(Phase.NO_MODEL, refused.words());
      return false;
    }
  }

  private void carryOut(SearchOrder order, Beginning beginning, int number, boolean beginPaused) {
    if (!loaded() || stopped(number)) {
      return;
    }
    SearchRun<?> begun;
    try {
      begun = beginning.begin();
    } catch (RunRefused refused) {
      status = status.with(Phase.FAILED, refused.words());
      return;
    }
    synchronized (gate) {
      run = begun;
      stepsOwed = 0;
      paused = beginPaused;
      Phase phase = beginPaused ? Phase.PAUSED : Phase.RUNNING;
      status = new RunStatus(phase, status.model(), "", begun.events(), order);
      if (stoppedUpTo >= number) {
        begun.cancel();
        paused = false;
        status = status.with(Phase.STOPPING, "");
      }
    }
    String trouble = "";
    try {
      StepTimes measured = new StepTimes();
      times.put(begun.events(), measured);
      boolean more = true;
      while (more && mayGoOn()) {
        long begin = System.nanoTime();
        more = begun.advance();
        measured.add(begun.steps() - 1, System.nanoTime() - begin);
        weighOn();
      }
    } catch (IOException e) {
      trouble = "The search stopped because it could not be recorded: " + e.getMessage();
      log.warn("recording failed", e);
    } finally {
      synchronized (gate) {
        run = null;
        status = status.with(trouble.isEmpty() ? Phase.READY : Phase.FAILED, trouble);
      }
    }
  }

  private boolean stopped(int number) {
    synchronized (gate) {
      return stoppedUpTo >= number;
    }
  }

  /** Waits while paused; false once the program closes. */
  private boolean mayGoOn() {
    synchronized (gate) {
      while (paused && stepsOwed == 0) {
        try {
          gate.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      if (paused) {
        stepsOwed--;
      }
      return !Thread.currentThread().isInterrupted();
    }
  }

  private void fault(Throwable fault) {
    log.error("a fault in the program ended the search", fault);
    status = status.with(Phase.FAILED, words(fault));
  }

  private static String words(Throwable fault) {
    if (fault instanceof OutOfMemoryError) {
      return ("The program's own memory, %d MB, is full; the search was ended, and the events up to"
              + " here are kept. Close the session, set a budget, or start with more memory:"
              + " JAVA_TOOL_OPTIONS=-Xmx8g.")
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    return "A fault in the program ended the search; the events up to here are kept. ("
        + fault
        + ")";
  }

  /** Stops what goes on and gives the models back. */
  @Override
  public void close() {
    closing = true;
    cancel();
    worker.execute(engine::close);
    worker.shutdown();
    try {
      if (!worker.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        log.warn("a model call outlived the window");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
