package dev.espalier.app.transport;

import dev.espalier.app.breakpoints.BreakpointsViewModel;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.ink.Ink;
import dev.espalier.app.ink.InkSheet;
import dev.espalier.app.ink.Inks;
import dev.espalier.app.tree.CursorTrack;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.TreeViewModel;
import java.util.BitSet;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The whole of a search on one line, with a glyph where something happened; click or drag. */
public final class Scrubber extends Region {

  private static final InkSheet<Scrubber, Colour> SHEET =
      new InkSheet<>(Colour.class, scrubber -> scrubber.inks);
  private static final double SIDE = 9;

  /** One turn of a wheel by its smallest step, as it is reported. */
  private static final double NOTCH = 40;

  /** How much less is shown after it. */
  private static final double STRETCH = 1.3;

  /** Least distance of two glyphs, in pixels. */
  private static final int APART = 8;

  /** All but surprise, which is a ring around what else happens there. */
  private static final ImmutableList<Mark> RAREST_FIRST =
      Lists.immutable.of(
          Mark.FINISH,
          Mark.WARNING,
          Mark.RESAMPLE,
          Mark.BACKTRACK,
          Mark.EXPANSION,
          Mark.REJECTION,
          Mark.PRUNE);

  private final TransportViewModel transport;
  private final TreeViewModel model;
  private final Canvas canvas = new Canvas();
  private final Tooltip tooltip = new Tooltip();
  private final Inks<Scrubber, Colour> inks;
  private boolean stale = true;

  /** Places between which the mouse marks what is to be shown, NaN while it does not. */
  private double brushFrom = Double.NaN;

  private double brushTo;

  private enum Colour implements Ink {
    TRACK("-scrubber-track", "#d0d7de"),
    DONE("-scrubber-done", "#0969da"),
    CURSOR("-scrubber-cursor", "#24292f"),
    EXPANSION("-scrubber-expansion", "#0072b2"),
    BACKTRACK("-scrubber-backtrack", "#e69f00"),
    PRUNE("-scrubber-prune", "#818b98"),
    FINISH("-scrubber-finish", "#009e73"),
    WARNING("-scrubber-warning", "#d55e00"),
    RESAMPLE("-scrubber-resample", "#b05585"),
    SURPRISE("-scrubber-surprise", "#d55e00"),
    REJECTION("-scrubber-rejection", "#d55e00"),
    HIT("-scrubber-hit", "#cf222e"),
    NOTE("-scrubber-note", "#8250df"),
    GROUND("-scrubber-ground", "#ffffff");

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

  public Scrubber(TransportViewModel transport) {
    this.transport = transport;
    this.model = transport.model();
    getStyleClass().add("scrubber");
    setId("scrubber");
    setAccessibleRole(AccessibleRole.SLIDER);
    inks = new Inks<>(this, SHEET, () -> stale = true);
    getChildren().add(canvas);
    canvas.setManaged(false);
    Tooltip.install(this, tooltip);
    model.cursorProperty().addListener(_ -> stale = true);
    model.sizeProperty().addListener(_ -> stale = true);
    model.treeProperty().addListener(_ -> stale = true);
    transport.breakpoints().versionProperty().addListener(_ -> stale = true);
    transport.notesProperty().addListener(_ -> stale = true);
    transport.timeline().axisProperty().addListener(_ -> stale = true);
    transport.timeline().focusProperty().addListener(_ -> stale = true);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
    addEventHandler(MouseEvent.MOUSE_MOVED, event -> tooltip.setText(tip(event.getX())));
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::showWhole);
    addEventHandler(ScrollEvent.SCROLL, this::turn);
    transport.placeBinding().addListener((_, _, now) -> setAccessibleText("Time: " + now));
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return SHEET.metaData();
  }

  /** With Shift the mouse marks what is to be shown, without it goes to a moment. */
  private void pressed(MouseEvent event) {
    if (event.isShiftDown()) {
      brushFrom = placeAt(event.getX());
      brushTo = brushFrom;
    } else {
      seek(event);
    }
  }

  private void dragged(MouseEvent event) {
    if (Double.isNaN(brushFrom)) {
      seek(event);
    } else {
      brushTo = placeAt(event.getX());
      stale = true;
    }
  }

  private void released(MouseEvent event) {
    if (!Double.isNaN(brushFrom)) {
      if (Math.abs(brushTo - brushFrom) * span() >= APART) {
        transport.timeline().focus(brushFrom, brushTo);
      }
      brushFrom = Double.NaN;
      stale = true;
    }
    event.consume();
  }

  private void seek(MouseEvent event) {
    if (model.size() > 0) {
      transport.scrub(cursorAt(event.getX()));
    }
  }

  private void showWhole(MouseEvent event) {
    if (event.getClickCount() == 2) {
      transport.timeline().showWhole();
    }
  }

  /** The wheel shows less or more around where it is turned; sideways it moves along. */
  private void turn(ScrollEvent event) {
    double sideways = event.getDeltaX();
    if (Math.abs(sideways) > Math.abs(event.getDeltaY())) {
      transport.timeline().pan(-sideways / span());
    } else if (event.getDeltaY() != 0) {
      double notches = event.getDeltaY() / NOTCH;
      transport.timeline().zoom(Math.pow(STRETCH, notches), placeAt(event.getX()));
    }
    event.consume();
  }

  private String tip(double x) {
    if (model.size() == 0) {
      return "No events yet";
    }
    Timescale scale = transport.timeline().scale();
    int cursor = scale.cursor(placeAt(x));
    @Nullable Mark near = null;
    int nearest =
        Math.max(1, Math.abs(scale.cursor(placeAt(x + 3)) - scale.cursor(placeAt(x - 3))) / 2);
    for (Mark mark : Mark.values()) {
      CursorTrack track = model.tree().mark(mark);
      int next = track.next(cursor - nearest - 1, -1);
      if (next >= 0 && Math.abs(next - cursor) <= nearest) {
        near = mark;
      }
    }
    boolean noted =
        transport.notesProperty().get().anySatisfy(at -> Math.abs(at - cursor) <= nearest);
    return "Event "
        + Numbers.count(cursor)
        + (noted ? " · note" : "")
        + (near == null ? "" : " · " + near.label());
  }

  private double span() {
    return Math.max(1, getWidth() - 2 * SIDE);
  }

  private int cursorAt(double x) {
    return transport.timeline().scale().cursor(placeAt(x));
  }

  private double placeAt(double x) {
    return Math.clamp((x - SIDE) / span(), 0, 1);
  }

  private double xOf(Timescale scale, int cursor) {
    return SIDE + span() * scale.place(cursor);
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
  public void refresh() {
    if (stale && getWidth() > 0) {
      stale = false;
      paint(canvas.getGraphicsContext2D());
    }
  }

  private void paint(GraphicsContext g) {
    double width = getWidth();
    double height = getHeight();
    double line = Math.rint(height * 0.68);
    g.clearRect(0, 0, width, height);
    g.setFill(inks.of(Colour.TRACK));
    g.fillRoundRect(SIDE, line - 2, span(), 4, 4, 4);
    if (model.size() == 0) {
      return;
    }
    Timescale scale = transport.timeline().scale();
    double now = Math.clamp(xOf(scale, model.cursor()), SIDE, SIDE + span());
    g.setFill(inks.of(Colour.DONE));
    g.fillRoundRect(SIDE, line - 2, now - SIDE, 4, 4, 4);
    if (!scale.whole()) {
      overview(g, scale);
    }
    if (!Double.isNaN(brushFrom)) {
      g.setGlobalAlpha(0.2);
      double left = SIDE + span() * Math.min(brushFrom, brushTo);
      g.fillRect(left, 0, span() * Math.abs(brushTo - brushFrom), height);
      g.setGlobalAlpha(1);
    }
    BitSet taken = new BitSet();
    for (Mark mark : RAREST_FIRST) {
      glyphs(g, scale, mark, line - 11, APART, taken);
    }
    glyphs(g, scale, Mark.SURPRISE, line - 11, APART + 3, new BitSet());
    hits(g, scale, line + 8);
    notes(g, scale, line + 3);
    g.setStroke(inks.of(Colour.CURSOR));
    g.setLineWidth(1.5);
    double x = Math.floor(now) + 0.5;
    g.strokeLine(x, 2, x, line);
    g.setFill(inks.of(Colour.GROUND));
    g.fillOval(x - 6, line - 6, 12, 12);
    g.setStroke(inks.of(Colour.DONE));
    g.setLineWidth(3);
    g.strokeOval(x - 5, line - 5, 10, 10);
  }

  /** The whole line above, small, with the part of it that is in view. */
  private void overview(GraphicsContext g, Timescale scale) {
    g.setFill(inks.of(Colour.TRACK));
    g.fillRect(SIDE, 0, span(), 2);
    g.setFill(inks.of(Colour.DONE));
    double part = Math.max(4, span() * scale.span() / scale.end());
    g.fillRect(SIDE + Math.min(span() - part, span() * scale.from() / scale.end()), 0, part, 3);
  }

  private boolean shows(double x) {
    return x >= SIDE - 1 && x <= SIDE + span() + 1;
  }

  /** Hits of breakpoints as dots below the line; where they crowd, one stands for several. */
  private void hits(GraphicsContext g, Timescale scale, double y) {
    BreakpointsViewModel breakpoints = transport.breakpoints();
    g.setFill(inks.of(Colour.HIT));
    int cursor = breakpoints.next(scale.whole() ? -1 : scale.lastCursor(0) - 1);
    while (cursor >= 0) {
      double x = xOf(scale, cursor);
      if (x > SIDE + span() + 1) {
        return;
      }
      if (shows(x)) {
        g.fillOval(x - 2.5, y - 2.5, 5, 5);
      }
      cursor = breakpoints.next(Math.max(cursor, scale.lastCursor((x + 3 - SIDE) / span())));
    }
  }

  /** Notes as ribbons below the line. */
  private void notes(GraphicsContext g, Timescale scale, double y) {
    g.setFill(inks.of(Colour.NOTE));
    transport
        .notesProperty()
        .get()
        .forEach(cursor -> {
          double x = xOf(scale, Math.min(cursor, model.size()));
          if (shows(x)) {
            g.fillPolygon(
                new double[] {x - 3, x + 3, x + 3, x, x - 3},
                new double[] {y, y, y + 8, y + 5, y + 8},
                5);
          }
        });
  }

  /**
   * Glyphs side by side; where they crowd, the rarest stands for its neighbours, and painting costs
   * pixels, not events.
   *
   * @param apart least distance of two, in pixels
   * @param taken pixels in which a glyph has its middle; gets those of the ones painted
   */
  private void glyphs(
      GraphicsContext g, Timescale scale, Mark mark, double y, int apart, BitSet taken) {
    CursorTrack track = model.tree().mark(mark);
    int i = scale.whole() ? 0 : track.countUpTo(scale.lastCursor(0) - 1);
    while (i < track.size()) {
      int cursor = track.get(i);
      double exact = xOf(scale, cursor);
      int x = (int) Math.rint(exact);
      if (exact > SIDE + span() + 1) {
        break;
      }
      int beside = shows(exact) ? taken.previousSetBit(x + apart - 1) : -apart;
      if (beside > x - apart) {
        int free = scale.lastCursor((beside + apart - SIDE) / span());
        i = Math.max(i + 1, track.countUpTo(free - 1));
        continue;
      }
      if (shows(exact)) {
        g.setGlobalAlpha(cursor <= model.cursor() ? 1 : 0.45);
        glyph(g, mark, x, y);
        taken.set(x);
      }
      i++;
    }
    g.setGlobalAlpha(1);
  }

  private void glyph(GraphicsContext g, Mark mark, double x, double y) {
    g.setLineWidth(1.4);
    switch (mark) {
      case EXPANSION -> {
        g.setFill(inks.of(Colour.EXPANSION));
        triangle(g, x, y, 3.4);
      }
      case BACKTRACK -> {
        g.setFill(inks.of(Colour.BACKTRACK));
        triangle(g, x, y, 4.6);
      }
      case PRUNE -> {
        g.setStroke(inks.of(Colour.PRUNE));
        g.strokeLine(x - 2.6, y - 2.6, x + 2.6, y + 2.6);
        g.strokeLine(x - 2.6, y + 2.6, x + 2.6, y - 2.6);
      }
      case FINISH -> {
        g.setFill(inks.of(Colour.FINISH));
        star(g, x, y, 6);
      }
      case RESAMPLE -> {
        g.setFill(inks.of(Colour.RESAMPLE));
        g.fillPolygon(new double[] {x - 4, x, x + 4, x}, new double[] {y, y - 4.6, y, y + 4.6}, 4);
      }
      case REJECTION -> {
        // The sign that forbids.
        g.setStroke(inks.of(Colour.REJECTION));
        g.strokeOval(x - 3.4, y - 3.4, 6.8, 6.8);
        g.strokeLine(x - 2.4, y + 2.4, x + 2.4, y - 2.4);
      }
      case SURPRISE -> {
        g.setStroke(inks.of(Colour.SURPRISE));
        g.strokeOval(x - 4.6, y - 4.6, 9.2, 9.2);
      }
      case WARNING -> {
        g.setFill(inks.of(Colour.WARNING));
        g.fillRect(x - 1.2, y - 5, 2.4, 6.5);
        g.fillRect(x - 1.2, y + 3, 2.4, 2.4);
      }
    }
  }

  private static void triangle(GraphicsContext g, double x, double y, double r) {
    g.fillPolygon(
        new double[] {x - r, x, x + r}, new double[] {y + 0.75 * r, y - r, y + 0.75 * r}, 3);
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
}
