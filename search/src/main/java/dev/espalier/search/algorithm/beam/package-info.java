/** Beam search, and beam search in groups that avoid each other. */
@NullMarked
package dev.espalier.search.algorithm.beam;

import org.jspecify.annotations.NullMarked;
