package dev.espalier.search.event;

/**
 * One factor of a particle's weight.
 *
 * @param name of where it comes from, such as {@code sampler}
 * @param log its logarithm; −∞ where it is 0
 */
public record WeightTerm(String name, double log) {}
