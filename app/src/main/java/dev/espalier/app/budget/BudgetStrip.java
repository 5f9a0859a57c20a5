package dev.espalier.app.budget;

import dev.espalier.app.origin.OriginMenu;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Curves of the search on the left, what it spent on the right. */
public final class BudgetStrip extends HBox {

  private static final double HINT_WIDTH = 360;

  /** Room for a figure such as −10.306 and what is before it, in heights of the letters. */
  private static final double FIGURE_WIDTH = 5;

  private final BudgetViewModel model;
  private final IntConsumer seek;
  private final HBox curves = new HBox();
  private final HBox meters = new HBox();
  private final List<Figure> figures = new ArrayList<>();

  /** A sparkline with its name and what it says at the cursor. */
  private record Figure(Label name, Label now, Tooltip hint, Sparkline line) {}

  public BudgetStrip(BudgetViewModel model, IntConsumer seek) {
    this.model = model;
    this.seek = seek;
    getStyleClass().add("budget-strip");
    curves.getStyleClass().add("curves");
    meters.getStyleClass().add("meters");
    meters.setAlignment(Pos.CENTER_RIGHT);
    HBox.setHgrow(curves, Priority.ALWAYS);
    getChildren().addAll(curves, meters);
    model.reportProperty().addListener((_, _, now) -> show(now));
    // Its width is set in the midst of a layout, which is no time to hide children.
    curves.widthProperty().addListener(_ -> Platform.runLater(this::fit));
    show(model.report());
  }

  private void show(BudgetViewModel.Report report) {
    while (figures.size() < report.curves().size()) {
      add();
    }
    for (int i = 0; i < report.curves().size(); i++) {
      BudgetViewModel.Curve curve = report.curves().get(i);
      Figure figure = figures.get(i);
      figure.name().setText(curve.label());
      figure.now().setText(curve.now());
      figure.hint().setText(curve.hint());
      figure.line().show(curve);
      figure.line().setAccessibleText(curve.label() + " " + curve.now());
    }
    if (curves.getWidth() > 0) {
      fit();
    }
    meters.getChildren().setAll(report.meters().collect(this::meter).castToList());
  }

  /** Shows as many curves as have room for their names and figures, the first ones. */
  private void fit() {
    int count = figures.size();
    while (count > 1 && !fits(count)) {
      count--;
    }
    for (int i = 0; i < figures.size(); i++) {
      Node curve = curves.getChildren().get(i);
      curve.setVisible(i < count);
      curve.setManaged(i < count);
    }
  }

  private boolean fits(int count) {
    double each = (curves.getWidth() - (count - 1) * curves.getSpacing()) / count;
    return figures.subList(0, count).stream()
        .allMatch(one ->
            one.name().prefWidth(-1) + FIGURE_WIDTH * one.name().getFont().getSize() <= each);
  }

  private void add() {
    Label name = new Label();
    name.getStyleClass().add("curve-name");
    Label now = new Label();
    now.getStyleClass().add("curve-now");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head = new HBox(6, name, gap, now);
    head.setAlignment(Pos.BASELINE_LEFT);
    Sparkline line = new Sparkline(model.model(), seek);
    VBox box = new VBox(2, head, line);
    box.getStyleClass().add("curve");
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setPrefWidth(140);
    curves.getChildren().add(box);
    Tooltip hint = new Tooltip();
    hint.setWrapText(true);
    hint.setMaxWidth(HINT_WIDTH);
    Tooltip.install(box, hint);
    figures.add(new Figure(name, now, hint, line));
  }

  private VBox meter(BudgetViewModel.Meter meter) {
    Label name = new Label(meter.label());
    name.getStyleClass().add("curve-name");
    Label figures = new Label(meter.figures());
    figures.getStyleClass().add("curve-now");
    figures.setMinWidth(USE_PREF_SIZE);
    VBox box = new VBox(2, name, figures);
    box.getStyleClass().add("meter");
    if (!Double.isNaN(meter.share())) {
      ProgressBar bar = new ProgressBar(meter.share());
      bar.setMaxWidth(Double.MAX_VALUE);
      bar.getStyleClass().add(meter.share() >= 1 ? "spent" : "small");
      box.getChildren().add(bar);
    }
    box.setAccessibleText(meter.label() + " " + meter.figures());
    OriginMenu.offer(box, model.model(), model::lastCharge);
    return box;
  }
}
