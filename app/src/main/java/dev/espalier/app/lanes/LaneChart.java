package dev.espalier.app.lanes;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Every round of a cloud of particles, with who came from whom. Grows with its search. */
final class LaneChart {

  /**
   * The particles at one weighing.
   *
   * @param event index of the event that weighed them
   * @param ancestors for each particle its place in the round before, −1 where it has none
   * @param resampledBy index of the event that drew them anew since the round before, −1 for none
   */
  record Round(
      int event,
      ImmutableIntList nodes,
      ImmutableDoubleList weights,
      double effectiveSize,
      ImmutableIntList ancestors,
      int resampledBy) {

    int particles() {
      return nodes.size();
    }

    double heaviest() {
      return weights.isEmpty() ? 0 : weights.max();
    }
  }

  private final List<Round> rounds = new ArrayList<>();
  private int folded;
  private int lanes;

  /** A resampling that no weighing has followed yet. */
  private SearchEvent.@Nullable Resampled pending;

  private int pendingEvent = -1;

  /** Takes in the events that {@code tree} knows and this does not; true if a round came. */
  boolean append(EventSource events, SearchTree tree) {
    int before = rounds.size();
    for (; folded < tree.size(); folded++) {
      switch (events.event(folded)) {
        case SearchEvent.Weighed weighed -> {
          add(
              new Round(
                  folded,
                  weighed.nodes(),
                  weighed.weights(),
                  weighed.effectiveSize(),
                  ancestors(tree, weighed.nodes()),
                  pending == null ? -1 : pendingEvent));
          pending = null;
        }
        case SearchEvent.Resampled resampled -> {
          pending = resampled;
          pendingEvent = folded;
        }
        case SearchEvent.Concluded _ when pending != null -> drawnAtLast(pending);
        default -> {
          // of no concern to particles
        }
      }
    }
    return rounds.size() > before;
  }

  /** A resampling after the last weighing leaves particles of equal weight. */
  private void drawnAtLast(SearchEvent.Resampled drawn) {
    int count = drawn.nodes().size();
    double[] equal = new double[count];
    java.util.Arrays.fill(equal, 1.0 / Math.max(1, count));
    add(
        new Round(
            pendingEvent,
            drawn.nodes(),
            DoubleLists.immutable.of(equal),
            count,
            drawn.ancestors(),
            pendingEvent));
    pending = null;
  }

  private void add(Round round) {
    rounds.add(round);
    lanes = Math.max(lanes, round.particles());
  }

  private ImmutableIntList ancestors(SearchTree tree, ImmutableIntList nodes) {
    if (rounds.isEmpty()) {
      return IntLists.immutable.empty();
    }
    Round before = rounds.getLast();
    SearchEvent.Resampled drawn = pending;
    if (drawn != null && drawn.ancestors().size() == nodes.size()) {
      return drawn.ancestors();
    }
    int[] ancestors = new int[nodes.size()];
    for (int i = 0; i < ancestors.length; i++) {
      ancestors[i] = ancestor(tree, before, nodes.get(i), i);
    }
    return IntLists.immutable.of(ancestors);
  }

  /** The particle that a node grew out of, the one in the same lane if it may be that. */
  private static int ancestor(SearchTree tree, Round before, int node, int lane) {
    for (int at = node; at >= 0; at = tree.parent(at)) {
      if (lane < before.particles() && before.nodes().get(lane) == at) {
        return lane;
      }
      int found = before.nodes().indexOf(at);
      if (found >= 0) {
        return found;
      }
    }
    return -1;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** The most particles there ever were. */
  int lanes() {
    return lanes;
  }

  /** How many rounds were weighed before a cursor. */
  int roundsAt(int cursor) {
    int count = 0;
    while (count < rounds.size() && rounds.get(count).event() < cursor) {
      count++;
    }
    return count;
  }

  /** How many particles of the next round came from this one; −1 while there is no next round. */
  int offspring(int round, int particle) {
    return round + 1 >= rounds.size()
        ? -1
        : rounds.get(round + 1).ancestors().count(a -> a == particle);
  }

  /**
   * The particles that a node is part of, with all their ancestors and offspring.
   *
   * @return for each round a flag a particle
   */
  boolean[][] lineage(SearchTree tree, int node) {
    boolean[][] marked = new boolean[rounds.size()][];
    for (int r = 0; r < marked.length; r++) {
      marked[r] = new boolean[rounds.get(r).particles()];
    }
    int first = -1;
    for (int r = 0; r < marked.length && first < 0 && node > 0; r++) {
      for (int i = 0; i < marked[r].length; i++) {
        if (below(tree, rounds.get(r).nodes().get(i), node)) {
          marked[r][i] = true;
          first = r;
        }
      }
    }
    for (int r = first; r > 0; r--) {
      for (int i = 0; i < marked[r].length; i++) {
        int from = ancestor(r, i);
        if (marked[r][i] && from >= 0) {
          marked[r - 1][from] = true;
        }
      }
    }
    for (int r = first + 1; first >= 0 && r < marked.length; r++) {
      for (int i = 0; i < marked[r].length; i++) {
        int from = ancestor(r, i);
        marked[r][i] = from >= 0 && marked[r - 1][from];
      }
    }
    return marked;
  }

  private static boolean below(SearchTree tree, int node, int above) {
    int at = node;
    while (at > above) {
      at = tree.parent(at);
    }
    return at == above;
  }

  /** Where a particle was in the round before, −1 if nowhere. */
  int ancestor(int round, int particle) {
    ImmutableIntList ancestors = rounds.get(round).ancestors();
    return particle < ancestors.size() ? ancestors.get(particle) : -1;
  }
}
