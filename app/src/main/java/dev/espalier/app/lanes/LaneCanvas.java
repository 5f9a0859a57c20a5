package dev.espalier.app.lanes;

import dev.espalier.app.ink.Ink;
import dev.espalier.app.ink.InkSheet;
import dev.espalier.app.ink.Inks;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/** The surface the lanes are painted on; knows what lies under the mouse. */
final class LaneCanvas extends Region {

  /** The colours, from the style sheet. */
  enum Colour implements Ink {
    GROUND("-lane-ground", "#ffffff"),
    TEXT("-lane-text", "#24292f"),
    MUTED("-lane-muted", "#57606a"),
    LINE("-lane-line", "#d0d7de"),
    DISC("-lane-disc", "#0072b2"),
    RIBBON("-lane-ribbon", "#a3c4ea"),
    LIT("-lane-lit", "#e69f00"),
    RESAMPLED("-lane-resampled", "#b05585"),
    DEAD("-lane-dead", "#818b98");

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

  private static final InkSheet<LaneCanvas, Colour> SHEET =
      new InkSheet<>(Colour.class, canvas -> canvas.inks);

  private final LanesViewModel model;
  private final Canvas canvas = new Canvas();
  private final Tooltip tooltip = new Tooltip();
  private final Inks<LaneCanvas, Colour> inks;
  private final DoubleProperty offset = new SimpleDoubleProperty(this, "offset", 0);
  private final ReadOnlyDoubleWrapper overhang = new ReadOnlyDoubleWrapper(this, "overhang", 0);
  private boolean stale = true;

  /** The last round before the cursor when it was last painted, to follow it when it moves on. */
  private int followed = -1;

  LaneCanvas(LanesViewModel model) {
    this.model = model;
    getStyleClass().add("lane-canvas");
    setId("lanes");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    inks = new Inks<>(this, SHEET, () -> stale = true);
    getChildren().add(canvas);
    canvas.setManaged(false);
    Tooltip.install(this, tooltip);
    model
        .versionProperty()
        .subscribe(_ -> {
          stale = true;
          setAccessibleText("Particle lanes. " + model.summary());
        });
    offset.subscribe(_ -> stale = true);
    addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
    addEventHandler(MouseEvent.MOUSE_EXITED, _ -> model.tree().hoveredProperty().set(-1));
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::choose);
    setOnScroll(event -> move(-event.getDeltaY() - event.getDeltaX()));
  }

  Color color(Colour colour) {
    return inks.of(colour);
  }

  double typeScale() {
    return inks.typeScale();
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return SHEET.metaData();
  }

  /** How far the view lies along the rounds, in pixels. */
  DoubleProperty offsetProperty() {
    return offset;
  }

  /** How much of the rounds does not fit, in pixels. */
  ReadOnlyDoubleProperty overhangProperty() {
    return overhang.getReadOnlyProperty();
  }

  private void move(double by) {
    offset.set(Math.clamp(offset.get() + by, 0, overhang.get()));
  }

  private LanePlaces places() {
    return LanePlaces.of(model.chart(), getWidth(), getHeight(), offset.get());
  }

  private void point(MouseEvent event) {
    int[] found = places().at(model.chart(), event.getX(), event.getY());
    if (found.length == 0) {
      model.tree().hoveredProperty().set(-1);
      tooltip.setText(model.summary());
      return;
    }
    tooltip.setText(model.words(found[0], found[1]));
    model.tree().hoveredProperty().set(model.chart().rounds().get(found[0]).nodes().get(found[1]));
  }

  private void choose(MouseEvent event) {
    int[] found = places().at(model.chart(), event.getX(), event.getY());
    if (found.length > 0) {
      model.choose(found[0], found[1]);
    }
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
    if (!stale || getWidth() <= 0 || !isVisible()) {
      return;
    }
    stale = false;
    overhang.set(places().overhang());
    follow();
    new LanePainter(this, model, places()).paint(canvas.getGraphicsContext2D());
  }

  /** Keeps the round that time is at in view. */
  private void follow() {
    int round = model.chart().roundsAt(model.tree().cursor()) - 1;
    if (round != followed && round >= 0) {
      followed = round;
      double x = places().x(round);
      double room = LanePlaces.LABELS;
      if (x > getWidth() - room) {
        move(x - getWidth() + room);
      } else if (x < 40) {
        move(x - 40);
      }
    }
    offset.set(Math.clamp(offset.get(), 0, overhang.get()));
  }
}
