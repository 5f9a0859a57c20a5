/** How the window looks: themes, and the size of type. */
@NullMarked
package dev.espalier.app.look;

import org.jspecify.annotations.NullMarked;
