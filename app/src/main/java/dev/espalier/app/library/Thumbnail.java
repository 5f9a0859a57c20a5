package dev.espalier.app.library;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import java.util.BitSet;
import java.util.Locale;

/**
 * A search tree as a small line drawing, in paths of SVG: depth to the right, leaves side by side.
 *
 * @param tree what is neither pruned nor on the way to the answer
 * @param pruned what was dropped
 * @param answer the way to the answer
 */
public record Thumbnail(String tree, String pruned, String answer) {

  public static final double WIDTH = 84;
  public static final double HEIGHT = 36;

  static final Thumbnail EMPTY = new Thumbnail("", "", "");

  /** Nodes drawn; what comes later in a larger tree would be a blur. */
  private static final int DRAWN = 400;

  /** Of a tree as it is at its end. */
  static Thumbnail of(SearchTree tree) {
    int end = tree.size();
    BitSet answer = new BitSet();
    var conclusion = tree.conclusionAt(end);
    if (conclusion != null && conclusion.results().notEmpty()) {
      tree.path(conclusion.results().getFirst().node()).forEach(answer::set);
    }
    int nodes = tree.nodes();
    boolean[] drawn = new boolean[nodes];
    int[] leaves = new int[nodes];
    int deepest = 1;
    // A child comes after its parent, so that one pass back and one forth do.
    for (int node = nodes - 1; node >= 0; node--) {
      drawn[node] = node < DRAWN || answer.get(node);
      if (drawn[node]) {
        leaves[node] = Math.max(1, leaves[node]);
        deepest = Math.max(deepest, tree.depth(node));
        if (node > 0) {
          leaves[tree.parent(node)] += leaves[node];
        }
      }
    }
    double[] top = new double[nodes];
    double[] taken = new double[nodes];
    double[] y = new double[nodes];
    StringBuilder plain = new StringBuilder();
    StringBuilder pruned = new StringBuilder();
    StringBuilder chosen = new StringBuilder();
    for (int node = 0; node < nodes; node++) {
      if (!drawn[node]) {
        continue;
      }
      int parent = node == 0 ? 0 : tree.parent(node);
      if (node > 0) {
        top[node] = top[parent] + taken[parent];
        taken[parent] += leaves[node];
      }
      y[node] = HEIGHT * (top[node] + leaves[node] / 2.0) / leaves[0];
      if (node > 0) {
        StringBuilder into =
            answer.get(node)
                ? chosen
                : tree.statusAt(node, end) == NodeStatus.PRUNED ? pruned : plain;
        into.append(
            String.format(
                Locale.ROOT,
                "M%.1f %.1fL%.1f %.1f",
                WIDTH * tree.depth(parent) / deepest,
                y[parent],
                WIDTH * tree.depth(node) / deepest,
                y[node]));
      }
    }
    return new Thumbnail(plain.toString(), pruned.toString(), chosen.toString());
  }
}
