package dev.espalier.app.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the runs came to and cost, a column a run; the best value of a line is marked. */
final class ResultTableView extends GridPane {

  /** One line of the table, its values in the order of the runs. */
  private record Line(List<Label> values) {}

  private final List<Line> lines = new ArrayList<>();
  private ImmutableList<String> shownRuns = Lists.immutable.empty();
  private ImmutableList<Column> shownColumns = Lists.immutable.empty();

  ResultTableView(ComparisonViewModel model, SignFactory signs) {
    setId("comparison-table");
    getStyleClass().add("result-table");
    setAccessibleRole(AccessibleRole.TABLE_VIEW);
    setAccessibleText("Results of the runs");
    model.tableProperty().subscribe(table -> show(table, signs));
  }

  /** Makes the sign of a run. */
  interface SignFactory {
    Node sign(int run);
  }

  private void show(ResultTable table, SignFactory signs) {
    ImmutableList<String> runs = table.rows().collect(ResultTable.Row::letter);
    ImmutableList<Column> columns = table.columns();
    if (!runs.equals(shownRuns) || !columns.equals(shownColumns)) {
      shownRuns = runs;
      shownColumns = columns;
      build(table, signs);
    }
    for (int i = 0; i < columns.size(); i++) {
      Line line = lines.get(i);
      for (int run = 0; run < runs.size(); run++) {
        fill(line.values().get(run), table.rows().get(run), columns.get(i));
      }
    }
  }

  private void build(ResultTable table, SignFactory signs) {
    getChildren().clear();
    getColumnConstraints().clear();
    lines.clear();
    ColumnConstraints names = new ColumnConstraints();
    names.setHgrow(Priority.SOMETIMES);
    names.setMinWidth(104);
    getColumnConstraints().add(names);
    for (int run = 0; run < table.rows().size(); run++) {
      ColumnConstraints values = new ColumnConstraints(56, 84, Double.MAX_VALUE);
      values.setHgrow(Priority.ALWAYS);
      values.setHalignment(HPos.RIGHT);
      getColumnConstraints().add(values);
      add(signs.sign(table.rows().get(run).letter().charAt(0) - 'A'), run + 1, 0);
    }
    for (int i = 0; i < shownColumns.size(); i++) {
      Label name = new Label(shownColumns.get(i).title());
      name.getStyleClass().add("term-name");
      add(name, 0, i + 1);
      List<Label> values = new ArrayList<>();
      for (int run = 0; run < table.rows().size(); run++) {
        Label value = new Label();
        value.setId(
            "result-%s-%s"
                .formatted(
                    table.rows().get(run).letter(),
                    shownColumns.get(i).name().toLowerCase(Locale.ROOT)));
        value.getStyleClass().add("term-value");
        value.setMinWidth(0);
        values.add(value);
        add(value, run + 1, i + 1);
      }
      lines.add(new Line(values));
    }
  }

  private static void fill(Label label, ResultTable.Row row, Column column) {
    ResultTable.Cell cell = row.cell(column);
    String words = cell.words().isEmpty() ? "–" : cell.words();
    if (!label.getText().equals(words)) {
      label.setText(words);
    }
    boolean marked = label.getGraphic() != null;
    if (cell.best() != marked) {
      label.setGraphic(cell.best() ? new FontIcon(Feather.AWARD) : null);
      label.getStyleClass().remove("best");
      if (cell.best()) {
        label.getStyleClass().add("best");
      }
    }
    label.setAccessibleText(
        "%s, run %s: %s%s"
            .formatted(column.title(), row.letter(), words, cell.best() ? ", the best" : ""));
  }
}
