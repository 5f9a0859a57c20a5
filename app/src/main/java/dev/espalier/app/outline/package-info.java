/**
 * The tree of a search as a table that opens and closes: the twin of the picture for the keyboard
 * and for screen readers, to which a canvas says nothing.
 */
@NullMarked
package dev.espalier.app.outline;

import org.jspecify.annotations.NullMarked;
