package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A recorded search.
 *
 * @param log the events of all finished steps
 * @param telemetry of the steps that have one
 * @param notebook what people wrote about it
 * @param notices what the reader should know, such as a torn end that was left out
 */
public record Session(
    SessionHeader header,
    EventSource log,
    ImmutableList<Telemetry> telemetry,
    Notebook notebook,
    ImmutableList<String> notices) {

  /** What it is called now. */
  public String title() {
    return notebook.title().isEmpty() ? header.title() : notebook.title();
  }

  /** How the search ended, or null if its record breaks off before that. */
  public @Nullable Outcome outcome() {
    for (int i = log.size() - 2; i >= 0 && !(log.event(i) instanceof SearchEvent.Stepped); i--) {
      if (log.event(i) instanceof SearchEvent.Concluded concluded) {
        return concluded.outcome();
      }
    }
    return null;
  }
}
