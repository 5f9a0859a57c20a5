package dev.espalier.app.condition;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.SearchEvent;

/** One event where it happened: what a condition is asked about. */
public record Moment(Search search, int index) {

  SearchTree tree() {
    return search.tree();
  }

  SearchEvent event() {
    return search.events().event(index);
  }

  /** The place in time just after the event. */
  public int cursor() {
    return index + 1;
  }

  /** The node the event is about, or the last one before it; −1 before the first. */
  int node() {
    return tree().currentNode(cursor());
  }
}
