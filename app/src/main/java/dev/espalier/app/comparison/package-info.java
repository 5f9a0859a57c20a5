/**
 * Two to four searches side by side at equal expense.
 *
 * <p>An {@link dev.espalier.app.comparison.Alignment} puts the moments of the runs' {@linkplain
 * dev.espalier.app.course.Course courses} on one line: at a place x each run shows its last state
 * that cost no more than x. A {@link dev.espalier.app.comparison.UnionTree} is one tree of the
 * texts of all runs, which knows for every node what each of them made of it. {@link
 * dev.espalier.app.comparison.Unfairness} says in what the runs differ that should not, so that
 * nothing is compared silently that cannot be.
 */
@NullMarked
package dev.espalier.app.comparison;

import org.jspecify.annotations.NullMarked;
