/**
 * Where the boxes of a tree go.
 *
 * <p>The root is at the left and time runs to the right, as the text does: steps are wider than
 * they are high, so that siblings stacked above each other stay close enough to compare, where side
 * by side they would be a screen apart. Sizes and places are plain numbers; nothing here draws, and
 * text is measured through {@link dev.espalier.app.tree.layout.TextMeasure}. The layout is that of
 * the whole tree, future included, and depends only on the order of birth, so nothing moves when
 * the cursor does.
 */
@NullMarked
package dev.espalier.app.tree.layout;

import org.jspecify.annotations.NullMarked;
