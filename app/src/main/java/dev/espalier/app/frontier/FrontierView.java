package dev.espalier.app.frontier;

import dev.espalier.app.origin.OriginMenu;
import dev.espalier.app.tree.TreeViewModel;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The frontier as a list; pointing at a row shows its node in the tree, clicking chooses it. */
public final class FrontierView extends VBox {

  private final TreeViewModel tree;
  private final ListView<FrontierRow> list = new ListView<>();
  private final Label heading = new Label();
  private final Label empty = new Label();
  private final List<Label> keys = new ArrayList<>();
  private boolean showing;

  public FrontierView(FrontierViewModel model, TreeViewModel tree) {
    this.tree = tree;
    getStyleClass().addAll("panel", "frontier");
    heading.getStyleClass().add("panel-title");
    empty.getStyleClass().add("empty");
    empty.setWrapText(true);
    list.setPlaceholder(empty);
    list.setCellFactory(_ -> new RowCell());
    list.setId("frontier");
    list.getStyleClass().add("dense");
    list.setAccessibleText("Frontier, the next node first");
    VBox.setVgrow(list, Priority.ALWAYS);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head = new HBox(10, heading, gap, key("R", "regression"), key("w·h", "heuristic"));
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("frontier-head");
    getChildren().addAll(head, list);
    model.listingProperty().addListener((_, _, now) -> show(now));
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, row) -> {
          if (row != null && !showing) {
            tree.select(row.node());
          }
        });
    tree.selectedProperty().addListener(_ -> selectInList());
    show(model.listing());
  }

  /** What a colour of the bars stands for; only while there are such bars. */
  private Label key(String name, String part) {
    Region swatch = new Region();
    swatch.getStyleClass().addAll("swatch", "bar-" + part);
    Label key = new Label(name, swatch);
    key.getStyleClass().add("figures");
    key.setMinWidth(USE_PREF_SIZE);
    keys.add(key);
    return key;
  }

  private void show(FrontierViewModel.Listing listing) {
    showing = true;
    heading.setText(listing.heading());
    empty.setText(listing.empty());
    list.getItems().setAll(listing.rows().castToList());
    boolean sums = listing.rows().anySatisfy(FrontierRow::decomposed);
    keys.forEach(key -> key.setVisible(sums));
    showing = false;
    selectInList();
  }

  private void selectInList() {
    showing = true;
    list.getSelectionModel().clearSelection();
    for (FrontierRow row : list.getItems()) {
      if (row.node() == tree.selected()) {
        list.getSelectionModel().select(row);
      }
    }
    showing = false;
  }

  private final class RowCell extends ListCell<FrontierRow> {

    private final Label place = new Label();
    private final Label node = new Label();
    private final Label figures = new Label();
    private final Label text = new Label();
    private final Bar bar = new Bar();
    private final VBox box;

    RowCell() {
      getStyleClass().add("frontier-cell");
      setPrefWidth(0);
      place.getStyleClass().add("frontier-place");
      place.setMinWidth(USE_PREF_SIZE);
      node.getStyleClass().add("frontier-node");
      node.setMinWidth(USE_PREF_SIZE);
      figures.getStyleClass().add("figures");
      text.getStyleClass().add("frontier-text");
      text.setMinWidth(0);
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      HBox head = new HBox(5, place, node, gap, figures);
      head.setAlignment(Pos.BASELINE_LEFT);
      box = new VBox(3, head, text, bar);
      OriginMenu.offer(
          this,
          tree,
          () -> getItem() == null ? -1 : tree.tree().scoreEventAt(getItem().node(), tree.cursor()));
      box.setMinWidth(0);
      setOnMouseEntered(_ -> {
        if (getItem() != null) {
          tree.hoveredProperty().set(getItem().node());
        }
      });
      setOnMouseExited(_ -> tree.hoveredProperty().set(-1));
    }

    @Override
    protected void updateItem(FrontierRow row, boolean none) {
      super.updateItem(row, none);
      if (none || row == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      place.setText(row.place() + ".");
      node.setText("node " + row.node());
      figures.setText(row.figures());
      text.setText(row.text());
      bar.show(row);
      setGraphic(box);
      setAccessibleText(
          "%d, node %d, %s, %s".formatted(row.place(), row.node(), row.figures(), row.text()));
    }
  }

  /** R and w·h end to end, as long as f. */
  private static final class Bar extends Pane {

    private final Region first = new Region();
    private final Region second = new Region();
    private double share;
    private double fraction;

    Bar() {
      getStyleClass().add("bar");
      first.getStyleClass().add("bar-regression");
      second.getStyleClass().add("bar-heuristic");
      first.setManaged(false);
      second.setManaged(false);
      getChildren().addAll(first, second);
      setMinHeight(5);
      setPrefHeight(5);
    }

    void show(FrontierRow row) {
      fraction = row.fraction();
      double whole = row.regression() + row.heuristic();
      share = row.decomposed() && whole > 0 ? row.regression() / whole : 0;
      requestLayout();
    }

    @Override
    protected void layoutChildren() {
      double length = getWidth() * fraction;
      double split = Math.rint(length * share);
      first.resizeRelocate(0, 0, split, getHeight());
      second.resizeRelocate(split, 0, Math.max(0, length - split), getHeight());
    }
  }
}
