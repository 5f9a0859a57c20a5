package dev.espalier.app.export;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Score;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What every form says of a node. */
final class Nodes {

  private Nodes() {}

  static String status(SearchTree tree, int node, int cursor) {
    NodeStatus status = tree.statusAt(node, cursor);
    return node == 0 ? "prompt" : status == null ? "" : status.label();
  }

  /** The number that decides, with a plain minus sign, or empty. */
  static String score(SearchTree tree, int node, int cursor) {
    Score score = node == 0 ? null : tree.scoreAt(node, cursor);
    return score == null ? "" : number(Metric.quality(score));
  }

  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "";
  }

  static String snippet(SearchTree tree, int node, int cursor, int limit) {
    String text = tree.textAt(node, cursor);
    return text.isBlank() ? Texts.visible(text) : Texts.snippet(text, limit);
  }

  static boolean is(SearchTree tree, int node, int cursor, NodeStatus status) {
    @Nullable NodeStatus now = tree.statusAt(node, cursor);
    return now == status;
  }
}
