/** Beam search over the steps of a solution, by a process reward model's judgement. */
@NullMarked
package dev.espalier.search.algorithm.prmbeam;

import org.jspecify.annotations.NullMarked;
