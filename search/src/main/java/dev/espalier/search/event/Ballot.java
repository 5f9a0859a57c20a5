package dev.espalier.search.event;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Solutions with one answer, in a vote.
 *
 * @param answer of the first of them; empty for those that give none, which do not vote unless no
 *     solution gives one
 * @param nodes where they end, one a solution; a node appears as often as it counts
 * @param sum of their scores or weights
 * @param best the greatest of these
 */
public record Ballot(String answer, ImmutableIntList nodes, double sum, double best) {}
