package dev.espalier.app.experiment;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Columns of text, set for a terminal or as Markdown. */
final class Table {

  private record Column(String heading, boolean right, ImmutableList<String> cells) {
    int width() {
      return Math.max(heading.length(), cells.collectInt(String::length).maxIfEmpty(0));
    }

    String padded(String cell) {
      String space = " ".repeat(width() - cell.length());
      return right ? space + cell : cell + space;
    }
  }

  private final MutableList<Column> columns = Lists.mutable.empty();

  /** A column that is flush left. */
  void text(String heading, ImmutableList<String> cells) {
    columns.add(new Column(heading, false, cells));
  }

  /** A column that is flush right. */
  void number(String heading, ImmutableList<String> cells) {
    columns.add(new Column(heading, true, cells));
  }

  private int height() {
    return columns.isEmpty() ? 0 : columns.getFirst().cells().size();
  }

  /** Aligned with spaces, a rule below the headings. */
  String plain() {
    StringBuilder text = new StringBuilder();
    line(text, columns.collect(c -> c.padded(c.heading())));
    line(text, columns.collect(c -> "─".repeat(c.width())));
    for (int i = 0; i < height(); i++) {
      int row = i;
      line(text, columns.collect(c -> c.padded(c.cells().get(row))));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, MutableList<String> cells) {
    text.append(cells.makeString("  ").stripTrailing()).append('\n');
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(columns.collect(Column::heading).makeString(" | ")).append(" |\n");
    text.append("| ")
        .append(columns.collect(c -> c.right() ? "---:" : "---").makeString(" | "))
        .append(" |\n");
    for (int i = 0; i < height(); i++) {
      int row = i;
      text.append("| ")
          .append(columns.collect(c -> c.cells().get(row).replace("|", "\\|")).makeString(" | "))
          .append(" |\n");
    }
    return text.toString();
  }
}
