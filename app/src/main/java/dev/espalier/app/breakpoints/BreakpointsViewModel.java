package dev.espalier.app.breakpoints;

import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.condition.Moment;
import dev.espalier.app.condition.Search;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The breakpoints, and their hits in the search on show. They outlive the search. */
public final class BreakpointsViewModel {

  /** Events looked at in a frame, so that one more breakpoint does not hold a long session up. */
  private static final int EVENTS_A_FRAME = 20_000;

  private final TreeViewModel tree;
  private final List<Breakpoint> breakpoints = new ArrayList<>();
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version", 0);

  private final StringProperty known = new SimpleStringProperty(this, "known", "");

  /** Events that every breakpoint has been asked about. */
  private int looked;

  /** Events that were there at any look: a breakpoint added later does not stop at them. */
  private int furthest;

  /** The first hit that stops, among the events of the last look; −1 if there was none. */
  private int stoppedAt = -1;

  public BreakpointsViewModel(TreeViewModel tree) {
    this.tree = tree;
    tree.treeProperty()
        .subscribe(_ -> {
          furthest = 0;
          again();
        });
  }

  private void again() {
    breakpoints.forEach(Breakpoint::forget);
    looked = 0;
    changed();
  }

  private void changed() {
    version.set(version.get() + 1);
  }

  /** Looks at events that came since; called once a frame. */
  public void refresh() {
    stoppedAt = -1;
    EventSource events = tree.source();
    int to = Math.min(tree.size(), looked + EVENTS_A_FRAME);
    if (events == null || looked >= to) {
      return;
    }
    boolean any = false;
    Search search = new Search(tree.tree(), events, known.get());
    for (; looked < to; looked++) {
      Moment moment = search.moment(looked);
      for (Breakpoint breakpoint : breakpoints) {
        if (breakpoint.enabled() && breakpoint.look(moment)) {
          any = true;
          if (breakpoint.stops() && stoppedAt < 0 && looked >= furthest) {
            stoppedAt = moment.cursor();
          }
        }
      }
    }
    furthest = Math.max(furthest, looked);
    if (any) {
      changed();
    }
  }

  /** Where a search that is followed live should stop after the last look; −1 for nowhere. */
  public int stoppedAt() {
    return stoppedAt;
  }

  /**
   * Adds a breakpoint.
   *
   * @throws ConditionException with what is wrong where
   */
  public void add(String condition) throws ConditionException {
    breakpoints.add(new Breakpoint(Condition.of(condition)));
    again();
  }

  public void remove(Breakpoint breakpoint) {
    breakpoints.remove(breakpoint);
    changed();
  }

  public void enable(Breakpoint breakpoint, boolean on) {
    breakpoint.enable(on);
    again();
  }

  public void stopAt(Breakpoint breakpoint, boolean on) {
    breakpoint.stop(on);
    changed();
  }

  /** The right answer of the search on show, or empty. */
  public StringProperty knownProperty() {
    return known;
  }

  public ImmutableList<Breakpoint> breakpoints() {
    return Lists.immutable.withAll(breakpoints);
  }

  /** Changes with the breakpoints and with their hits. */
  public ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  /** The first hit after a cursor, −1 if there is none. */
  public int next(int cursor) {
    int nearest = -1;
    for (Breakpoint one : breakpoints) {
      int i = one.countUpTo(cursor);
      if (i < one.hits() && (nearest < 0 || one.hit(i) < nearest)) {
        nearest = one.hit(i);
      }
    }
    return nearest;
  }

  /** The last hit before a cursor, −1 if there is none. */
  public int previous(int cursor) {
    int nearest = -1;
    for (Breakpoint one : breakpoints) {
      int i = one.countUpTo(cursor - 1) - 1;
      if (i >= 0) {
        nearest = Math.max(nearest, one.hit(i));
      }
    }
    return nearest;
  }

  /** The first hit after a cursor of a breakpoint that stops, −1 if there is none. */
  public int nextStop(int cursor) {
    int nearest = -1;
    for (Breakpoint one : breakpoints) {
      int i = one.countUpTo(cursor);
      if (one.stops() && i < one.hits() && (nearest < 0 || one.hit(i) < nearest)) {
        nearest = one.hit(i);
      }
    }
    return nearest;
  }

  /** All hits together. */
  public int hits() {
    return breakpoints.stream().mapToInt(Breakpoint::hits).sum();
  }
}
