package dev.espalier.search.algorithm.smc.rejection;

/**
 * A drawn token that was held against the constraint.
 *
 * @param logProb log p of the token
 * @param allowed the answer
 * @param known whether the answer was known from an earlier draw, so that it cost no check
 */
public record Try(int token, double logProb, boolean allowed, boolean known) {}
