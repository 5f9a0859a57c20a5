package dev.espalier.search.reward;

/**
 * What a reward model is, for records.
 *
 * @param hash SHA-256 of its weights and configuration, or empty if it has no file
 */
public record RewardDescription(String id, String hash, String device) {}
