/**
 * What a text must be, as a user states it and as a search applies it.
 *
 * <p>A {@link dev.espalier.search.constraint.ConstraintSource} is what the user wrote, and what a
 * session keeps; a {@link dev.espalier.search.constraint.Constraint} is the same, compiled for a
 * vocabulary. A {@link dev.espalier.search.constraint.MaskedLanguageModel} shows an algorithm that
 * knows nothing of constraints only those tokens that keep the text completable.
 */
@NullMarked
package dev.espalier.search.constraint;

import org.jspecify.annotations.NullMarked;
