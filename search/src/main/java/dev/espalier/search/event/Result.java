package dev.espalier.search.event;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * One text a search came to.
 *
 * @param node where it ends in the tree
 * @param tokens generated tokens, without the prompt
 * @param text of those tokens, special ones left out
 * @param logProb sum of the log-probabilities of its tokens under the model
 * @param score by which the algorithm ranks it, higher is better, null if it does not rank
 * @param weight what it counts for where the algorithm weighs, null where it does not: its share,
 *     or in stochastic beam search its probability over that of being drawn
 */
public record Result(
    int node,
    ImmutableIntList tokens,
    String text,
    double logProb,
    @Nullable Double score,
    @Nullable Double weight) {}
