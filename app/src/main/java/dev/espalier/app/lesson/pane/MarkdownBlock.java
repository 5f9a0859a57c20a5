package dev.espalier.app.lesson.pane;

import dev.espalier.app.lesson.Told;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;

/** Markdown as text of the window. */
final class MarkdownBlock extends VBox {

  MarkdownBlock(org.commonmark.node.Node markdown) {
    getStyleClass().add("markdown");
    add(this, markdown);
  }

  /** The words alone. */
  static String plain(org.commonmark.node.Node markdown) {
    StringBuilder words = new StringBuilder();
    for (var n = markdown.getFirstChild(); n != null; n = n.getNext()) {
      words.append(
          switch (n) {
            case org.commonmark.node.Text text -> text.getLiteral();
            case Code code -> code.getLiteral();
            case Told told -> told.written();
            case SoftLineBreak _, HardLineBreak _ -> " ";
            default -> plain(n);
          });
    }
    return words.toString();
  }

  private static void add(VBox to, org.commonmark.node.Node parent) {
    for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
      to.getChildren().add(block(child));
    }
  }

  private static Node block(org.commonmark.node.Node block) {
    return switch (block) {
      case Heading heading -> flow(heading, "markdown-heading");
      case Paragraph paragraph -> flow(paragraph, "markdown-paragraph");
      case ListBlock list -> list(list);
      case BlockQuote quote -> {
        VBox box = new VBox();
        box.getStyleClass().add("markdown-quote");
        add(box, quote);
        yield box;
      }
      case FencedCodeBlock code -> code(code.getLiteral());
      case IndentedCodeBlock code -> code(code.getLiteral());
      case ThematicBreak _ -> new Separator();
      default -> flow(block, "markdown-paragraph");
    };
  }

  private static Node code(String literal) {
    Label label = new Label(literal.stripTrailing());
    label.getStyleClass().add("markdown-code-block");
    label.setMaxWidth(Double.MAX_VALUE);
    label.setWrapText(true);
    return label;
  }

  private static Node list(ListBlock list) {
    VBox rows = new VBox();
    rows.getStyleClass().add("markdown-list");
    int number = list instanceof OrderedList ordered ? first(ordered) : 0;
    for (var item = list.getFirstChild(); item != null; item = item.getNext()) {
      Label marker = new Label(list instanceof BulletList ? "•" : number++ + ".");
      marker.setMinWidth(USE_PREF_SIZE);
      VBox content = new VBox();
      add(content, item);
      HBox.setHgrow(content, Priority.ALWAYS);
      HBox row = new HBox(marker, content);
      row.getStyleClass().add("markdown-item");
      rows.getChildren().add(row);
    }
    return rows;
  }

  private static int first(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    return start == null ? 1 : start;
  }

  private static TextFlow flow(org.commonmark.node.Node inlines, String style) {
    Inlines words = new Inlines();
    words.flow.getStyleClass().add(style);
    inlines.accept(words);
    return words.flow;
  }

  /** The inlines of a block, one text for each change of style. */
  private static final class Inlines extends AbstractVisitor {

    private final TextFlow flow = new TextFlow();
    private String style = "";

    private void say(String text, String... styles) {
      Text words = new Text(text);
      words.getStyleClass().add("markdown-text");
      words.getStyleClass().addAll(styles);
      if (!style.isEmpty()) {
        words.getStyleClass().add(style);
      }
      flow.getChildren().add(words);
    }

    private void within(String inner, org.commonmark.node.Node node) {
      String outer = style;
      style = inner;
      visitChildren(node);
      style = outer;
    }

    @Override
    public void visit(org.commonmark.node.Text text) {
      say(text.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
      say(" ");
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
      say("\n");
    }

    @Override
    public void visit(Emphasis emphasis) {
      within("markdown-emphasis", emphasis);
    }

    @Override
    public void visit(StrongEmphasis strong) {
      within("markdown-strong", strong);
    }

    @Override
    public void visit(Link link) {
      within("markdown-link", link);
    }

    @Override
    public void visit(Code code) {
      say(code.getLiteral(), "markdown-code");
    }

    @Override
    public void visit(CustomNode node) {
      if (node instanceof Told told) {
        say(told.written(), "markdown-told");
      } else {
        visitChildren(node);
      }
    }
  }
}
