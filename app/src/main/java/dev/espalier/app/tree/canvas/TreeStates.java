package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.MetricRange;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TextTree;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of every box of a scene at one cursor. Immutable once made. */
final class TreeStates {

  private final @Nullable NodeStatus[] status;
  private final @Nullable Score[] score;
  private final @Nullable Reason[] reason;
  private final double[] level;
  private final double[] metric;
  private final double[] prior;
  private final double[] spent;
  private final int[] shown;
  private final int[] tokens;
  private final Set<NodeStatus> statuses = EnumSet.noneOf(NodeStatus.class);
  private final int[] hidden;
  private final double[] hiddenMass;
  private final @Nullable NodeStatus[] hiddenStatus;
  private int born;

  /** Null where there is one search only. */
  private final @Nullable RunStates runs;

  private double least = Double.NaN;
  private double most = Double.NaN;

  private TreeStates(int n, @Nullable RunStates runs) {
    status = new @Nullable NodeStatus[n];
    score = new @Nullable Score[n];
    reason = new @Nullable Reason[n];
    level = new double[n];
    metric = new double[n];
    prior = new double[n];
    spent = new double[n];
    shown = new int[n];
    tokens = new int[n];
    hidden = new int[n];
    hiddenMass = new double[n];
    hiddenStatus = new @Nullable NodeStatus[n];
    Arrays.fill(level, Double.NaN);
    Arrays.fill(metric, Double.NaN);
    this.runs = runs;
  }

  /** Of several runs at their model's cursor. */
  static TreeStates ofRuns(RunsModel model, TreeScene scene) {
    TextTree tree = model.treeProperty().get();
    int cursor = model.cursorProperty().get();
    int[] nodes = new int[scene.boxes()];
    Arrays.setAll(nodes, box -> scene.lastBornAt(tree, box, cursor));
    RunStates runs = new RunStates(model, scene, nodes);
    TreeStates states = new TreeStates(nodes.length, runs);
    for (int box = 0; box < nodes.length; box++) {
      states.status[box] = runs.weightiest(box);
      runs.addTo(states.statuses, box);
      states.shown[box] = nodes[box] < 0 ? 0 : scene.shownAt(tree, box, cursor);
      states.born += nodes[box] < 0 ? 0 : 1;
    }
    return states;
  }

  TreeStates(SearchTree tree, TreeScene scene, int cursor, Metric shownMetric) {
    this(scene.boxes(), null);
    for (int box = 0; box < status.length; box++) {
      int node = scene.lastBornAt(tree, box, cursor);
      if (node < 0) {
        // Boxes are numbered as their first nodes appear.
        break;
      }
      born++;
      NodeStatus now = tree.statusAt(node, cursor);
      status[box] = now;
      if (now != null) {
        statuses.add(now);
      }
      score[box] = tree.scoreAt(node, cursor);
      reason[box] = now == NodeStatus.PRUNED ? tree.reasonAt(node, cursor) : null;
      // The prompt is not judged; what score it has is a convention.
      metric[box] = box == 0 ? Double.NaN : shownMetric.of(tree, node, cursor);
      shown[box] = scene.shownAt(tree, box, cursor);
      double logProb = 0;
      for (int member = node; ; member = tree.parent(member)) {
        tokens[box] += tree.tokensAt(member, cursor);
        logProb += tree.logProbAt(member, cursor);
        if (member == scene.firstNode(box)) {
          break;
        }
      }
      prior[box] = Math.exp(logProb / Math.max(1, tokens[box]));
    }
    gatherHidden(tree, scene, cursor);
    shareOut(scene);
    rankLevels(tree, shownMetric);
  }

  /** What is folded away below each box. */
  private void gatherHidden(SearchTree tree, TreeScene scene, int cursor) {
    if (scene.nodes() == 0 || !scene.folded()) {
      return;
    }
    for (int node = 1; node < scene.nodes(); node++) {
      if (scene.hides(node) && tree.bornAt(node, cursor)) {
        int box = scene.boxOf(node);
        hidden[box]++;
        spent[box] += tree.tokensAt(node, cursor);
        NodeStatus now = tree.statusAt(node, cursor);
        hiddenStatus[box] = NodeStatus.weightier(hiddenStatus[box], now);
        if (now != null) {
          statuses.add(now);
        }
      }
    }
    for (int box = 0; box < hidden.length; box++) {
      hiddenMass[box] = hidden[box] == 0 ? 0 : tree.massBelow(scene.lastNode(box), cursor);
    }
  }

  /** Share of all generated tokens that lie in a box or below it. */
  private void shareOut(TreeScene scene) {
    for (int box = scene.boxes() - 1; box > 0; box--) {
      spent[box] += tokens[box];
      spent[scene.parent(box)] += spent[box];
    }
    double all = scene.isEmpty() ? 0 : spent[0];
    for (int box = 0; box < spent.length && all > 0; box++) {
      spent[box] /= all;
    }
  }

  private void rankLevels(SearchTree tree, Metric shownMetric) {
    // Over all time, so that a fill does not change its meaning with the cursor.
    MetricRange range = tree.range(shownMetric);
    if (range.isEmpty()) {
      return;
    }
    double low = range.least();
    double high = range.most();
    if (shownMetric == Metric.SCORE && low >= 0 && high <= 1) {
      low = 0;
      high = 1;
    }
    for (int box = 1; box < level.length; box++) {
      if (Double.isFinite(metric[box])) {
        level[box] = high > low ? (metric[box] - low) / (high - low) : 1;
      }
    }
    least = low;
    most = high;
  }

  /** The metric's least value, NaN where no node has one. */
  double least() {
    return least;
  }

  double most() {
    return most;
  }

  /** What each run made of each box; null where there is one search only. */
  @Nullable RunStates runs() {
    return runs;
  }

  /** Null for a box whose time has not come. */
  @Nullable NodeStatus status(int box) {
    return status[box];
  }

  @Nullable Score score(int box) {
    return score[box];
  }

  /** Why a pruned box was pruned. */
  @Nullable Reason reason(int box) {
    return reason[box];
  }

  /** The metric's place between its least and greatest value, NaN where there is none. */
  double level(int box) {
    return level[box];
  }

  double metric(int box) {
    return metric[box];
  }

  /** Geometric mean of the probabilities of the box's tokens. */
  double prior(int box) {
    return prior[box];
  }

  double spent(int box) {
    return spent[box];
  }

  /** How many characters of the box's lines are known. */
  int shown(int box) {
    return shown[box];
  }

  int tokens(int box) {
    return tokens[box];
  }

  /** Every status that a box has. */
  Set<NodeStatus> statuses() {
    return statuses;
  }

  /** How many nodes are folded away below a box by now. */
  int hidden(int box) {
    return hidden[box];
  }

  /** The model's probability that what follows a box begins as one of its hidden children does. */
  double hiddenMass(int box) {
    return hiddenMass[box];
  }

  /** What says most of the nodes folded away below a box, null while there are none. */
  @Nullable NodeStatus hiddenStatus(int box) {
    return hiddenStatus[box];
  }

  /** How many boxes there are by now. */
  int born() {
    return born;
  }

  int boxes() {
    return status.length;
  }
}
