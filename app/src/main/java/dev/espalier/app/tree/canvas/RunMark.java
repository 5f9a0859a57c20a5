package dev.espalier.app.tree.canvas;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * The sign of a run among several: a letter in a shape, so that colour is never needed to tell them
 * apart.
 */
public final class RunMark {

  /** Runs there are signs for. */
  public static final int MOST = 4;

  /** A square, a diamond and a hexagon, as corners around the middle. */
  private static final double[][] CORNERS_X = {
    {-0.9, 0.9, 0.9, -0.9}, {0, 1.2, 0, -1.2}, {-0.55, 0.55, 1.1, 0.55, -0.55, -1.1}
  };

  private static final double[][] CORNERS_Y = {
    {-0.9, -0.9, 0.9, 0.9}, {-1.2, 0, 1.2, 0}, {-0.95, -0.95, 0, 0.95, 0.95, 0}
  };

  private RunMark() {}

  /** What a run is called: A to D. */
  public static String letter(int run) {
    if (run < 0 || run >= MOST) {
      throw new IllegalArgumentException("run " + run + "; there are 0 to " + (MOST - 1));
    }
    return String.valueOf((char) ('A' + run));
  }

  /** The shape's name, for legends and screen readers. */
  public static String shape(int run) {
    return switch (run) {
      case 0 -> "circle";
      case 1 -> "square";
      case 2 -> "diamond";
      default -> "hexagon";
    };
  }

  /**
   * Draws the shape around a point, and the letter in it.
   *
   * @param r about half its size
   * @param font of the letter, or null for none
   * @param edge colour of a thin line around it, which keeps pale shapes visible on pale ground
   */
  public static void draw(
      GraphicsContext g,
      int run,
      double x,
      double y,
      double r,
      Color fill,
      Color edge,
      @Nullable Font font) {
    g.setFill(fill);
    g.setStroke(edge);
    g.setLineWidth(1);
    g.setLineDashes((double[]) null);
    if (run == 0) {
      g.fillOval(x - r, y - r, 2 * r, 2 * r);
      g.strokeOval(x - r, y - r, 2 * r, 2 * r);
    } else {
      int corners = CORNERS_X[run - 1].length;
      double[] xs = new double[corners];
      double[] ys = new double[corners];
      for (int i = 0; i < corners; i++) {
        xs[i] = x + r * CORNERS_X[run - 1][i];
        ys[i] = y + r * CORNERS_Y[run - 1][i];
      }
      g.fillPolygon(xs, ys, corners);
      g.strokePolygon(xs, ys, corners);
    }
    if (font != null) {
      g.setFill(letterColor(fill));
      g.setFont(font);
      g.setTextAlign(TextAlignment.CENTER);
      g.setTextBaseline(VPos.CENTER);
      g.fillText(letter(run), x, y + 0.3);
      g.setTextAlign(TextAlignment.LEFT);
    }
  }

  /** Black or white, whichever stands out more: the contrasts are equal at luminance 0.18. */
  static Color letterColor(Color fill) {
    return luminance(fill) > 0.179 ? Color.BLACK : Color.WHITE;
  }

  /** Relative luminance from 0 to 1, as contrasts are computed from. */
  static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
