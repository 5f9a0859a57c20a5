package dev.espalier.app.condition;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;

/**
 * A search that can be asked about: its events and the tree they describe.
 *
 * @param known the right answer, or empty where it is not known
 */
public record Search(SearchTree tree, EventSource events, String known) {

  /** All events there are by now. */
  public static Search of(EventSource events, String known) {
    return new Search(SearchTree.of(events), events, known);
  }

  /** The moments there are; what the tree has not taken in yet is left out. */
  public int size() {
    return tree.size();
  }

  /** One event of it. */
  public Moment moment(int index) {
    return new Moment(this, index);
  }
}
