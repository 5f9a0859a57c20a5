package dev.espalier.search.reward;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * A problem and the steps taken towards its solution, separators stripped.
 *
 * @param problem as the user wrote it
 */
public record Solution(String problem, ImmutableList<String> steps) {}
