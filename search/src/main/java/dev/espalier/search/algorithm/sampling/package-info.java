/** Drawing one token after another: greedy search, ancestral sampling and the filters before it. */
@NullMarked
package dev.espalier.search.algorithm.sampling;

import org.jspecify.annotations.NullMarked;
