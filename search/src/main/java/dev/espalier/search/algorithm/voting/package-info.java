/**
 * Votes: solutions are grouped by their final answers, and the groups are weighed against each
 * other.
 *
 * <p>{@link dev.espalier.search.algorithm.voting.Selection} is the rule, which any algorithm that
 * ends with several solutions may use; {@link dev.espalier.search.algorithm.voting.SelfConsistency}
 * is the algorithm that is nothing but the vote.
 */
@NullMarked
package dev.espalier.search.algorithm.voting;

import org.jspecify.annotations.NullMarked;
