package dev.espalier.app.run;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A search that is made beside the one in the window, a step at a time whenever the searching
 * thread has nothing more pressing to do; several of them take turns. May be looked at and stopped
 * from any thread.
 */
public final class RunBeside {

  /** Where it stands. */
  public enum Phase {
    /** Its first step has not been done. */
    WAITING,
    RUNNING,
    /** It has come to its end, of its own or stopped. */
    DONE,
    /** It could not begin or go on; the message says why. */
    FAILED
  }

  /**
   * Where it stands.
   *
   * @param message in words for the user, or empty
   * @param events null before it has begun
   */
  public record Status(Phase phase, String message, @Nullable EventSource events) {}

  private final SearchOrder order;
  private final StepTimes times = new StepTimes();
  private volatile Status status = new Status(Phase.WAITING, "", null);
  private volatile boolean stopped;
  private @Nullable SearchRun<?> run;

  RunBeside(SearchOrder order) {
    this.order = order;
  }

  public SearchOrder order() {
    return order;
  }

  public Status status() {
    return status;
  }

  /** How long its steps took. */
  public StepTimes times() {
    return times;
  }

  /** Ends it after at most one more step; what there is, is kept. */
  public void stop() {
    stopped = true;
  }

  void fail(String message) {
    status = new Status(Phase.FAILED, message, status.events());
  }

  /**
   * Does one step on the searching thread.
   *
   * @return whether there is more to do
   */
  boolean advance(Engine engine) {
    SearchRun<?> begun = run;
    if (begun == null && stopped) {
      fail("Stopped before it began.");
      return false;
    }
    long begin = System.nanoTime();
    try {
      boolean more;
      if (begun == null) {
        begun = engine.start(order);
        run = begun;
        more = !begun.finished();
      } else {
        if (stopped) {
          begun.cancel();
        }
        more = begun.advance();
      }
      times.add(begun.steps() - 1, System.nanoTime() - begin);
      status = new Status(more ? Phase.RUNNING : Phase.DONE, "", begun.events());
      return more;
    } catch (RunRefused refused) {
      fail(refused.words());
    } catch (IOException e) {
      fail("The search stopped because it could not be recorded: " + e.getMessage());
    }
    return false;
  }
}
