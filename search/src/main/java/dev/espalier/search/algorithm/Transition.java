package dev.espalier.search.algorithm;

import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;

/** Where a step leads, and what happened on the way. */
public record Transition<S extends SearchState>(S state, ImmutableList<SearchEvent> events) {}
