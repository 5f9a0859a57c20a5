package dev.espalier.app.frontier;

/**
 * One node of the frontier as listed.
 *
 * @param place from 1
 * @param text one line of it
 * @param regression the part of {@code priority} that is R, 0 outside A*
 * @param heuristic the part that is w·h, 0 outside A*
 * @param priority lower goes first
 * @param fraction length of the whole bar in [0, 1], against the longest in the list
 * @param figures the numbers in words
 * @param decomposed whether the priority is the sum of the two parts
 */
public record FrontierRow(
    int node,
    int place,
    String text,
    double regression,
    double heuristic,
    double priority,
    double fraction,
    String figures,
    boolean decomposed) {}
