package dev.espalier.app.transport;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;

/**
 * A line along which the moments of a search lie: what it counts, and which part of it is in view.
 *
 * <p>A place on it is a fraction of what is in view: 0 at its left end, 1 at its right, and beyond
 * these for moments out of view.
 */
final class Timescale {

  private final Course course;
  private final Axis axis;
  private final double from;
  private final double to;
  private final double end;

  Timescale(Course course, Axis axis, Focus focus) {
    this.course = course;
    this.axis = axis;
    this.end = course.end(axis);
    this.from = Math.min(focus.from(), end);
    this.to = Math.min(focus.to(), end);
  }

  Axis axis() {
    return axis;
  }

  /** Whether nothing is out of view. */
  boolean whole() {
    return from <= 0 && to >= end;
  }

  /** Where what is in view begins, in the axis's unit. */
  double from() {
    return from;
  }

  /** How much is in view. */
  double span() {
    return to - from;
  }

  /** What the whole search counts. */
  double end() {
    return end;
  }

  /**
   * What had been counted when one first sees what happened before a cursor: within a step its end,
   * since before that not everything is paid for.
   */
  double value(int cursor) {
    return cursor <= 0 ? 0 : course.seenFrom(axis, cursor);
  }

  double place(int cursor) {
    return span() <= 0 ? 0 : (value(cursor) - from) / span();
  }

  /** The cursor of the moment nearest to a place. */
  int cursor(double place) {
    double value = from + place * span();
    int before = course.moment(axis, value);
    int after = Math.min(before + 1, course.moments(axis) - 1);
    boolean late =
        course.at(axis, course.cursor(axis, after)) - value
            < value - course.at(axis, course.cursor(axis, before));
    return course.cursor(axis, late ? after : before);
  }

  /** The cursor of the last moment that is not beyond a place. */
  int lastCursor(double place) {
    return course.cursorAt(axis, from + place * span());
  }
}
