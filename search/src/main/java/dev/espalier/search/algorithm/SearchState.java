package dev.espalier.search.algorithm;

/** An immutable state of a search. */
public interface SearchState {

  /** Whether the search is over; its events then end in {@code Concluded}. */
  boolean finished();
}
