package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.ordinal;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.tree.FrontierEntry;
import dev.espalier.app.tree.Pop;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Score;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What the frontier of a best-first search says about one node. */
final class Expansions {

  /** Equal to as many figures as scores are kept in. */
  private static final double TIE = 1e-6;

  private final SearchTree tree;
  private final int cursor;

  Expansions(SearchTree tree, int cursor) {
    this.tree = tree;
    this.cursor = cursor;
  }

  /** How the node was taken and by how much it led; null if it was not. */
  @Nullable String taken(int node, Score.AStar star) {
    ImmutableList<Pop> pops = tree.popsAt(cursor);
    int ordinal = pops.detectIndex(pop -> pop.node() == node);
    if (ordinal < 0) {
      return null;
    }
    Pop pop = pops.get(ordinal);
    StringBuilder said = new StringBuilder("Taken ");
    said.append(ordinal(ordinal + 1)).append(": ");
    ImmutableList<FrontierEntry> next = tree.frontierAt(pop.event() + 1, 1);
    if (pop.frontierSize() == 0 || next.isEmpty()) {
      said.append("it was alone in the frontier, with f = ").append(score(pop.priority()));
    } else {
      FrontierEntry second = next.getFirst();
      double lead = second.priority() - pop.priority();
      said.append("its f of %s ".formatted(score(pop.priority())));
      said.append(
          lead < TIE
              ? "tied with node %d; %s".formatted(second.node(), tieBreak(node, star, second))
              : "was the lowest of %d, %s below node %d"
                  .formatted(pop.frontierSize() + 1, score(lead), second.node()));
    }
    if (pop.backtrack()) {
      said.append(". The search came back for it from node ")
          .append(pops.get(ordinal - 1).node())
          .append(", in another branch");
    }
    return said.toString();
  }

  private String tieBreak(int node, Score.AStar star, FrontierEntry second) {
    if (second.score() instanceof Score.AStar other && other.h() - star.h() > TIE) {
      return "the lower h went first";
    }
    return tree.depth(node) > tree.depth(second.node())
        ? "the deeper went first"
        : "the older went first";
  }

  /** Where the node stands in the frontier and what goes before it. */
  String waiting(int node, Score.AStar star) {
    ImmutableList<FrontierEntry> frontier = tree.frontierAt(cursor, Integer.MAX_VALUE);
    int place = frontier.detectIndex(entry -> entry.node() == node);
    boolean over = Why.outcomeAt(tree, cursor) != null;
    if (place < 0) {
      return "Waiting to be scored.";
    }
    String where = "%s of %d in the frontier".formatted(ordinal(place + 1), frontier.size());
    if (place == 0) {
      return over
          ? "Never taken: it would have been next when the search ended (f = %s)."
              .formatted(score(star.value()))
          : "Next to be taken: its f of %s is the lowest of %d."
              .formatted(score(star.value()), frontier.size());
    }
    FrontierEntry first = frontier.getFirst();
    return over
        ? "Never taken: %s when the search ended, with f = %s; the next was node %d with %s."
            .formatted(where, score(star.value()), first.node(), score(first.priority()))
        : "Waiting, %s: node %d goes first, its f is %s lower."
            .formatted(where, first.node(), score(star.value() - first.priority()));
  }

  /** For which weight w the node would go before what goes first now. */
  String whatIf(int node, Score.AStar star) {
    ImmutableList<FrontierEntry> best = tree.frontierAt(cursor, 1);
    if (best.isEmpty()
        || best.getFirst().node() == node
        || !(best.getFirst().score() instanceof Score.AStar first)) {
      return "";
    }
    double lessRegression = first.regression() - star.regression();
    double lessHeuristic = first.h() - star.h();
    int other = best.getFirst().node();
    if (Math.abs(lessHeuristic) > TIE) {
      double w = -lessRegression / lessHeuristic;
      if (lessHeuristic > 0 && lessRegression < 0) {
        return "With w above %s it would go before node %d.".formatted(score(w), other);
      }
      if (lessHeuristic < 0 && lessRegression > TIE) {
        return "With w below %s it would go before node %d.".formatted(score(w), other);
      }
    }
    return "No weight w puts it before node %d, which has neither more regression nor a higher h."
        .formatted(other);
  }
}
