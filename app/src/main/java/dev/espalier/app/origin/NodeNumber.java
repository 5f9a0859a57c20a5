package dev.espalier.app.origin;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.primitive.IntList;

/** What tables say of a node, each written by some event. */
public enum NodeNumber {
  SCORE("score"),
  STATUS("status"),
  LOG_PROB("log-probability"),
  TOKENS("number of tokens");

  private final String label;

  NodeNumber(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /**
   * Index of the event that wrote what stands there at a cursor.
   *
   * @param node born by then
   * @return −1 if it is not there yet
   */
  public int writtenBy(SearchTree tree, EventSource events, int node, int cursor) {
    return switch (this) {
      case SCORE -> tree.scoreEventAt(node, cursor);
      case STATUS -> tree.statusEventAt(node, cursor);
      case LOG_PROB, TOKENS -> lastWriting(tree, events, node, cursor);
    };
  }

  /** The last event that added tokens to the node. */
  private static int lastWriting(SearchTree tree, EventSource events, int node, int cursor) {
    IntList about = tree.events(node);
    for (int i = about.size() - 1; i >= 0; i--) {
      int event = about.get(i);
      boolean extended =
          events.event(event) instanceof SearchEvent.Extended extension && extension.node() == node;
      if (event < cursor && (extended || event == tree.bornBy(node))) {
        return event;
      }
    }
    return -1;
  }
}
