/** Keeping what was worked out, within bounds. */
@NullMarked
package dev.espalier.search.cache;

import org.jspecify.annotations.NullMarked;
