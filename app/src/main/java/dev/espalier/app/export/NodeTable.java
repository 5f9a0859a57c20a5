package dev.espalier.app.export;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.SearchTree;

/** The nodes as a table: RFC 4180, UTF-8, a head line, one line a node. */
final class NodeTable {

  private NodeTable() {}

  static String csv(SearchTree tree, int cursor) {
    StringBuilder out =
        new StringBuilder(
            "node,parent,depth,status,score,log_prob,path_log_prob,tokens,born_by_event,text\r\n");
    for (int node = 0; node < tree.nodesAt(cursor); node++) {
      out.append(node)
          .append(',')
          .append(node == 0 ? "" : Integer.toString(tree.parent(node)))
          .append(',')
          .append(tree.depth(node))
          .append(',')
          .append(field(Nodes.status(tree, node, cursor)))
          .append(',')
          .append(Nodes.score(tree, node, cursor))
          .append(',')
          .append(tree.logProbAt(node, cursor))
          .append(',')
          .append(tree.pathLogProbAt(node, cursor))
          .append(',')
          .append(tree.tokensAt(node, cursor))
          .append(',')
          .append(tree.bornBy(node) + 1)
          .append(',')
          .append(field(Texts.readable(tree.textAt(node, cursor))))
          .append("\r\n");
    }
    return out.toString();
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
