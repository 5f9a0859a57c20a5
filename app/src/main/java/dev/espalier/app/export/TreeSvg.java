package dev.espalier.app.export;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.layout.Boxes;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.app.tree.layout.VisibleText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tree as a drawing in which every word can be searched and copied. */
final class TreeSvg {

  private static final double MARGIN = 20;

  private TreeSvg() {}

  static String write(SearchTree tree, int cursor) {
    TreeScene scene = TreeScene.of(tree, LetterWidths::width);
    StringBuilder out = new StringBuilder();
    double width = scene.totalWidth() + 2 * MARGIN;
    double height = scene.totalHeight() + 2 * MARGIN;
    line(
        out,
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " viewBox=\"%.0f %.0f %.0f %.0f\" font-family=\"Inter, Helvetica, Arial,"
                + " sans-serif\" font-size=\"%.0f\">",
            width,
            height,
            -MARGIN,
            -MARGIN,
            width,
            height,
            Boxes.FONT_SIZE));
    line(
        out,
        String.format(
            Locale.ROOT,
            "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>",
            -MARGIN,
            -MARGIN,
            width,
            height));
    for (int box = 1; box < scene.boxes(); box++) {
      if (scene.lastBornAt(tree, box, cursor) >= 0) {
        edge(out, scene, box);
      }
    }
    for (int box = 0; box < scene.boxes(); box++) {
      int node = scene.lastBornAt(tree, box, cursor);
      if (node >= 0) {
        box(out, tree, scene, box, node, cursor);
      }
    }
    return out.append("</svg>\n").toString();
  }

  private static void edge(StringBuilder out, TreeScene scene, int box) {
    int parent = scene.parent(box);
    double fromX = scene.x(parent) + scene.width(parent);
    double fromY = scene.middleY(parent);
    double toX = scene.x(box);
    double middle = (fromX + toX) / 2;
    line(
        out,
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\""
                + " stroke=\"#a9b3bd\"/>",
            fromX,
            fromY,
            middle,
            fromY,
            middle,
            scene.middleY(box),
            toX,
            scene.middleY(box)));
  }

  private static void box(
      StringBuilder out, SearchTree tree, TreeScene scene, int box, int node, int cursor) {
    NodeStatus status = tree.statusAt(node, cursor);
    double x = scene.x(box);
    double y = scene.y(box);
    line(
        out,
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\" fill=\"#ffffff\""
                + " stroke=\"%s\" stroke-width=\"%s\"%s/>",
            x,
            y,
            scene.width(box),
            scene.height(box),
            colour(status),
            status == NodeStatus.SOLUTION ? "3" : "1.5",
            status == NodeStatus.PRUNED ? " stroke-dasharray=\"5 4\"" : ""));
    String ink = status == NodeStatus.PRUNED ? "#57606a" : "#1f2328";
    double at = y + Boxes.PADDING + 11;
    int shown = scene.shownAt(tree, box, cursor);
    for (VisibleText.Line text : scene.lines(box)) {
      int until = Math.clamp((long) shown - text.begin(), 0, text.text().length());
      text(out, x + Boxes.PADDING, at, ink, "", text.text().substring(0, until));
      at += Boxes.LINE_HEIGHT;
    }
    String score = Nodes.score(tree, node, cursor);
    String foot = Nodes.status(tree, node, cursor) + (score.isEmpty() ? "" : "  " + score);
    text(out, x + Boxes.PADDING, y + scene.height(box) - 9, "#57606a", " font-size=\"11\"", foot);
  }

  static String colour(@Nullable NodeStatus status) {
    return switch (status) {
      case null -> "#d0d7de";
      case WRITING, OPEN -> "#0072b2";
      case EXPANDED -> "#818b98";
      case KEPT -> "#009e73";
      case PRUNED -> "#818b98";
      case FINISHED, SOLUTION -> "#00875f";
    };
  }

  private static void text(
      StringBuilder out, double x, double y, String fill, String more, String text) {
    if (!text.isEmpty()) {
      line(
          out,
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\"%s xml:space=\"preserve\">%s</text>",
              x,
              y,
              fill,
              more,
              escaped(text)));
    }
  }

  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            default -> {
              // What XML cannot hold: lone surrogates and control characters.
              boolean bad = (c >= 0xD800 && c <= 0xDFFF) || c < 0x20 || c == 0xFFFE || c == 0xFFFF;
              out.appendCodePoint(bad ? 0xFFFD : c);
            }
          }
        });
    return out.toString();
  }

  private static void line(StringBuilder out, String element) {
    out.append(element).append('\n');
  }
}
