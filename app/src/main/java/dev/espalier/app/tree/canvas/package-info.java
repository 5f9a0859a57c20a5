/**
 * The tree of a search as a picture: one canvas of the size of the window, however large the tree.
 *
 * <p>A {@link dev.espalier.app.tree.canvas.TreeFrame} says everything a picture needs and is
 * immutable; {@link dev.espalier.app.tree.canvas.TreePainter} turns it into pixels and knows
 * nothing else. Only what lies in the window is painted, in less detail the smaller it gets.
 * Colours come from {@code tree.css}, which derives them from the theme's own.
 */
@NullMarked
package dev.espalier.app.tree.canvas;

import org.jspecify.annotations.NullMarked;
