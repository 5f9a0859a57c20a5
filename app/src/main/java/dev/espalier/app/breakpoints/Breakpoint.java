package dev.espalier.app.breakpoints;

import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.Moment;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** A condition with where in time it has held so far. */
public final class Breakpoint {

  private final Condition condition;
  private final IntArrayList hits = new IntArrayList();
  private boolean enabled = true;
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

  /** How often it has held. */
  public int hits() {
    return hits.size();
  }

  int hit(int index) {
    return hits.get(index);
  }

  void forget() {
    hits.clear();
  }

  /** True if the condition holds there. */
  boolean look(Moment moment) {
    boolean holds = condition.holds(moment);
    if (holds) {
      hits.add(moment.cursor());
    }
    return holds;
  }

  /** How many hits lie at or before a cursor. */
  int countUpTo(int cursor) {
    int i = hits.binarySearch(cursor);
    return i >= 0 ? i + 1 : -i - 1;
  }
}
