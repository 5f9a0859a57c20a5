package dev.espalier.app.run;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.run.StepSink;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/** How long the steps of a search took; filled by the searching thread, read by any. */
public final class StepTimes implements StepSink {

  private double[] secondsAfter = new double[64];
  private int steps;
  private boolean measured;

  /** Of a recorded search; steps that were not measured count nothing. */
  public static StepTimes of(Iterable<Telemetry> recorded) {
    StepTimes times = new StepTimes();
    recorded.forEach(times::add);
    return times;
  }

  @Override
  public void accept(ImmutableList<SearchEvent> events, Telemetry telemetry) {
    add(telemetry);
  }

  private synchronized void add(Telemetry telemetry) {
    int step = telemetry.step();
    if (step >= secondsAfter.length) {
      secondsAfter = Arrays.copyOf(secondsAfter, Math.max(step + 1, 2 * secondsAfter.length));
    }
    double before = steps == 0 ? 0 : secondsAfter[steps - 1];
    for (; steps < step; steps++) {
      secondsAfter[steps] = before;
    }
    if (step == steps) {
      secondsAfter[steps++] = before + telemetry.nanos() / 1e9;
    }
    measured |= telemetry.nanos() > 0;
  }

  /** Whether any step was measured. */
  public synchronized boolean measured() {
    return measured;
  }

  /** Seconds from the start to the end of {@code step}, 0 before the first. */
  public synchronized double after(int step) {
    return step < 0 || steps == 0 ? 0 : secondsAfter[Math.min(step, steps - 1)];
  }
}
