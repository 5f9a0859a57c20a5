package dev.espalier.app.lesson;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.util.Objects;

/**
 * A recorded search of which only the beginning is there, as if it were still running: whoever
 * looks at it cannot see what comes. Raised, it shows more.
 */
public final class Curtain implements EventSource {

  private final EventSource recorded;
  private volatile int limit;

  /**
   * @param limit events that are shown
   */
  public Curtain(EventSource recorded, int limit) {
    this.recorded = recorded;
    this.limit = Math.clamp(limit, 0, recorded.size());
  }

  /** Shows that many events; never fewer than before. */
  public void raise(int events) {
    limit = Math.clamp(events, limit, recorded.size());
  }

  @Override
  public int size() {
    return limit;
  }

  @Override
  public SearchEvent event(int index) {
    return recorded.event(Objects.checkIndex(index, limit));
  }

  @Override
  public boolean complete() {
    return limit == recorded.size();
  }
}
