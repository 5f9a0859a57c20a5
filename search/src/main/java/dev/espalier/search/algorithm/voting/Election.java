package dev.espalier.search.algorithm.voting;

import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * The result of a vote over candidates.
 *
 * @param order their indices, the chosen one first; of the same answer the higher score first, of
 *     the same score the earlier
 * @param shares for each candidate, the share of its answer, in [0, 1]
 * @param winners how many at the front of {@code order} have the answer that won
 * @param event the vote as an event
 */
public record Election(
    ImmutableIntList order, ImmutableDoubleList shares, int winners, SearchEvent.Voted event) {}
