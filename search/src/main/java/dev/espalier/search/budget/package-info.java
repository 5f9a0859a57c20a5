/**
 * What a search costs and may cost, counted as logical work.
 *
 * <p>A {@link dev.espalier.search.budget.Cost} counts what an algorithm asked for, not what a cache
 * made of it, so the figures are the same live, on replay and on any machine.
 */
@NullMarked
package dev.espalier.search.budget;

import org.jspecify.annotations.NullMarked;
