package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a search, made again, gives the events of its record.
 *
 * @param events how many were compared and agree; also the number of the first that differs
 * @param step the step that the first difference lies in, or that was compared last
 * @param recorded the first event that differs, or null if there is none
 * @param again the event in its place, or null if the search ends there
 * @param largestDifference between two numbers that count as the same
 */
public record Verification(
    int events,
    int step,
    @Nullable SearchEvent recorded,
    @Nullable SearchEvent again,
    double largestDifference) {

  /** Carries {@code run} out and compares with nothing allowed to differ. */
  public static Verification of(Session session, SearchRun<?> run) throws IOException {
    return of(session, run, 0);
  }

  /**
   * Carries {@code run} out and compares, up to the first difference. A record that breaks off is
   * compared as far as it goes; where its user stopped the search, this one is stopped too. Where a
   * model failed, the record is compared up to that step.
   *
   * @param run the same search, begun; for a session that branched off another, one forked from
   *     that one's search at the same step
   * @param tolerance by which numbers that are not whole may differ: 0 on the machine of the
   *     record, more where another one's arithmetic rounds otherwise
   */
  public static Verification of(Session session, SearchRun<?> run, double tolerance)
      throws IOException {
    EventSource recorded = session.log();
    EventSource again = run.events();
    Outcome end = session.outcome();
    int lastStep = steps(recorded) - 1;
    EventDifference difference = new EventDifference(tolerance);
    int compared = 0;
    int step = 0;
    while (compared < recorded.size()) {
      if (compared == again.size()) {
        if (step == lastStep && end == Outcome.FAILED) {
          break;
        }
        if (step == lastStep && end == Outcome.CANCELLED) {
          run.cancel();
        }
        if (run.finished()) {
          return new Verification(
              compared, step, recorded.event(compared), null, difference.largest());
        }
        run.advance();
      }
      SearchEvent expected = recorded.event(compared);
      SearchEvent actual = again.event(compared);
      if (difference.between(expected, actual) != null) {
        return new Verification(compared, step, expected, actual, difference.largest());
      }
      compared++;
      if (expected instanceof SearchEvent.Stepped) {
        step++;
      }
    }
    return new Verification(compared, Math.max(0, step - 1), null, null, difference.largest());
  }

  private static int steps(EventSource events) {
    return events.size() > 0
            && events.event(events.size() - 1) instanceof SearchEvent.Stepped(int last)
        ? last + 1
        : 0;
  }

  /** Whether there was no difference. */
  public boolean same() {
    return recorded == null && again == null;
  }

  /** The finding in a sentence or two. */
  public String words() {
    if (recorded == null) {
      return largestDifference == 0
          ? "All %d events are the same.".formatted(events)
          : "All %d events agree; the largest difference of a number is %.2g, as where another machine rounds."
              .formatted(events, largestDifference);
    }
    return "%d events agree. Event %d, in step %d, differs: %s"
        .formatted(events, events, step, EventDifference.words(recorded, again));
  }
}
