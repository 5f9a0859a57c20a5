/** Diverse verifier tree search: several independent trees of steps, each followed greedily. */
@NullMarked
package dev.espalier.search.algorithm.dvts;

import org.jspecify.annotations.NullMarked;
