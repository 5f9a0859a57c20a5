package dev.espalier.app.tree;

import dev.espalier.search.event.Score;
import org.jspecify.annotations.Nullable;

/**
 * A node the search may go on from.
 *
 * @param priority lower goes first
 * @param score what the priority is made of, null for a node that was never scored
 */
public record FrontierEntry(int node, double priority, @Nullable Score score) {

  /** What breaks ties of the priority in A*: h; 0 elsewhere. */
  double heuristic() {
    return score instanceof Score.AStar star ? star.h() : 0;
  }
}
