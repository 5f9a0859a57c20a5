package dev.espalier.app.lanes;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.lanes.LaneCanvas.Colour;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** One painting of the lanes. */
final class LanePainter {

  private static final double GHOST = 0.3;
  private static final double UNLIT = 0.35;
  private static final double SMALL = 10.5;
  private static final double TEXT = 11.5;

  private final LaneCanvas colours;
  private final LanesViewModel model;
  private final LaneChart chart;
  private final LanePlaces places;
  private final int cursor;
  private final boolean anyLit;
  private final double scale;

  LanePainter(LaneCanvas colours, LanesViewModel model, LanePlaces places) {
    this.colours = colours;
    this.model = model;
    this.chart = model.chart();
    this.places = places;
    this.cursor = model.tree().cursor();
    this.anyLit = model.anyLit();
    this.scale = colours.typeScale();
  }

  void paint(GraphicsContext g) {
    g.clearRect(0, 0, colours.getWidth(), colours.getHeight());
    int first = Math.max(0, (int) Math.floor(-places.left() / places.column()) - 1);
    int last =
        Math.min(
            chart.rounds().size() - 1,
            (int) Math.ceil((colours.getWidth() - places.left()) / places.column()) + 1);
    for (int r = first; r <= last; r++) {
      effectiveSize(g, r);
      ribbons(g, r);
    }
    for (int r = first; r <= last; r++) {
      discs(g, r);
    }
    if (chart.lanes() > 0) {
      labels(g);
    }
    g.setGlobalAlpha(1);
  }

  private Font font(double size) {
    return Font.font("Inter", size * scale);
  }

  private double alpha(int round) {
    return chart.rounds().get(round).event() < cursor ? 1 : GHOST;
  }

  /** A bar as high as the share of particles that count, above the column. */
  private void effectiveSize(GraphicsContext g, int r) {
    LaneChart.Round round = chart.rounds().get(r);
    double x = places.x(r);
    double base = 36;
    double full = 22;
    double width = Math.min(14, places.column() * 0.4);
    double share = Math.clamp(round.effectiveSize() / Math.max(1, round.particles()), 0, 1);
    g.setGlobalAlpha(alpha(r));
    g.setFill(colours.color(Colour.LINE));
    g.fillRect(x - width / 2, base - full, width, full);
    g.setFill(colours.color(share < 0.5 ? Colour.RESAMPLED : Colour.DISC));
    g.fillRect(x - width / 2, base - full * share, width, full * share);
    if (places.column() >= 44 || r % 2 == 0) {
      g.setFont(font(SMALL));
      g.setFill(colours.color(Colour.MUTED));
      g.setTextAlign(TextAlignment.CENTER);
      g.setTextBaseline(VPos.TOP);
      g.fillText("%.1f".formatted(round.effectiveSize()).replace('-', '−'), x, base + 3);
    }
    if (round.resampledBy() >= 0 && r > 0) {
      double middle = x - places.column() / 2;
      g.setFill(colours.color(Colour.RESAMPLED));
      g.fillPolygon(
          new double[] {middle - 5, middle, middle + 5, middle},
          new double[] {base - 8, base - 13, base - 8, base - 3},
          4);
    }
  }

  private void ribbons(GraphicsContext g, int r) {
    if (r == 0) {
      return;
    }
    LaneChart.Round round = chart.rounds().get(r);
    double from = places.x(r - 1);
    double to = places.x(r);
    double bend = (to - from) * 0.5;
    for (int i = 0; i < round.particles(); i++) {
      int ancestor = chart.ancestor(r, i);
      if (ancestor < 0) {
        continue;
      }
      boolean lit = model.lit(r, i) && model.lit(r - 1, ancestor);
      g.setGlobalAlpha(alpha(r) * (anyLit && !lit ? UNLIT : 1));
      g.setStroke(colours.color(lit ? Colour.LIT : Colour.RIBBON));
      double share = round.heaviest() <= 0 ? 0 : round.weights().get(i) / round.heaviest();
      g.setLineWidth(Math.max(1, Math.min(9, places.lane() * 0.4) * share));
      g.beginPath();
      g.moveTo(from, places.y(ancestor));
      g.bezierCurveTo(from + bend, places.y(ancestor), to - bend, places.y(i), to, places.y(i));
      g.stroke();
    }
  }

  private void discs(GraphicsContext g, int r) {
    LaneChart.Round round = chart.rounds().get(r);
    double x = places.x(r);
    boolean drawnNext =
        r + 1 < chart.rounds().size() && chart.rounds().get(r + 1).resampledBy() >= 0;
    for (int i = 0; i < round.particles(); i++) {
      double radius = places.radius(round.weights().get(i), round.heaviest());
      double y = places.y(i);
      boolean lit = model.lit(r, i);
      boolean dead =
          drawnNext
              && chart.offspring(r, i) == 0
              && chart.rounds().get(r + 1).resampledBy() < cursor;
      g.setGlobalAlpha(alpha(r) * (anyLit && !lit ? UNLIT : 1));
      Color ink = colours.color(lit ? Colour.LIT : dead ? Colour.DEAD : Colour.DISC);
      // A ground under the disc keeps ribbons from showing through paler discs.
      g.setFill(colours.color(Colour.GROUND));
      g.fillOval(x - radius - 1, y - radius - 1, 2 * radius + 2, 2 * radius + 2);
      if (dead) {
        g.setStroke(ink);
        g.setLineWidth(1.2);
        g.setLineDashes(2, 2);
        g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
        g.setLineDashes((double[]) null);
      } else {
        g.setFill(ink);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
      }
      if (round.nodes().get(i) == model.tree().selected()) {
        g.setStroke(colours.color(Colour.TEXT));
        g.setLineWidth(1.6);
        g.strokeOval(x - radius - 3, y - radius - 3, 2 * radius + 6, 2 * radius + 6);
      }
    }
  }

  /** Weight and text of each particle, right of the round that time is at. */
  private void labels(GraphicsContext g) {
    int r = chart.roundsAt(cursor) - 1;
    if (r < 0 || places.lane() < 13) {
      return;
    }
    LaneChart.Round round = chart.rounds().get(r);
    boolean last = r == chart.rounds().size() - 1;
    double x = places.x(r) + 18;
    g.setTextAlign(TextAlignment.LEFT);
    g.setTextBaseline(VPos.CENTER);
    for (int i = 0; i < round.particles(); i++) {
      boolean lit = model.lit(r, i);
      g.setGlobalAlpha(anyLit && !lit ? 0.6 : 1);
      g.setFont(font(TEXT));
      String weight = Numbers.percent(round.weights().get(i));
      double y = places.y(i);
      if (!last) {
        // Over the ghosts of what is to come, a ground keeps the number legible.
        g.setFill(colours.color(Colour.GROUND));
        g.fillRect(x - 3, y - 8 * scale, 7.2 * scale * weight.length(), 16 * scale);
      }
      g.setFill(colours.color(Colour.TEXT));
      g.fillText(weight, x, y);
      if (last) {
        g.setFill(colours.color(Colour.MUTED));
        int node = round.nodes().get(i);
        g.fillText(Texts.snippet(model.tree().tree().textAt(node, cursor), 24), x + 52 * scale, y);
      }
    }
  }
}
