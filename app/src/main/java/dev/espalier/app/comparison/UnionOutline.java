package dev.espalier.app.comparison;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.app.tree.layout.VisibleText;
import java.util.function.IntFunction;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/**
 * The tree of all runs' texts as a table that opens and closes, with a column a run: the twin of
 * the picture for the keyboard and for screen readers.
 */
final class UnionOutline extends BorderPane {

  /** Trees of up to so many nodes are shown opened. */
  private static final int OPENED = 400;

  private final ComparisonViewModel model;
  private final TreeTableView<Integer> table = new TreeTableView<>();
  private boolean selecting;

  UnionOutline(ComparisonViewModel model) {
    this.model = model;
    getStyleClass().add("outline");
    table.setId("comparison-outline");
    table.getStyleClass().addAll("outline-table", "dense");
    table.setAccessibleText("Outline of the texts of all runs");
    table.setPlaceholder(new Label("No run is there yet"));
    table.setFixedCellSize(26);
    table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    table.setRowFactory(_ -> new Row());
    setCenter(table);
    table.getSelectionModel().selectedItemProperty().subscribe(this::chosenHere);
    model.sizeProperty().subscribe(_ -> rebuild());
    model.cursorProperty().subscribe(_ -> table.refresh());
    model.selectedProperty().subscribe(node -> chosenElsewhere(node.intValue()));
  }

  private void rebuild() {
    selecting = true;
    try {
      columns();
      UnionTree tree = model.tree();
      if (model.runs() == 0 || tree.nodes() <= 1) {
        table.setRoot(null);
        return;
      }
      Item root = new Item(tree, 0);
      root.setExpanded(true);
      table.setRoot(root);
      if (tree.nodes() <= OPENED) {
        openAll(root);
      }
    } finally {
      selecting = false;
    }
    chosenElsewhere(model.selectedProperty().get());
  }

  private void columns() {
    if (table.getColumns().size() == 2 + model.runs()) {
      return;
    }
    TreeTableColumn<Integer, String> text =
        column("Text", 300, node -> VisibleText.oneLine(model.tree().text(node)));
    table.getColumns().clear();
    table.getColumns().add(text);
    table.setTreeColumn(text);
    table.getColumns().add(column("In", 76, model::owners));
    for (int run = 0; run < model.runs(); run++) {
      int one = run;
      table.getColumns().add(column(RunMark.letter(run), 96, node -> status(one, node)));
    }
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

  private String status(int run, int node) {
    if (!model.tree().has(run, node)) {
      return "";
    }
    NodeStatus status = model.status(run, node);
    return status == null ? "yet to come" : node == 0 ? "prompt" : status.label();
  }

  private static void openAll(TreeItem<Integer> item) {
    for (TreeItem<Integer> child : item.getChildren()) {
      if (!child.isLeaf()) {
        child.setExpanded(true);
      }
      openAll(child);
    }
  }

  private void chosenHere(@Nullable TreeItem<Integer> item) {
    if (!selecting && item != null) {
      selecting = true;
      try {
        model.selectedProperty().set(item.getValue());
      } finally {
        selecting = false;
      }
    }
  }

  private void chosenElsewhere(int node) {
    TreeItem<Integer> root = table.getRoot();
    if (selecting || root == null) {
      return;
    }
    selecting = true;
    try {
      if (node < 0 || node >= model.tree().nodes()) {
        table.getSelectionModel().clearSelection();
        return;
      }
      int row = table.getRow(open(root, node));
      if (row >= 0 && table.getSelectionModel().getSelectedIndex() != row) {
        table.getSelectionModel().select(row);
        table.scrollTo(Math.max(0, row - 4));
      }
    } finally {
      selecting = false;
    }
  }

  /** The item of a node; opens the way to it. */
  private TreeItem<Integer> open(TreeItem<Integer> root, int node) {
    if (node == 0) {
      return root;
    }
    TreeItem<Integer> parent = open(root, model.tree().parent(node));
    parent.setExpanded(true);
    for (TreeItem<Integer> child : parent.getChildren()) {
      if (child.getValue() == node) {
        return child;
      }
    }
    return parent;
  }

  /** A node whose children are made when they are first asked for. */
  private static final class Item extends TreeItem<Integer> {

    private final UnionTree tree;
    private boolean loaded;

    Item(UnionTree tree, int node) {
      super(node);
      this.tree = tree;
    }

    @Override
    public ObservableList<TreeItem<Integer>> getChildren() {
      ObservableList<TreeItem<Integer>> children = super.getChildren();
      if (!loaded) {
        loaded = true;
        tree.children(getValue()).forEach(child -> children.add(new Item(tree, child)));
      }
      return children;
    }

    @Override
    public boolean isLeaf() {
      return tree.children(getValue()).isEmpty();
    }
  }

  private final class Row extends TreeTableRow<Integer> {
    @Override
    protected void updateItem(@Nullable Integer node, boolean empty) {
      super.updateItem(node, empty);
      setAccessibleText(
          !empty && node != null && node < model.tree().nodes() ? model.words(node) : null);
    }
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = UnionOutline.class.getResource("/dev/espalier/app/outline/outline.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
