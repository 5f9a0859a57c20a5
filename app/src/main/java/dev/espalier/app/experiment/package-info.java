/**
 * Experiments: many problems solved by several algorithms under several seeds and budgets, one line
 * of JSON a run, and what the lines say together.
 *
 * <p>{@link dev.espalier.app.experiment.Grid} says which runs there are to make, {@link
 * dev.espalier.app.experiment.Comparison} makes those that {@link
 * dev.espalier.app.experiment.RowFile} does not hold yet, and {@link
 * dev.espalier.app.experiment.Summary} and {@link dev.espalier.app.experiment.Report} are functions
 * of the rows alone, so that they can be read again years later without a model.
 */
@NullMarked
package dev.espalier.app.experiment;

import org.jspecify.annotations.NullMarked;
