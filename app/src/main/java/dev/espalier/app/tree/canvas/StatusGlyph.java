package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import org.jspecify.annotations.Nullable;

/** The shape that says a node's status without colour. Drawn, not typed: no font has them all. */
final class StatusGlyph {

  private static final double[] STAR_X = new double[10];
  private static final double[] STAR_Y = new double[10];

  static {
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? 1.18 : 0.5;
      STAR_X[i] = radius * Math.sin(Math.PI * i / 5);
      STAR_Y[i] = -radius * Math.cos(Math.PI * i / 5) + 0.06;
    }
  }

  private StatusGlyph() {}

  /** The colour of a status' outline and glyph. */
  static TreeInk ink(@Nullable NodeStatus status) {
    return switch (status) {
      case null -> TreeInk.BORDER;
      case WRITING, OPEN -> TreeInk.OPEN;
      case EXPANDED -> TreeInk.BORDER;
      case KEPT -> TreeInk.KEPT;
      case PRUNED -> TreeInk.PRUNED;
      case FINISHED, SOLUTION -> TreeInk.SOLUTION;
    };
  }

  /** Draws the glyph around a point; {@code r} is about half its size. */
  static void draw(
      GraphicsContext g, NodeStatus status, double x, double y, double r, Color color) {
    g.setStroke(color);
    g.setFill(color);
    g.setLineWidth(Math.max(1, 0.36 * r));
    g.setLineCap(StrokeLineCap.ROUND);
    g.setLineDashes((double[]) null);
    switch (status) {
      case WRITING -> {
        for (int i = -1; i <= 1; i++) {
          disc(g, x + 0.95 * i * r, y, 0.3 * r);
        }
      }
      case OPEN -> g.strokeOval(x - 0.82 * r, y - 0.82 * r, 1.64 * r, 1.64 * r);
      case EXPANDED -> disc(g, x, y, 0.8 * r);
      case KEPT ->
          g.strokePolyline(
              new double[] {x - 0.85 * r, x - 0.2 * r, x + 0.95 * r},
              new double[] {y + 0.05 * r, y + 0.7 * r, y - 0.7 * r},
              3);
      case PRUNED -> {
        g.strokeLine(x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r);
        g.strokeLine(x - 0.7 * r, y + 0.7 * r, x + 0.7 * r, y - 0.7 * r);
      }
      case FINISHED -> {
        g.strokeOval(x - r, y - r, 2 * r, 2 * r);
        disc(g, x, y, 0.45 * r);
      }
      case SOLUTION -> {
        double[] xs = new double[10];
        double[] ys = new double[10];
        for (int i = 0; i < 10; i++) {
          xs[i] = x + r * STAR_X[i];
          ys[i] = y + r * STAR_Y[i];
        }
        g.fillPolygon(xs, ys, 10);
      }
    }
    g.setLineCap(StrokeLineCap.SQUARE);
  }

  private static void disc(GraphicsContext g, double x, double y, double r) {
    g.fillOval(x - r, y - r, 2 * r, 2 * r);
  }
}
