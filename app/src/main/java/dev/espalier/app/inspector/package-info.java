/**
 * One node explained: what it says, token by token, and why the search treated it as it did.
 *
 * <p>{@link dev.espalier.app.inspector.Why} turns the tree and the events into an {@link
 * dev.espalier.app.inspector.Explanation}: a sentence, the arithmetic behind it with the event that
 * wrote each number, and the smallest change of a parameter that would have decided otherwise. It
 * switches over every kind of score and reason, so that a new one must be explained before it
 * compiles.
 */
@NullMarked
package dev.espalier.app.inspector;

import org.jspecify.annotations.NullMarked;
