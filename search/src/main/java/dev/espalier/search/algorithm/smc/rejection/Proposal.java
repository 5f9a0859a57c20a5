package dev.espalier.search.algorithm.smc.rejection;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * A token with its weight.
 *
 * @param token drawn; one that is not allowed only if the weight is 0
 * @param logProb log p of the token
 * @param logWeight log of a weight proper for p restricted to the allowed tokens; −∞ where no
 *     allowed token was found
 * @param tries the draws that led to it, in order; none where the whole vocabulary was masked
 * @param checks how many tokens the constraint was asked about
 */
public record Proposal(
    int token, double logProb, double logWeight, ImmutableList<Try> tries, long checks) {}
