/** Particle filtering and particle Gibbs over the steps of a solution, by a reward model. */
@NullMarked
package dev.espalier.search.algorithm.smc.particlefilter;

import org.jspecify.annotations.NullMarked;
