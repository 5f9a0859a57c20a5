/**
 * Sequential Monte Carlo: hypotheses as weighted particles.
 *
 * <p>{@link dev.espalier.search.algorithm.smc.SequentialMonteCarlo} is the one core, of which the
 * algorithms are kernels: a token a move under a constraint, or a step of a solution a move under a
 * reward model's judgement.
 */
@NullMarked
package dev.espalier.search.algorithm.smc;

import org.jspecify.annotations.NullMarked;
