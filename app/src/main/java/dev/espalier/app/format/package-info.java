/** How numbers and pieces of text are written wherever the window shows them. */
@NullMarked
package dev.espalier.app.format;

import org.jspecify.annotations.NullMarked;
