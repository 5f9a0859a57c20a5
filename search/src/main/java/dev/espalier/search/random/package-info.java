/** Randomness as a value: keys that are split, never advanced behind one's back. */
@NullMarked
package dev.espalier.search.random;

import org.jspecify.annotations.NullMarked;
