/** Writing the steps of solutions, several at a time, for the algorithms that judge them. */
@NullMarked
package dev.espalier.search.algorithm.steps;

import org.jspecify.annotations.NullMarked;
