package dev.espalier.app.export;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.layout.TreeScene;
import java.util.Locale;

/** Trees in the languages of Graphviz, Mermaid and TikZ. */
final class GraphText {

  private static final int SNIPPET = 60;

  /** Centimetres in a unit of the layout, so that a step is as wide as a line of a paper. */
  private static final double CENTIMETRES = 0.0176;

  private GraphText() {}

  static String dot(SearchTree tree, int cursor) {
    StringBuilder out =
        new StringBuilder("digraph search {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (int node = 0; node < tree.nodesAt(cursor); node++) {
      out.append("  n").append(node).append(" [label=\"").append(quoted(label(tree, node, cursor)));
      out.append('"');
      if (Nodes.is(tree, node, cursor, NodeStatus.PRUNED)) {
        out.append(", style=\"rounded,dashed\", color=gray50, fontcolor=gray40");
      } else if (Nodes.is(tree, node, cursor, NodeStatus.SOLUTION)) {
        out.append(", color=\"#00795a\", penwidth=2, peripheries=2");
      }
      out.append("];\n");
      if (node > 0) {
        out.append("  n").append(tree.parent(node)).append(" -> n").append(node).append(";\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static String label(SearchTree tree, int node, int cursor) {
    String score = Nodes.score(tree, node, cursor);
    return Nodes.snippet(tree, node, cursor, SNIPPET)
        + "\n"
        + Nodes.status(tree, node, cursor)
        + (score.isEmpty() ? "" : " " + score);
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  static String mermaid(SearchTree tree, int cursor) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    for (int node = 0; node < tree.nodesAt(cursor); node++) {
      out.append("  n").append(node).append("[\"");
      out.append(entities(label(tree, node, cursor)).replace("\n", "<br/>")).append("\"]");
      if (Nodes.is(tree, node, cursor, NodeStatus.PRUNED)) {
        out.append(":::pruned");
      } else if (Nodes.is(tree, node, cursor, NodeStatus.SOLUTION)) {
        out.append(":::solution");
      }
      out.append('\n');
      if (node > 0) {
        out.append("  n").append(tree.parent(node)).append(" --> n").append(node).append('\n');
      }
    }
    return out.append("  classDef pruned stroke-dasharray: 4 3,color:#57606a\n")
        .append("  classDef solution stroke:#00795a,stroke-width:3px\n")
        .toString();
  }

  /** Everything that Mermaid might read as its own, by number. */
  private static String entities(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == ' ' || Character.isLetterOrDigit(c) || c > 0x7F) {
            out.appendCodePoint(c);
          } else {
            out.append('#').append(c).append(';');
          }
        });
    return out.toString();
  }

  /** One picture with every box where the window has it. */
  static String tikz(SearchTree tree, int cursor) {
    StringBuilder out =
        new StringBuilder(
            """
            \\begin{tikzpicture}[x=1cm, y=-1cm, font=\\scriptsize,
              node box/.style={draw, rounded corners=2pt, align=left, anchor=west, inner sep=3pt},
              pruned/.style={dashed, gray}, solution/.style={thick, double}]
            """);
    TreeScene scene = TreeScene.of(tree, LetterWidths::width);
    for (int node = 0; node < tree.nodesAt(cursor); node++) {
      int box = scene.boxOf(node);
      if (scene.firstNode(box) != node) {
        continue;
      }
      int last = Math.max(node, scene.lastBornAt(tree, box, cursor));
      String style =
          Nodes.is(tree, last, cursor, NodeStatus.PRUNED)
              ? ", pruned"
              : Nodes.is(tree, last, cursor, NodeStatus.SOLUTION) ? ", solution" : "";
      out.append(
          String.format(
              Locale.ROOT,
              "  \\node[node box%s, text width=%.2fcm] (n%d) at (%.2f, %.2f)"
                  + " {%s\\\\\\textit{%s}};%n",
              style,
              scene.width(box) * CENTIMETRES - 0.3,
              box,
              scene.x(box) * CENTIMETRES,
              scene.middleY(box) * CENTIMETRES,
              latex(joined(tree, scene, box, cursor)),
              latex(
                  (Nodes.status(tree, last, cursor) + " " + Nodes.score(tree, last, cursor))
                      .strip())));
      if (scene.parent(box) >= 0) {
        out.append("  \\draw[->] (n%d.east) -- (n%d.west);%n".formatted(scene.parent(box), box));
      }
    }
    return out.append("\\end{tikzpicture}\n").toString();
  }

  private static String joined(SearchTree tree, TreeScene scene, int box, int cursor) {
    StringBuilder text = new StringBuilder();
    for (int node = scene.lastNode(box); ; node = tree.parent(node)) {
      if (tree.bornAt(node, cursor)) {
        text.insert(0, tree.textAt(node, cursor));
      }
      if (node == scene.firstNode(box)) {
        return Texts.snippet(text.toString(), 2 * SNIPPET);
      }
    }
  }

  private static String latex(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> out.append("\\textbackslash{}");
            case '{', '}', '$', '&', '#', '_', '%' -> out.append('\\').appendCodePoint(c);
            case '~' -> out.append("\\textasciitilde{}");
            case '^' -> out.append("\\textasciicircum{}");
            case '−' -> out.append("$-$");
            case '×' -> out.append("$\\times$");
            case '÷' -> out.append("$\\div$");
            default -> out.appendCodePoint(c);
          }
        });
    return out.toString();
  }
}
