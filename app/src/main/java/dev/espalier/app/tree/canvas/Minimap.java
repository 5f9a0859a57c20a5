package dev.espalier.app.tree.canvas;

import java.util.BitSet;
import java.util.stream.IntStream;
import javafx.animation.PauseTransition;
import javafx.scene.Cursor;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The whole tree in a corner, with a frame around what the canvas shows; drag to go there. Hidden
 * while the canvas shows everything.
 */
public final class Minimap extends Region {

  private static final double WIDTH = 188;
  private static final double HEIGHT = 132;
  private static final double MARGIN = 8;

  /** A tree much taller than wide is widened up to so much, or it would be a line. */
  private static final double STRETCH = 10;

  private static final long REST_NANOS = 400_000_000;

  private final TreeCanvas tree;
  private final Canvas canvas = new Canvas();
  private final BitSet all = new BitSet();
  private Raster raster = new Raster(1, 1);
  private int[] boxes = {};
  private @Nullable TreeStates drawn;
  private @Nullable Palette drawnIn;
  private long drawnAt;
  private final PauseTransition rest = new PauseTransition(Duration.millis(REST_NANOS / 1e6));
  private double scaleX = 1;
  private double scaleY = 1;
  private double left;
  private double top;

  public Minimap(TreeCanvas tree) {
    this.tree = tree;
    getStyleClass().add("tree-minimap");
    setPrefSize(WIDTH, HEIGHT);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
    getChildren().add(canvas);
    setCursor(Cursor.CROSSHAIR);
    setAccessibleText("Overview of the whole tree");
    setVisible(false);
    rest.setOnFinished(_ -> setNeedsLayout(true));
    tree.frameProperty()
        .subscribe(frame -> {
          if (frame != null) {
            setVisible(!showsEverything(frame));
            setNeedsLayout(true);
          }
        });
    setOnMousePressed(this::go);
    setOnMouseDragged(this::go);
  }

  private static boolean showsEverything(TreeFrame frame) {
    Camera camera = frame.camera();
    return frame.scene().isEmpty()
        || (camera.viewX(0) >= -1
            && camera.viewY(0) >= -1
            && camera.viewX(frame.scene().totalWidth()) <= frame.width() + 1
            && camera.viewY(frame.scene().totalHeight()) <= frame.height() + 1);
  }

  private void go(MouseEvent e) {
    tree.cameraMan().lookAt((e.getX() - left) / scaleX, (e.getY() - top) / scaleY);
    e.consume();
  }

  @Override
  protected void layoutChildren() {
    TreeFrame frame = tree.frameProperty().get();
    if (frame == null || frame.scene().isEmpty() || !isVisible()) {
      return;
    }
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    place(frame);
    GraphicsContext g = canvas.getGraphicsContext2D();
    boolean other = drawn != frame.states() || drawnIn != frame.palette();
    if (other && mayDraw(frame)) {
      drawn = frame.states();
      drawnIn = frame.palette();
      draw(frame);
    }
    raster.drawTo(g, 0, 0);
    window(g, frame);
  }

  /** A large tree that grows is drawn anew a few times a second, not at every frame. */
  private boolean mayDraw(TreeFrame frame) {
    long now = System.nanoTime();
    boolean large = frame.scene().nodes() >= TreeGrower.LARGE;
    if (large && drawn != null && now - drawnAt < REST_NANOS) {
      // What is left out now is drawn with the next frame that comes late enough.
      rest.playFromStart();
      return false;
    }
    drawnAt = now;
    return true;
  }

  private void place(TreeFrame frame) {
    double fitX = (getWidth() - 2 * MARGIN) / Math.max(1, frame.scene().totalWidth());
    double fitY = (getHeight() - 2 * MARGIN) / Math.max(1, frame.scene().totalHeight());
    double even = Math.min(fitX, fitY);
    scaleX = Math.min(fitX, STRETCH * even);
    scaleY = Math.min(fitY, STRETCH * even);
    left = (getWidth() - scaleX * frame.scene().totalWidth()) / 2;
    top = (getHeight() - scaleY * frame.scene().totalHeight()) / 2;
  }

  private void draw(TreeFrame frame) {
    int width = (int) Math.ceil(getWidth());
    int height = (int) Math.ceil(getHeight());
    if (!raster.isOfSize(width, height)) {
      raster = new Raster(width, height);
    }
    if (boxes.length != frame.scene().boxes()) {
      boxes = IntStream.range(0, frame.scene().boxes()).toArray();
    }
    raster.clear(frame.palette().of(Ink.PANEL));
    TilePainter painter =
        new TilePainter(
            raster,
            frame.scene(),
            frame.states(),
            frame.palette(),
            -left / scaleX,
            -top / scaleY,
            scaleX,
            scaleY);
    painter.edges(boxes, all, frame.chosen());
    painter.boxes(boxes);
  }

  private void window(GraphicsContext g, TreeFrame frame) {
    Camera camera = frame.camera();
    double x1 = Math.max(1.5, left + camera.worldX(0) * scaleX);
    double y1 = Math.max(1.5, top + camera.worldY(0) * scaleY);
    double x2 = Math.min(getWidth() - 1.5, left + camera.worldX(frame.width()) * scaleX);
    double y2 = Math.min(getHeight() - 1.5, top + camera.worldY(frame.height()) * scaleY);
    if (frame.current() >= 0) {
      g.setFill(frame.palette().of(Ink.CURRENT));
      double x =
          left
              + (frame.scene().x(frame.current()) + frame.scene().width(frame.current()) / 2)
                  * scaleX;
      double y = top + frame.scene().middleY(frame.current()) * scaleY;
      g.fillOval(x - 3, y - 3, 6, 6);
    }
    if (x2 - x1 > 0 && y2 - y1 > 0) {
      g.setFill(frame.palette().of(Ink.SELECTED).deriveColor(0, 1, 1, 0.07));
      g.fillRect(x1, y1, x2 - x1, y2 - y1);
      g.setStroke(frame.palette().of(Ink.SELECTED));
      g.setLineWidth(1.5);
      g.strokeRect(x1, y1, x2 - x1, y2 - y1);
    }
    g.setStroke(frame.palette().of(Ink.EDGE));
    g.setLineWidth(1);
    g.strokeRect(0.5, 0.5, getWidth() - 1, getHeight() - 1);
  }
}
