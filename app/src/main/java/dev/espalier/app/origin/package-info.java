/** Where a number on screen came from: the event that wrote it, and the way there. */
@NullMarked
package dev.espalier.app.origin;

import org.jspecify.annotations.NullMarked;
