/**
 * The pseudo-code of the algorithm on show, with the line the search is at marked and the values of
 * that moment beside it: an algorithm as it runs, forwards and backwards.
 *
 * <p>{@link dev.espalier.app.pseudocode.Executions} folds the events into when each line was
 * executed; everything on screen is a look into it.
 */
@NullMarked
package dev.espalier.app.pseudocode;

import org.jspecify.annotations.NullMarked;
