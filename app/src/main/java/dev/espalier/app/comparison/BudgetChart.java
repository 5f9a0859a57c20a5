package dev.espalier.app.comparison;

import dev.espalier.app.course.Axis;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.ink.Ink;
import dev.espalier.app.ink.InkSheet;
import dev.espalier.app.ink.Inks;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.app.tree.canvas.TreeCanvas;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * The axis that all runs share: above it what each had reached by then, below it a lane a run as
 * long as the run was dear. Press or drag to go somewhere; with the keyboard, left and right.
 */
final class BudgetChart extends Region {

  private static final InkSheet<BudgetChart, Colour> SHEET =
      new InkSheet<>(Colour.class, chart -> chart.inks);

  private static final double LEFT = 58;
  private static final double RIGHT = 20;
  private static final double TOP = 10;
  private static final double LANE = 17;
  private static final double TICKS = 17;

  /** Dashes that tell the curves apart without colour; A's is whole. */
  private static final double[][] DASHES = {{}, {8, 4}, {2, 4}, {10, 3, 2, 3}};

  private enum Colour implements Ink {
    TEXT("-chart-text", "#24292f"),
    MUTED("-chart-muted", "#57606a"),
    LINE("-chart-line", "#d0d7de"),
    GROUND("-chart-ground", "#ffffff");

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

  private final ComparisonViewModel model;
  private final TreeCanvas colors;
  private final Canvas canvas = new Canvas();
  private final Tooltip tooltip = new Tooltip();
  private final Inks<BudgetChart, Colour> inks = new Inks<>(this, SHEET, () -> stale = true);
  private boolean stale = true;

  /**
   * @param colors knows the runs' colours in the theme
   */
  BudgetChart(ComparisonViewModel model, TreeCanvas colors) {
    this.model = model;
    this.colors = colors;
    getStyleClass().add("budget-chart");
    setId("budget-chart");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.SLIDER);
    getChildren().add(canvas);
    canvas.setManaged(false);
    Tooltip.install(this, tooltip);
    model.placeProperty().subscribe(_ -> moved());
    model.curvesProperty().subscribe(_ -> moved());
    focusedProperty().subscribe(_ -> stale = true);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::go);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::go);
    addEventHandler(MouseEvent.MOUSE_MOVED, event -> tooltip.setText(said(placeAt(event.getX()))));
    addEventHandler(KeyEvent.KEY_PRESSED, this::typed);
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return SHEET.metaData();
  }

  private void moved() {
    stale = true;
    setAccessibleText("Place: " + model.placeInWords() + ". " + said(model.place()));
  }

  private void go(MouseEvent event) {
    requestFocus();
    model.playingProperty().set(false);
    model.seekPlace(placeAt(event.getX()));
    event.consume();
  }

  private void typed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    if (event.getCode() == KeyCode.LEFT) {
      model.back();
    } else if (event.getCode() == KeyCode.RIGHT) {
      model.forward();
    } else {
      return;
    }
    event.consume();
  }

  /** What each run had reached at a place. */
  private String said(double place) {
    StringBuilder words = new StringBuilder();
    words.append(model.figure(place)).append(' ').append(model.axis().label());
    for (int run = 0; run < model.curves().size(); run++) {
      double value = model.curves().get(run).at(place);
      words
          .append(" · ")
          .append(RunMark.letter(run))
          .append(' ')
          .append(Double.isNaN(value) ? "–" : Numbers.score(value));
    }
    return words.toString();
  }

  private double span() {
    return Math.max(1, getWidth() - LEFT - RIGHT);
  }

  private double placeAt(double x) {
    return Math.clamp((x - LEFT) / span(), 0, 1) * model.end();
  }

  private double xOf(double place) {
    return LEFT + (model.end() == 0 ? 0 : span() * place / model.end());
  }

  @Override
  protected double computePrefHeight(double width) {
    return 118 + TICKS + LANE * Math.max(2, model.runs());
  }

  @Override
  protected void layoutChildren() {
    if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
      canvas.setWidth(getWidth());
      canvas.setHeight(getHeight());
      stale = true;
    }
  }

  /** Paints anew if something changed; called once a frame. */
  void refresh() {
    if (stale && getWidth() > 0 && getHeight() > 0) {
      stale = false;
      paint(canvas.getGraphicsContext2D());
    }
  }

  private void paint(GraphicsContext g) {
    double bottom = getHeight() - TICKS - LANE * model.runs() - 6;
    g.clearRect(0, 0, getWidth(), getHeight());
    g.setLineDashes((double[]) null);
    grid(g, bottom);
    double[] range = range();
    if (range[0] <= range[1]) {
      scale(g, range, bottom);
      for (int run = model.runs() - 1; run >= 0; run--) {
        curve(g, run, range, bottom);
      }
    } else {
      g.setFill(inks.of(Colour.MUTED));
      g.setFont(font(12));
      g.setTextAlign(TextAlignment.CENTER);
      g.setTextBaseline(VPos.CENTER);
      g.fillText(
          model.runs() == 0 ? "" : "No run has a " + model.measure().label() + ".",
          LEFT + span() / 2,
          (TOP + bottom) / 2);
    }
    for (int run = 0; run < model.runs(); run++) {
      lane(g, run, bottom + 6 + TICKS + LANE * (run + 0.5));
    }
    cursor(g);
  }

  private static Font font(double size) {
    return Font.font("Inter", size);
  }

  /** Round places on the axis, with their figures below the curves. */
  private void grid(GraphicsContext g, double bottom) {
    g.setFont(font(10.5));
    g.setTextBaseline(VPos.TOP);
    g.setLineWidth(1);
    double round = roundUnit(model.end(), Math.max(2, span() / 110));
    // All but seconds are counted in whole numbers.
    double unit = round == 0 || model.axis() == Axis.SECONDS ? round : Math.max(1, round);
    for (double at = 0; unit > 0 && at <= model.end() * 1.0001; at += unit) {
      double x = Math.floor(xOf(at)) + 0.5;
      g.setStroke(inks.of(Colour.LINE));
      g.strokeLine(x, TOP, x, bottom + 4);
      g.setFill(inks.of(Colour.MUTED));
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(model.figure(at), x, bottom + 6);
    }
    g.setStroke(inks.of(Colour.LINE));
    g.strokeLine(LEFT, Math.floor(bottom) + 0.5, LEFT + span(), Math.floor(bottom) + 0.5);
  }

  /** 1, 2 or 5 times a power of ten, so that about {@code parts} of them fill {@code whole}. */
  static double roundUnit(double whole, double parts) {
    if (!(whole > 0)) {
      return 0;
    }
    double raw = whole / parts;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  private double[] range() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Curve curve : model.curves()) {
      for (int i = 0; i < curve.values().size(); i++) {
        double value = curve.values().get(i);
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (low == high) {
      double room = Math.max(0.05, Math.abs(low) * 0.1);
      return new double[] {low - room, high + room};
    }
    return new double[] {low, high};
  }

  private static double yOf(double value, double[] range, double bottom) {
    double share = (value - range[0]) / (range[1] - range[0]);
    return bottom - 6 - (bottom - TOP - 10) * share;
  }

  private void scale(GraphicsContext g, double[] range, double bottom) {
    g.setFont(font(10.5));
    g.setFill(inks.of(Colour.MUTED));
    g.setTextAlign(TextAlignment.RIGHT);
    g.setTextBaseline(VPos.CENTER);
    double unit = roundUnit(range[1] - range[0], 3);
    for (double at = Math.ceil(range[0] / unit) * unit; at <= range[1] + unit / 100; at += unit) {
      double y = Math.floor(yOf(at, range, bottom)) + 0.5;
      g.setStroke(inks.of(Colour.LINE));
      g.strokeLine(LEFT, y, LEFT + span(), y);
      g.fillText(Numbers.score(at), LEFT - 8, y);
    }
  }

  private void curve(GraphicsContext g, int run, double[] range, double bottom) {
    Curve curve = model.curves().get(run);
    int count = curve.places().size();
    if (count == 0) {
      return;
    }
    double[] xs = new double[2 * count];
    double[] ys = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double next = i + 1 < count ? curve.places().get(i + 1) : curve.end();
      double value = curve.values().get(i);
      double y = Double.isFinite(value) ? yOf(value, range, bottom) : bottom;
      xs[2 * i] = xOf(curve.places().get(i));
      xs[2 * i + 1] = xOf(Math.max(next, curve.places().get(i)));
      ys[2 * i] = y;
      ys[2 * i + 1] = y;
    }
    g.setLineJoin(StrokeLineJoin.ROUND);
    g.setLineCap(StrokeLineCap.BUTT);
    // A thin line of the text's colour on either side keeps pale colours visible on pale ground.
    g.setLineDashes(DASHES[run]);
    g.setStroke(inks.of(Colour.MUTED));
    g.setLineWidth(4);
    g.strokePolyline(xs, ys, 2 * count);
    g.setStroke(colors.runColor(run));
    g.setLineWidth(2.5);
    g.strokePolyline(xs, ys, 2 * count);
    g.setLineDashes((double[]) null);
    mark(g, run, xs[2 * count - 1], ys[2 * count - 1], 6);
  }

  private void mark(GraphicsContext g, int run, double x, double y, double r) {
    RunMark.draw(
        g,
        run,
        x,
        y,
        r,
        colors.runColor(run),
        inks.of(Colour.MUTED),
        Font.font("Inter SemiBold", 1.45 * r));
  }

  private void lane(GraphicsContext g, int run, double y) {
    double end = xOf(model.end(run));
    double now = Math.min(xOf(model.place()), end);
    mark(g, run, LEFT - 14, y, 6.5);
    g.setFill(inks.of(Colour.LINE));
    g.fillRoundRect(LEFT, y - 2, Math.max(1, end - LEFT), 4, 4, 4);
    g.setFill(inks.of(Colour.MUTED));
    g.fillRoundRect(LEFT, y - 2.5, now - LEFT, 5, 4, 4);
    g.setFill(colors.runColor(run));
    g.fillRect(LEFT, y - 1.5, now - LEFT, 3);
    g.setStroke(inks.of(Colour.MUTED));
    g.setLineWidth(1.5);
    g.strokeLine(end, y - 5, end, y + 5);
    Map<Mark, Double> last = new EnumMap<>(Mark.class);
    for (ComparisonViewModel.Sign sign : model.signs(run)) {
      double x = xOf(sign.place());
      // Where they crowd, one stands for its neighbours.
      if (x - last.getOrDefault(sign.mark(), Double.NEGATIVE_INFINITY) >= 7) {
        last.put(sign.mark(), x);
        g.setGlobalAlpha(sign.place() <= model.place() ? 1 : 0.45);
        sign(g, sign.mark(), x, y);
      }
    }
    g.setGlobalAlpha(1);
  }

  private void sign(GraphicsContext g, Mark mark, double x, double y) {
    g.setFill(inks.of(Colour.TEXT));
    switch (mark) {
      case FINISH -> star(g, x, y, 5.5);
      case RESAMPLE ->
          g.fillPolygon(
              new double[] {x - 3.5, x, x + 3.5, x}, new double[] {y, y - 4, y, y + 4}, 4);
      case WARNING -> g.fillRect(x - 1, y - 5, 2, 10);
      case BACKTRACK ->
          g.fillPolygon(
              new double[] {x - 3, x, x + 3}, new double[] {y + 2.5, y - 3.5, y + 2.5}, 3);
      case EXPANSION, PRUNE, SURPRISE, REJECTION -> {
        // Too many of them for a lane.
      }
    }
  }

  private static void star(GraphicsContext g, double x, double y, double r) {
    double[] xs = new double[10];
    double[] ys = new double[10];
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? r : 0.42 * r;
      xs[i] = x + radius * Math.sin(Math.PI * i / 5);
      ys[i] = y - radius * Math.cos(Math.PI * i / 5);
    }
    g.fillPolygon(xs, ys, 10);
  }

  private void cursor(GraphicsContext g) {
    if (model.runs() == 0) {
      return;
    }
    double x = Math.floor(xOf(model.place())) + 0.5;
    g.setStroke(inks.of(Colour.TEXT));
    g.setLineWidth(isFocused() ? 2 : 1.3);
    g.strokeLine(x, 2, x, getHeight() - 2);
    g.setFill(inks.of(Colour.TEXT));
    g.fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {0, 0, 7}, 3);
  }
}
