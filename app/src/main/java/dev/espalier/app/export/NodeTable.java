package dev.espalier.app.export;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.sessions.Notebook;
import org.eclipse.collections.api.map.primitive.IntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/** The nodes as a table: RFC 4180, UTF-8, a head line, one line a node. */
final class NodeTable {

  private NodeTable() {}

  static String csv(SearchTree tree, int cursor, Notebook notebook) {
    IntObjectMap<String> notes = notes(tree, cursor, notebook);
    StringBuilder out =
        new StringBuilder(
            "node,parent,depth,status,score,log_prob,path_log_prob,tokens,born_by_event,text,notes\r\n");
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
          .append(',')
          .append(field(notes.getIfAbsent(node, () -> "")))
          .append("\r\n");
    }
    return out.toString();
  }

  /** The notes by the node that the search was at, each with its event, one a line. */
  private static IntObjectMap<String> notes(SearchTree tree, int cursor, Notebook notebook) {
    MutableIntObjectMap<String> notes = IntObjectMaps.mutable.empty();
    for (Notebook.Note note : notebook.notes()) {
      int at = Math.min(note.at() + 1, tree.size());
      if (at <= cursor) {
        int node = Math.max(0, tree.currentNode(at));
        String words = "event %d: %s".formatted(note.at() + 1, note.text()).strip();
        String before = notes.get(node);
        notes.put(node, before == null ? words : before + "\n" + words);
      }
    }
    return notes;
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
