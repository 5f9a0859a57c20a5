/** A hub that misbehaves, and what comes of it. */
@NullMarked
package dev.espalier.app.hub;

import org.jspecify.annotations.NullMarked;
