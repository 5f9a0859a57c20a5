package dev.espalier.app.history;

import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The places in a search that were jumped from, to go back to as in a browser. A place is a moment
 * and a selection; stepping and playing move on within a place, and what follows in quick
 * succession, as when the scrubber is dragged, is one jump.
 */
public final class NavigationHistory {

  private static final long QUICK_NANOS = 700_000_000;
  private static final int MOST = 200;

  private record Place(int cursor, int selected) {}

  private final TreeViewModel tree;
  private final BooleanSupplier moving;
  private final List<Place> places = new ArrayList<>();
  private int at = -1;
  private long jumpedAt;

  /**
   * @param moving whether time moves on by itself
   */
  public NavigationHistory(TreeViewModel tree, BooleanSupplier moving) {
    this.tree = tree;
    this.moving = moving;
    tree.treeProperty()
        .addListener(_ -> {
          places.clear();
          at = -1;
        });
  }

  /**
   * Looks where the reader is; called once a frame.
   *
   * @param now in nanoseconds, from any origin
   */
  public void pulse(long now) {
    if (tree.size() == 0) {
      return;
    }
    Place here = here();
    if (at < 0) {
      places.add(here);
      at = 0;
      return;
    }
    Place last = places.get(at);
    if (here.equals(last)) {
      return;
    }
    if (!jumped(last, here) || now - jumpedAt < QUICK_NANOS) {
      places.set(at, here);
      return;
    }
    jumpedAt = now;
    places.subList(at + 1, places.size()).clear();
    places.add(here);
    if (places.size() > MOST) {
      places.removeFirst();
    }
    at = places.size() - 1;
  }

  private Place here() {
    return new Place(tree.cursor(), tree.selected());
  }

  private boolean jumped(Place from, Place to) {
    if (from.selected() != to.selected()) {
      return true;
    }
    if (moving.getAsBoolean()) {
      return false;
    }
    SearchTree all = tree.tree();
    for (Grain grain : Grain.values()) {
      if (to.cursor() == all.next(grain, from.cursor())
          || to.cursor() == all.previous(grain, from.cursor())) {
        return false;
      }
    }
    return true;
  }

  /** Goes back to the place before the last jump; stays if there is none. */
  public void back() {
    goTo(at - 1);
  }

  /** Goes to the place that was left by going back; stays if there is none. */
  public void forward() {
    goTo(at + 1);
  }

  private void goTo(int index) {
    if (index < 0 || index >= places.size()) {
      return;
    }
    at = index;
    Place place = places.get(index);
    tree.followingProperty().set(false);
    tree.jump(place.cursor());
    tree.select(place.selected());
  }
}
