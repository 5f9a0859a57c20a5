package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;

/**
 * Whether events made on different machines tell the same. Their arithmetic rounds differently, so
 * that the last digits of a probability may differ where every choice was the same.
 */
public final class EventLikeness {

  /** Many times what single precision loses over a long text, and far below what decides. */
  public static final double ROUNDING = 1e-4;

  private EventLikeness() {}

  /** Whether two events are equal but for the rounding of numbers that are not whole. */
  public static boolean same(SearchEvent recorded, SearchEvent again) {
    return new EventDifference(ROUNDING).between(recorded, again) == null;
  }
}
