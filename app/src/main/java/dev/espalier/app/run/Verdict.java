package dev.espalier.app.run;

/**
 * Whether a recorded search, made again, came out the same.
 *
 * @param words the finding in a sentence or two, for the user
 */
public record Verdict(boolean same, String words) {}
