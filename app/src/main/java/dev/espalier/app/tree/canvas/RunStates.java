package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.layout.TreeScene;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each of several runs made of every box of a scene by one moment. Immutable once made. */
final class RunStates {

  private final int runs;
  private final int[] members;
  private final int[] here;
  private final @Nullable NodeStatus[][] status;

  RunStates(RunsModel model, TreeScene scene, int[] nodes) {
    runs = model.runs();
    members = new int[scene.boxes()];
    here = new int[scene.boxes()];
    status = new @Nullable NodeStatus[runs][scene.boxes()];
    for (int box = 0; box < scene.boxes(); box++) {
      members[box] = model.members(scene.firstNode(box));
      for (int run = 0; run < runs && nodes[box] >= 0; run++) {
        status[run][box] = model.status(run, nodes[box]);
      }
    }
    for (int run = 0; run < runs; run++) {
      int node = model.current(run);
      if (node >= 0 && node < scene.nodes()) {
        here[scene.boxOf(node)] |= 1 << run;
      }
    }
  }

  int runs() {
    return runs;
  }

  /** A bit for each run that ever comes to the box. */
  int members(int box) {
    return members[box];
  }

  /** A bit for each run that is at the box now. */
  int here(int box) {
    return here[box];
  }

  /** The run that alone comes to a box, −1 if several do. */
  int only(int box) {
    return Integer.bitCount(members[box]) == 1 ? Integer.numberOfTrailingZeros(members[box]) : -1;
  }

  /** Null while the run has not come to the box. */
  @Nullable NodeStatus status(int run, int box) {
    return status[run][box];
  }

  /** Adds what the runs made of a box. */
  void addTo(Set<NodeStatus> statuses, int box) {
    for (int run = 0; run < runs; run++) {
      NodeStatus made = status[run][box];
      if (made != null) {
        statuses.add(made);
      }
    }
  }

  /** What says most of a box among the runs that have come to it, null while none has. */
  @Nullable NodeStatus weightiest(int box) {
    NodeStatus found = null;
    for (int run = 0; run < runs; run++) {
      found = NodeStatus.weightier(found, status[run][box]);
    }
    return found;
  }
}
