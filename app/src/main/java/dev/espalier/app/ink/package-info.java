/**
 * Colours and the size of type for what is painted on a canvas, from the style sheet like those of
 * any control: a theme is written in one place.
 */
@NullMarked
package dev.espalier.app.ink;

import org.jspecify.annotations.NullMarked;
