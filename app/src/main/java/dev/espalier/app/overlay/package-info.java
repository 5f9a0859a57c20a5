/** Panels that lie over the window for a moment, inside its own scene. */
@NullMarked
package dev.espalier.app.overlay;

import org.jspecify.annotations.NullMarked;
