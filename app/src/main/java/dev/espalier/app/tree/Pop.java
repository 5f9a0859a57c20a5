package dev.espalier.app.tree;

/**
 * A node taken from the frontier.
 *
 * @param event index of the event
 * @param backtrack whether it is not a child of the node taken before it
 */
public record Pop(int event, int node, double priority, int frontierSize, boolean backtrack) {}
