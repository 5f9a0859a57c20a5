package dev.espalier.app.course;

import dev.espalier.app.run.StepTimes;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.EventSource;

/**
 * One run and what it had spent at each of its moments.
 *
 * <p>A search has states between its steps only, and within a step it is a matter of taste whether
 * the events or their cost come first. So in units of cost a run is seen at the ends of its steps,
 * where everything that is there has been paid for; by events it is seen after each.
 */
public final class Course {

  private final EventSource events;
  private final StepTimes times;
  private final SearchTree tree;

  /** Of a run whose events this takes in itself. */
  public Course(EventSource events, StepTimes times) {
    this(events, times, new SearchTree());
  }

  /** Of a run whose tree someone else makes of its events. */
  public Course(EventSource events, StepTimes times, SearchTree tree) {
    this.events = events;
    this.times = times;
    this.tree = tree;
  }

  /**
   * Takes in new events, at most {@code limit} of them.
   *
   * @return how many those were
   */
  public int append(int limit) {
    return tree.append(events, limit);
  }

  public SearchTree tree() {
    return tree;
  }

  /** Whether everything that will ever happen has been taken in. */
  public boolean whole() {
    return events.complete() && tree.size() == events.size();
  }

  /** Whether the axis counts anything in this run. */
  public boolean has(Axis axis) {
    return axis == Axis.SECONDS ? times.measured() : end(axis) > 0;
  }

  /** What was spent by a cursor; whole numbers but for seconds. */
  public double at(Axis axis, int cursor) {
    CostUnit unit = axis.unit();
    if (unit != null) {
      return unit.of(tree.costAt(cursor));
    }
    return axis == Axis.EVENTS ? cursor : times.after(tree.stepsAt(cursor) - 1);
  }

  /** What the whole run spent. */
  public double end(Axis axis) {
    return at(axis, tree.size());
  }

  /** How many moments there are to show the run at, its start included. */
  public int moments(Axis axis) {
    return 1 + (axis == Axis.EVENTS ? tree.size() : tree.steps() + (endsInAStep() ? 0 : 1));
  }

  /** The cursor of a moment, from 0 for the first. */
  public int cursor(Axis axis, int moment) {
    if (axis == Axis.EVENTS || moment == 0) {
      return moment;
    }
    return moment > tree.steps() ? tree.size() : tree.stepEnds().get(moment - 1);
  }

  private boolean endsInAStep() {
    return tree.steps() == 0
        ? tree.size() == 0
        : tree.stepEnds().get(tree.steps() - 1) == tree.size();
  }

  /** The last moment by which no more than {@code x} was spent; moment 0 costs nothing. */
  public int moment(Axis axis, double x) {
    int low = 0;
    int high = moments(axis) - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (at(axis, cursor(axis, middle)) <= x) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Where on the axis one first sees what has happened by a cursor. */
  public double seenFrom(Axis axis, int cursor) {
    return axis == Axis.EVENTS ? cursor : at(axis, tree.stepEnds().next(cursor - 1, tree.size()));
  }

  /** The cursor of the last state that cost no more than {@code x}. */
  public int cursorAt(Axis axis, double x) {
    return cursor(axis, moment(axis, x));
  }
}
