package dev.espalier.app.outline;

import dev.espalier.app.origin.NodeNumber;
import dev.espalier.app.origin.OriginMenu;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.VisibleText;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Score;
import java.util.Locale;
import java.util.function.IntFunction;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/**
 * The outline of one search; shares its selection with the other views. Arrows walk and open, as in
 * any tree; every row says in words what its box shows.
 */
public final class OutlineView extends BorderPane {

  /** Trees of up to so many nodes are shown opened. */
  private static final int OPENED = 400;

  private static final PseudoClass PRUNED = PseudoClass.getPseudoClass("pruned");
  private static final PseudoClass SOLUTION = PseudoClass.getPseudoClass("solution");
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final TreeViewModel model;
  private final TreeTableView<Integer> table = new TreeTableView<>();
  private @Nullable NodeItem root;
  private boolean selecting;

  public OutlineView(TreeViewModel model) {
    this.model = model;
    getStyleClass().add("outline");
    table.getStyleClass().addAll("outline-table", "dense");
    table.setAccessibleText("Outline of the search tree");
    table.setPlaceholder(new Label("No search yet"));
    table.setRowFactory(_ -> new Row());
    table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    TreeTableColumn<Integer, String> text = column("Text", 320, this::text);
    table.getColumns().add(text);
    TreeTableColumn<Integer, String> status = column("Status", 108, this::status);
    status.setMinWidth(108);
    status.setMaxWidth(220);
    table.getColumns().add(status);
    table.getColumns().add(numbers(column("Score", 72, this::score)));
    table.getColumns().add(numbers(column("Log-prob", 92, this::logProb)));
    table.getColumns().add(numbers(column("Tokens", 80, this::tokens)));
    table.setTreeColumn(text);
    setCenter(table);
    table.setContextMenu(origins());
    table.getSelectionModel().selectedItemProperty().subscribe(this::chosenHere);
    model.treeProperty().subscribe(_ -> reopen());
    model.sizeProperty().subscribe(_ -> adjust());
    model.cursorProperty().subscribe(_ -> adjust());
    model.selectedProperty().subscribe(node -> chosenElsewhere(node.intValue()));
  }

  /** For each number of the row chosen, the way to the event that wrote it. */
  private ContextMenu origins() {
    ContextMenu menu = new ContextMenu();
    menu.setOnShowing(_ -> {
      menu.getItems().clear();
      TreeItem<Integer> item = table.getSelectionModel().getSelectedItem();
      EventSource events = model.source();
      if (item == null || events == null) {
        return;
      }
      for (NodeNumber number : NodeNumber.values()) {
        int event = number.writtenBy(model.tree(), events, item.getValue(), model.cursor());
        if (event >= 0) {
          menu.getItems()
              .add(
                  OriginMenu.item("Where did the " + number.label() + " come from?", model, event));
        }
      }
    });
    // A menu without items is never shown, and so never filled.
    menu.getItems().add(new MenuItem(""));
    return menu;
  }

  public TreeViewModel model() {
    return model;
  }

  TreeTableView<Integer> table() {
    return table;
  }

  private static TreeTableColumn<Integer, String> column(
      String title, double width, IntFunction<String> value) {
    TreeTableColumn<Integer, String> column = new TreeTableColumn<>(title);
    column.setCellValueFactory(
        features -> new ReadOnlyStringWrapper(value.apply(features.getValue().getValue())));
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    return column;
  }

  private static TreeTableColumn<Integer, String> numbers(TreeTableColumn<Integer, String> column) {
    column.setMinWidth(column.getPrefWidth());
    column.setMaxWidth(1.5 * column.getPrefWidth());
    column.setStyle("-fx-alignment: center-right;");
    return column;
  }

  private void reopen() {
    root = null;
    table.setRoot(null);
    adjust();
  }

  private void adjust() {
    SearchTree tree = model.tree();
    if (tree.nodesAt(model.cursor()) == 0) {
      root = null;
      table.setRoot(null);
      return;
    }
    NodeItem there = root;
    if (there == null) {
      there = new NodeItem(model, 0);
      root = there;
      there.setExpanded(true);
      table.setRoot(there);
    }
    selecting = true;
    try {
      there.adjustAll();
      if (tree.nodes() <= OPENED) {
        openAll(there);
      }
    } finally {
      selecting = false;
    }
    table.refresh();
    chosenElsewhere(model.selected());
  }

  private static void openAll(TreeItem<Integer> item) {
    for (TreeItem<Integer> child : item.getChildren()) {
      if (!child.isLeaf() && !child.isExpanded() && child.getChildren().size() > 0) {
        child.setExpanded(true);
      }
      openAll(child);
    }
  }

  private void chosenHere(@Nullable TreeItem<Integer> item) {
    if (!selecting && item != null) {
      selecting = true;
      try {
        model.select(item.getValue());
      } finally {
        selecting = false;
      }
    }
  }

  private void chosenElsewhere(int node) {
    NodeItem there = root;
    if (selecting || there == null) {
      return;
    }
    selecting = true;
    try {
      if (node < 0 || !model.tree().bornAt(node, model.cursor())) {
        table.getSelectionModel().clearSelection();
        return;
      }
      TreeItem<Integer> item = there.open(node);
      int row = table.getRow(item);
      if (row >= 0 && table.getSelectionModel().getSelectedIndex() != row) {
        table.getSelectionModel().select(row);
        table.scrollTo(Math.max(0, row - 4));
      }
    } finally {
      selecting = false;
    }
  }

  private String text(int node) {
    return VisibleText.oneLine(model.tree().textAt(node, model.cursor()));
  }

  private String status(int node) {
    NodeStatus status = model.tree().statusAt(node, model.cursor());
    return node == 0 ? "prompt" : status == null ? "" : status.label();
  }

  private String score(int node) {
    Score score = node == 0 ? null : model.tree().scoreAt(node, model.cursor());
    return score == null ? "" : figure(Metric.quality(score));
  }

  private String logProb(int node) {
    return node == 0 ? "" : figure(model.tree().logProbAt(node, model.cursor()));
  }

  private String tokens(int node) {
    return Integer.toString(model.tree().tokensAt(node, model.cursor()));
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replace('-', '−');
  }

  private final class Row extends TreeTableRow<Integer> {
    @Override
    protected void updateItem(@Nullable Integer node, boolean empty) {
      super.updateItem(node, empty);
      int shown = empty || node == null ? -1 : node;
      NodeStatus status = shown < 0 ? null : model.tree().statusAt(shown, model.cursor());
      pseudoClassStateChanged(PRUNED, status == NodeStatus.PRUNED);
      pseudoClassStateChanged(SOLUTION, status == NodeStatus.SOLUTION);
      pseudoClassStateChanged(CURRENT, shown >= 0 && shown == model.current());
      setAccessibleText(shown < 0 ? null : inWords(shown));
    }
  }

  private String inWords(int node) {
    SearchTree tree = model.tree();
    String score = score(node);
    int children = tree.children(node).size();
    return "%s. %s%s, log-probability %s, %s tokens, depth %d%s"
        .formatted(
            tree.textAt(node, model.cursor()).strip(),
            status(node),
            score.isEmpty() ? "" : ", score " + score,
            logProb(node),
            tokens(node),
            tree.depth(node),
            children == 0 ? "" : ", " + children + (children == 1 ? " child" : " children"));
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = OutlineView.class.getResource("/dev/espalier/app/outline/outline.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
