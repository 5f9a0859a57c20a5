package dev.espalier.app.lanes;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

/** The surface the lanes are painted on; knows what lies under the mouse. */
final class LaneCanvas extends Region {

  private static final StyleablePropertyFactory<LaneCanvas> FACTORY =
      new StyleablePropertyFactory<>(Region.getClassCssMetaData());

  /** The colours, from the style sheet. */
  enum Ink {
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

    Ink(String property, String fallback) {
      this.property = property;
      this.fallback = fallback;
    }
  }

  private static final Map<Ink, CssMetaData<LaneCanvas, Paint>> META_DATA =
      new EnumMap<>(Ink.class);

  static {
    for (Ink ink : Ink.values()) {
      META_DATA.put(
          ink,
          FACTORY.createPaintCssMetaData(
              ink.property, canvas -> canvas.property(ink), Color.web(ink.fallback)));
    }
  }

  private final LanesViewModel model;
  private final Canvas canvas = new Canvas();
  private final Tooltip tooltip = new Tooltip();
  private final Map<Ink, StyleableObjectProperty<Paint>> inks = new EnumMap<>(Ink.class);
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
    META_DATA.forEach((ink, metaData) ->
        inks.put(
            ink,
            new SimpleStyleableObjectProperty<>(
                metaData, this, ink.property, metaData.getInitialValue(this)) {
              @Override
              protected void invalidated() {
                stale = true;
              }
            }));
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

  private StyleableObjectProperty<Paint> property(Ink ink) {
    StyleableObjectProperty<Paint> property = inks.get(ink);
    if (property == null) {
      throw new IllegalStateException("no property for " + ink);
    }
    return property;
  }

  Color color(Ink ink) {
    return property(ink).get() instanceof Color color ? color : Color.web(ink.fallback);
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return FACTORY.getCssMetaData();
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
