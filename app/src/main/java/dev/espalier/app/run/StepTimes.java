package dev.espalier.app.run;

import dev.espalier.search.event.Telemetry;
import java.util.Arrays;

/** How long the steps of a search took; filled by the searching thread, read by any. */
public final class StepTimes {

  private double[] secondsAfter = new double[64];
  private int steps;
  private boolean measured;

  /** Of a recorded search; steps that were not measured count nothing. */
  public static StepTimes of(Iterable<Telemetry> recorded) {
    StepTimes times = new StepTimes();
    recorded.forEach(one -> times.add(one.step(), one.nanos()));
    return times;
  }

  /** Adds a step, which comes after all those before it. */
  synchronized void add(int step, long nanos) {
    if (step >= secondsAfter.length) {
      secondsAfter = Arrays.copyOf(secondsAfter, Math.max(step + 1, 2 * secondsAfter.length));
    }
    double before = steps == 0 ? 0 : secondsAfter[steps - 1];
    for (; steps < step; steps++) {
      secondsAfter[steps] = before;
    }
    if (step == steps) {
      secondsAfter[steps++] = before + nanos / 1e9;
    }
    measured |= nanos > 0;
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
