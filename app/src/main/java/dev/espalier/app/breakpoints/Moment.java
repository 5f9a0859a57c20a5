package dev.espalier.app.breakpoints;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;

/** One event where it happened: what a condition is asked about. */
record Moment(SearchTree tree, EventSource events, int index) {

  SearchEvent event() {
    return events.event(index);
  }

  /** The place in time just after the event. */
  int cursor() {
    return index + 1;
  }

  /** The node the event is about, or the last one before it; −1 before the first. */
  int node() {
    return tree.currentNode(cursor());
  }
}
