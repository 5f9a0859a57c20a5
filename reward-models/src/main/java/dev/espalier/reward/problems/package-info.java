/**
 * The texts the bundled models learn from and are tested on, made by rule: word problems with
 * checkable solutions, records and expressions, and short stories.
 *
 * <p>Everything is a pure function of a seed. Word problems are split by the hash of their text, so
 * a held-out problem can never have been seen in training ({@link
 * dev.espalier.reward.problems.Split}).
 */
@NullMarked
package dev.espalier.reward.problems;

import org.jspecify.annotations.NullMarked;
