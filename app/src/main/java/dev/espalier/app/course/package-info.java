/**
 * What one run had spent at each of its moments.
 *
 * <p>An {@link dev.espalier.app.course.Axis} says in what unit that is counted, a {@link
 * dev.espalier.app.course.Course} how much it was. The time line of a search and the comparison of
 * several are drawn along it.
 */
@NullMarked
package dev.espalier.app.course;

import org.jspecify.annotations.NullMarked;
