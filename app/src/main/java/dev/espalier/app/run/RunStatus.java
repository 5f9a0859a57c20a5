package dev.espalier.app.run;

import dev.espalier.search.event.EventSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the searching thread stands.
 *
 * @param model what is loaded, in a few words, or empty
 * @param message in words for the user, or empty
 * @param events of the last search begun, null before the first
 * @param order what that search was asked, null before the first
 */
public record RunStatus(
    Phase phase,
    String model,
    String message,
    @Nullable EventSource events,
    @Nullable SearchOrder order) {

  /** What it does. */
  public enum Phase {
    /** Nothing loaded, nothing asked. */
    IDLE,
    /** Reading models; a search that was asked for waits. */
    LOADING,
    /** Models loaded, no search under way. */
    READY,
    RUNNING,
    PAUSED,
    /** Asked to stop; the model call under way is being finished. */
    STOPPING,
    /** No model could be loaded; the message says why. */
    NO_MODEL,
    /** A search could not begin or go on; the message says why. */
    FAILED
  }

  static final RunStatus IDLE = new RunStatus(Phase.IDLE, "", "", null, null);

  /** Whether a search is under way. */
  public boolean busy() {
    return switch (phase) {
      case RUNNING, PAUSED, STOPPING -> true;
      case IDLE, LOADING, READY, NO_MODEL, FAILED -> false;
    };
  }

  RunStatus with(Phase next, String words) {
    return new RunStatus(next, model, words, events, order);
  }
}
