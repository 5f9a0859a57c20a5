package dev.espalier.search.event;

/**
 * A growing list of events: a search that is running, or a recorded one. Safe to read from another
 * thread; readers keep the number of events they have seen and come back for more.
 */
public interface EventSource {

  /** How many events there are by now; never falls. */
  int size();

  /**
   * Event {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is no such event yet
   */
  SearchEvent event(int index);

  /** Whether no more events will come. */
  boolean complete();
}
