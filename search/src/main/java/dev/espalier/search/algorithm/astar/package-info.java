/**
 * A*-decoding: best-first search over the steps of a solution, guided by a process reward model.
 */
@NullMarked
package dev.espalier.search.algorithm.astar;

import org.jspecify.annotations.NullMarked;
