package dev.espalier.search.event;

/**
 * A token that may come next, as a sampler under a constraint sees it.
 *
 * @param token its id
 * @param text of the token; of an end token, none
 * @param logProb under the model, at the temperature of the search
 * @param allowed whether the constraint allows it
 * @param logFuture log of the estimated probability that a text going on so comes to an allowed
 *     end; 0 where nothing is known, −∞ where it cannot
 * @param probability with which the sampler draws it
 */
public record Prospect(
    int token,
    String text,
    double logProb,
    boolean allowed,
    double logFuture,
    double probability) {}
