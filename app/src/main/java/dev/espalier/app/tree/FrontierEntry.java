package dev.espalier.app.tree;

import dev.espalier.search.event.Score;
import org.jspecify.annotations.Nullable;

/**
 * A node the search may go on from.
 *
 * @param priority lower goes first
 * @param score what the priority is made of, null for a node that was never scored
 */
public record FrontierEntry(int node, double priority, @Nullable Score score) {}
