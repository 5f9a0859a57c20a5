package dev.espalier.app.breakpoints;

import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.Moment;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * A condition with where in time it has held so far. Every so many times that it holds, its pass
 * count, are one hit.
 */
public final class Breakpoint {

  private final Condition condition;
  private final IntArrayList hits = new IntArrayList();
  private boolean enabled = true;
  private int passes = 1;
  private int held;
  private boolean stops = true;

  Breakpoint(Condition condition) {
    this.condition = condition;
  }

  public Condition condition() {
    return condition;
  }

  /** Whether its hits count at all. */
  public boolean enabled() {
    return enabled;
  }

  /** Whether the search and the playing stop at a hit; else hits are only marked. */
  public boolean stops() {
    return stops;
  }

  void enable(boolean on) {
    enabled = on;
  }

  void stop(boolean on) {
    stops = on;
  }

  /** How often the condition has to hold for one hit; at least 1. */
  public int passes() {
    return passes;
  }

  void passes(int count) {
    passes = Math.max(1, count);
  }

  /** How many hits there are so far. */
  public int hits() {
    return hits.size();
  }

  int hit(int index) {
    return hits.get(index);
  }

  void forget() {
    hits.clear();
    held = 0;
  }

  /** True if there is a hit there. */
  boolean look(Moment moment) {
    if (!condition.holds(moment)) {
      return false;
    }
    held++;
    boolean hit = held % passes == 0;
    if (hit) {
      hits.add(moment.cursor());
    }
    return hit;
  }

  /** How many hits lie at or before a cursor. */
  int countUpTo(int cursor) {
    int i = hits.binarySearch(cursor);
    return i >= 0 ? i + 1 : -i - 1;
  }
}
