/**
 * Potentials: non-negative weights of texts and of their beginnings.
 *
 * <p>A {@link dev.espalier.search.potential.Potential} says how good a whole sequence is ({@code
 * complete}) and how promising a beginning of one is ({@code prefix}), as logarithms. A constraint
 * is a potential of only 0 and −∞. They multiply ({@code times}), and one over bytes can be asked
 * about tokens ({@code overTokens}). Whoever uses Espalier adds potentials in Java through {@link
 * dev.espalier.search.potential.PotentialProvider}.
 */
@NullMarked
package dev.espalier.search.potential;

import org.jspecify.annotations.NullMarked;
