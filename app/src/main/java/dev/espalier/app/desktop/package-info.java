/** The program as it starts: in a window, or without a display. */
@NullMarked
package dev.espalier.app.desktop;

import org.jspecify.annotations.NullMarked;
