/**
 * The tree of a search as a fold over its events, and what of it is looked at.
 *
 * <p>{@link dev.espalier.app.tree.SearchTree} keeps, for every node, when it was born and when its
 * text, status and score changed, each with the index of the event that did it. The state of a node
 * after any number of events is then a binary search, so going back and forth in time costs nothing
 * and the whole tree, future included, can be laid out once. {@link
 * dev.espalier.app.tree.TreeViewModel} holds the place in time, the selection and the metric for
 * all views of one tree. Nothing here knows how a tree is drawn.
 */
@NullMarked
package dev.espalier.app.tree;

import org.jspecify.annotations.NullMarked;
