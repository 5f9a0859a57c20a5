package dev.espalier.app.budget;

import dev.espalier.app.ink.Ink;
import dev.espalier.app.ink.InkSheet;
import dev.espalier.app.ink.Inks;
import dev.espalier.app.tree.TreeViewModel;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** A small curve over the events with a line at the cursor; a click goes there. */
final class Sparkline extends Region {

  private static final InkSheet<Sparkline, Colour> SHEET =
      new InkSheet<>(Colour.class, sparkline -> sparkline.inks);

  private enum Colour implements Ink {
    LINE("-spark-line", "#0969da"),
    AREA("-spark-area", "#ddf4ff"),
    CURSOR("-spark-cursor", "#24292f");

    private final String property;
    private final String fallback;

    Colour(String property, String fallback) {
      this.property = property;
      this.fallback = fallback;
    }

    @Override
    public String property() {
      return property;
    }

    @Override
    public Color fallback() {
      return Color.web(fallback);
    }
  }

  private final Inks<Sparkline, Colour> inks = new Inks<>(this, SHEET, this::requestLayout);
  private final Canvas canvas = new Canvas();
  private final TreeViewModel model;
  private ImmutableDoubleList values = DoubleLists.immutable.empty();
  private boolean stepped;

  Sparkline(TreeViewModel model, IntConsumer seek) {
    this.model = model;
    getStyleClass().add("sparkline");
    getChildren().add(canvas);
    canvas.setManaged(false);
    setMinSize(60, 26);
    setPrefSize(140, 26);
    addEventHandler(MouseEvent.MOUSE_PRESSED, event -> seek(event, seek));
    addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> seek(event, seek));
  }

  private void seek(MouseEvent event, IntConsumer seek) {
    if (model.size() > 0 && getWidth() > 0) {
      seek.accept((int) Math.round(Math.clamp(event.getX() / getWidth(), 0, 1) * model.size()));
    }
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return SHEET.metaData();
  }

  void show(BudgetViewModel.Curve curve) {
    values = curve.values();
    stepped = curve.stepped();
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    paint(canvas.getGraphicsContext2D());
  }

  private void paint(GraphicsContext g) {
    double width = getWidth();
    double height = getHeight();
    g.clearRect(0, 0, width, height);
    g.setFill(inks.of(Colour.AREA));
    g.fillRect(0, height - 1, width, 1);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!(high >= low) || model.size() == 0) {
      return;
    }
    double range = high > low ? high - low : 1;
    double flat = high > low ? 0 : 0.5;
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    g.setFill(inks.of(Colour.AREA));
    g.setStroke(inks.of(Colour.LINE));
    g.setLineWidth(1.5);
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        lastX = Double.NaN;
        continue;
      }
      double x = width * i / (values.size() - 1);
      double y = height - 3 - (height - 6) * ((values.get(i) - low) / range + flat);
      if (!Double.isNaN(lastX)) {
        g.fillRect(lastX, Math.min(y, lastY), x - lastX + 0.5, height - Math.min(y, lastY));
        if (stepped) {
          g.strokeLine(lastX, lastY, x, lastY);
          g.strokeLine(x, lastY, x, y);
        } else {
          g.strokeLine(lastX, lastY, x, y);
        }
      }
      lastX = x;
      lastY = y;
    }
    g.setStroke(inks.of(Colour.CURSOR));
    g.setLineWidth(1);
    double now = Math.floor((width - 1) * model.cursor() / model.size()) + 0.5;
    g.strokeLine(now, 0, now, height);
  }
}
