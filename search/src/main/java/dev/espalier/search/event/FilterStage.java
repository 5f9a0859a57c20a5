package dev.espalier.search.event;

/**
 * What one stage of a sampling chain left over.
 *
 * @param name of the stage, such as {@code top-p}
 * @param kept number of tokens that survive it
 * @param mass the model's own probability of those tokens, in [0, 1]
 */
public record FilterStage(String name, int kept, double mass) {}
