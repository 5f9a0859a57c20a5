package dev.espalier.app.setup;

/**
 * A problem to try.
 *
 * @param answer the right one, or empty where it is not known
 */
public record Example(String title, String prompt, String answer) {}
