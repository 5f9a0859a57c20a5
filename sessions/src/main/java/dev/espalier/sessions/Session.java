package dev.espalier.sessions;

import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Telemetry;
import org.eclipse.collections.api.list.ImmutableList;

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
    EventLog log,
    ImmutableList<Telemetry> telemetry,
    Notebook notebook,
    ImmutableList<String> notices) {

  /** What it is called now. */
  public String title() {
    return notebook.title().isEmpty() ? header.title() : notebook.title();
  }
}
