package dev.espalier.search.algorithm.astar;

import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A partial solution in the frontier of A*.
 *
 * @param steps texts of its steps
 * @param logProb of all generated tokens
 * @param key from which its children's random numbers follow
 * @param goal whether it is a finished answer
 * @param h remaining cost in fixed point, 1 − r
 * @param regression cumulative regression R in fixed point
 * @param f priority in fixed point
 */
record StepNode(
    int node,
    int depth,
    TokenSequence sequence,
    ImmutableList<String> steps,
    double logProb,
    RandomKey key,
    boolean goal,
    long h,
    long regression,
    long f) {}
