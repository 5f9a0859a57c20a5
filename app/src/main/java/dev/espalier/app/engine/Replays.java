package dev.espalier.app.engine;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.sessions.SessionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Recorded searches, seen as if they were made now. */
public final class Replays {

  private Replays() {}

  /** What was asked for. */
  public static SearchOrder order(SessionHeader header) {
    return new SearchOrder(
        header.question(),
        header.algorithm(),
        header.settings(),
        header.seed(),
        header.budget(),
        Objects.requireNonNullElse(header.answer(), ""),
        header.constraint());
  }

  /** The events of the steps up to and with {@code step}. */
  public static EventSource upTo(EventSource events, int step) {
    List<SearchEvent> kept = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      SearchEvent event = events.event(i);
      kept.add(event);
      if (event instanceof SearchEvent.Stepped(int number) && number >= step) {
        break;
      }
    }
    return EventLog.of(kept);
  }
}
