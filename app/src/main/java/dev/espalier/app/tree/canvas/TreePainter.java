package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.layout.TreeScene;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.StrokeLineCap;

/** Turns frames into pixels. Holds fonts and a buffer, but nothing of what it paints. */
final class TreePainter {

  private static final double THIN = 1;

  /** Below this scale edges are only noise. */
  private static final double LEAST_FOR_EDGES = 0.012;

  private final BoxPainter boxes;
  private final StubPainter stubs;
  private Raster raster = new Raster(1, 1);

  TreePainter(TreeFonts fonts) {
    this(fonts, true);
  }

  /** With {@code words} off, everything but the text is painted. */
  TreePainter(TreeFonts fonts, boolean words) {
    boxes = new BoxPainter(fonts, words);
    stubs = new StubPainter(fonts, words);
  }

  void paint(GraphicsContext g, TreeFrame frame) {
    g.setFill(frame.palette().of(TreeInk.BACKGROUND));
    g.fillRect(0, 0, frame.width(), frame.height());
    if (frame.scene().isEmpty()) {
      return;
    }
    int[] visible = frame.visible();
    if (frame.detail() == LevelOfDetail.TILE) {
      tiles(g, frame, visible);
      marks(g, frame);
      return;
    }
    for (int pass = 0; pass < 3; pass++) {
      for (int box : visible) {
        if (edgePass(frame, box) == pass) {
          edge(g, frame, box);
        }
      }
    }
    for (int box : visible) {
      boxes.paint(g, frame, box);
      stubs.paint(g, frame, box);
    }
  }

  private void tiles(GraphicsContext g, TreeFrame frame, int[] visible) {
    int width = (int) Math.ceil(frame.width());
    int height = (int) Math.ceil(frame.height());
    if (!raster.isOfSize(width, height)) {
      raster = new Raster(width, height);
    }
    raster.clear(frame.palette().of(TreeInk.BACKGROUND));
    Camera camera = frame.camera();
    TilePainter painter =
        new TilePainter(
            raster,
            frame.scene(),
            frame.states(),
            frame.palette(),
            camera.x(),
            camera.y(),
            camera.scale(),
            camera.scale());
    if (camera.scale() >= LEAST_FOR_EDGES) {
      painter.edges(visible, frame.highlighted(), frame.chosen());
    }
    painter.boxes(visible);
    raster.drawTo(g, 0, 0);
  }

  /** Ghosts below, ways that matter on top. */
  private static int edgePass(TreeFrame frame, int box) {
    if (frame.highlighted().get(box) || frame.chosen().get(box)) {
      return 2;
    }
    return frame.states().status(box) == null ? 0 : 1;
  }

  private static void edge(GraphicsContext g, TreeFrame frame, int box) {
    TreeScene scene = frame.scene();
    int parent = scene.parent(box);
    if (parent < 0) {
      return;
    }
    Camera camera = frame.camera();
    double x1 = camera.viewX(scene.x(parent) + scene.width(parent));
    double y1 = camera.viewY(scene.middleY(parent));
    double x2 = camera.viewX(scene.x(box));
    double y2 = camera.viewY(scene.middleY(box));
    NodeStatus status = frame.states().status(box);
    boolean ghost = status == null;
    TreeInk ink = TreeInk.EDGE;
    double width = ghost ? THIN : THIN + 2.2 * frame.states().prior(box);
    if (!ghost && frame.chosen().get(box)) {
      ink = TreeInk.SOLUTION;
      width = Math.max(width, 3);
    } else if (frame.highlighted().get(box)) {
      ink = TreeInk.SELECTED;
      width = Math.max(width, 2);
    }
    RunStates runs = frame.states().runs();
    if (runs != null && ink != TreeInk.SELECTED) {
      g.setStroke(RunsPainter.outline(frame.palette(), runs, box, ghost));
    } else {
      g.setStroke(frame.palette().of(ink, ghost));
    }
    g.setLineWidth(Math.max(0.8, width * Math.min(1, camera.scale())));
    boolean pruned = status == NodeStatus.PRUNED && ink == TreeInk.EDGE;
    g.setLineCap(StrokeLineCap.BUTT);
    if (pruned && frame.detail() != LevelOfDetail.BOX) {
      g.setLineDashes(4 * camera.scale(), 4 * camera.scale());
    } else {
      g.setLineDashes((double[]) null);
    }
    if (frame.detail() == LevelOfDetail.BOX) {
      g.strokeLine(x1, y1, x2, y2);
      return;
    }
    double bend = (x2 - x1) * 0.55;
    g.beginPath();
    g.moveTo(x1, y1);
    g.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
    g.stroke();
  }

  /** Where the current, chosen and pointed-at nodes are, when boxes are too small to wear halos. */
  private static void marks(GraphicsContext g, TreeFrame frame) {
    mark(g, frame, frame.hovered(), TreeInk.MUTED, 5);
    mark(g, frame, frame.selected(), TreeInk.SELECTED, 6);
    mark(g, frame, frame.current(), TreeInk.CURRENT, 7);
  }

  private static void mark(
      GraphicsContext g, TreeFrame frame, int box, TreeInk ink, double radius) {
    if (box < 0) {
      return;
    }
    TreeScene scene = frame.scene();
    Camera camera = frame.camera();
    double x = camera.viewX(scene.x(box) + scene.width(box) / 2);
    double y = camera.viewY(scene.middleY(box));
    g.setLineDashes((double[]) null);
    g.setStroke(frame.palette().of(ink));
    g.setLineWidth(2);
    g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}
