/**
 * Asking for a search: prompt, algorithm, its parameters, budget and seed.
 *
 * <p>The form follows from the {@link dev.espalier.search.algorithm.Parameter}s that an algorithm
 * declares; a new one needs nothing here.
 */
@NullMarked
package dev.espalier.app.setup;

import org.jspecify.annotations.NullMarked;
