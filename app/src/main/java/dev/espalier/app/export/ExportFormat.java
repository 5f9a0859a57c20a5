package dev.espalier.app.export;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.sessions.Notebook;

/** Forms a tree can be written in as text. */
public enum ExportFormat {
  SVG("svg", "Drawing (SVG)"),
  HTML("html", "Replay in a Browser (HTML)"),
  DOT("dot", "Graph (DOT)"),
  MERMAID("mmd", "Diagram (Mermaid)"),
  TIKZ("tex", "Picture for LaTeX (TikZ)"),
  CSV("csv", "Table of Nodes (CSV)");

  /** Beyond so many nodes some renderers take very long or give up. */
  private static final int MANY = 200;

  private final String extension;
  private final String title;

  ExportFormat(String extension, String title) {
    this.extension = extension;
    this.title = title;
  }

  /** Of files, without a dot. */
  public String extension() {
    return extension;
  }

  /** As a menu has it. */
  public String title() {
    return title;
  }

  /** What to know of a tree this large in this form, or empty. */
  public String caution(int nodes) {
    return (this == MERMAID || this == TIKZ) && nodes > MANY
        ? "It has %d nodes; programs that draw this form are made for about %d."
            .formatted(nodes, MANY)
        : "";
  }

  /**
   * The tree as it is at a cursor; a replay begins there and holds every moment.
   *
   * @return the whole text of the file
   */
  public String write(SearchTree tree, int cursor) {
    return write(tree, cursor, Notebook.EMPTY);
  }

  /** The same; a replay and a table show what people wrote about it too. */
  public String write(SearchTree tree, int cursor, Notebook notebook) {
    return switch (this) {
      case SVG -> TreeSvg.write(tree, cursor);
      case HTML -> ReplayPage.write(tree, cursor, notebook);
      case DOT -> GraphText.dot(tree, cursor);
      case MERMAID -> GraphText.mermaid(tree, cursor);
      case TIKZ -> GraphText.tikz(tree, cursor);
      case CSV -> NodeTable.csv(tree, cursor, notebook);
    };
  }
}
