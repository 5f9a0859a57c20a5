package dev.espalier.search.run;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.IOException;
import org.eclipse.collections.api.list.ImmutableList;

/** Takes each finished step of a run, in order, on the run's own thread. */
@FunctionalInterface
public interface StepSink {

  /** Keeps nothing. */
  StepSink NONE = (events, telemetry) -> {};

  /**
   * @param events of one step, ending in {@code Stepped}
   * @throws IOException if they could not be kept; the run stops and says so
   */
  void accept(ImmutableList<SearchEvent> events, Telemetry telemetry) throws IOException;
}
