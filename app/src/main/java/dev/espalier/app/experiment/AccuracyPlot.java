package dev.espalier.app.experiment;

import dev.espalier.app.experiment.Bootstrap.Interval;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Accuracy against a cost as a picture in SVG: one line a {@link Curve}, 95 % intervals as bars,
 * the cost on a logarithmic axis. It follows the reader's choice of light or dark.
 */
final class AccuracyPlot {

  private static final int LEFT = 64;
  private static final int TOP = 44;
  private static final int PLOT_WIDTH = 540;
  private static final int PLOT_HEIGHT = 380;
  private static final int LEGEND = LEFT + PLOT_WIDTH + 24;
  private static final int LEGEND_LINE = 22;
  private static final int LEGEND_LETTERS = 36;
  private static final int LETTER = 8;

  /** Okabe and Ito's palette, which people with any colour vision can tell apart. */
  private static final String[] COLOURS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A7A7A"
  };

  private static final int MARKS = 5;

  /**
   * A point with its intervals.
   *
   * @param label what it is, shown when a pointer rests on it
   */
  record Point(String label, double cost, Interval costs, double accuracy, Interval accuracies) {}

  /** A line of points by rising cost. */
  record Line(String label, ImmutableList<Point> points) {}

  private final String title;
  private final String axis;
  private final ImmutableList<Line> lines;
  private final StringBuilder svg = new StringBuilder();
  private final double left;
  private final double right;
  private final double bottom;
  private final double top;

  private AccuracyPlot(String title, String axis, ImmutableList<Line> lines) {
    this.title = title;
    this.axis = axis;
    this.lines = lines;
    ImmutableList<Point> points = lines.flatCollect(Line::points);
    double least = points.collectDouble(Point::cost).min();
    double most = points.collectDouble(Point::cost).max();
    left = Math.log10(least) - 0.12;
    right = Math.max(Math.log10(most) + 0.12, left + 0.5);
    double low = points.collectDouble(p -> p.accuracies().low()).min();
    double high = points.collectDouble(p -> p.accuracies().high()).max();
    bottom = Math.max(0, Math.floor(10 * low - 0.2) / 10);
    top = Math.clamp(Math.ceil(10 * high + 0.2) / 10, bottom + 0.1, 1);
  }

  /**
   * The picture.
   *
   * @param lines of points with positive costs, at least one
   */
  static String draw(String title, String axis, ImmutableList<Line> lines) {
    return new AccuracyPlot(title, axis, lines).draw();
  }

  private double x(double cost) {
    return LEFT + PLOT_WIDTH * Math.clamp((Math.log10(cost) - left) / (right - left), 0, 1);
  }

  private double y(double accuracy) {
    return TOP + PLOT_HEIGHT * (1 - (accuracy - bottom) / (top - bottom));
  }

  @SuppressWarnings("AnnotateFormatMethod") // No dependency for one annotation of one method.
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private String draw() {
    int letters = lines.collectInt(line -> line.label().length()).max();
    int width = LEGEND + 14 + LETTER * Math.clamp(letters, 6, LEGEND_LETTERS) + 16;
    int height = Math.max(TOP + PLOT_HEIGHT + 64, TOP + LEGEND_LINE * (lines.size() + 1));
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\">",
        width, height, width, height);
    add("<title>%s</title>", escaped(title));
    svg.append(
        """
        <style>
        text { font: 13px Inter, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
        .title { font-size: 16px; font-weight: 600; }
        .paper { fill: #ffffff; }
        .grid { stroke: #d8dee4; stroke-width: 1; }
        .frame { stroke: #8c959f; stroke-width: 1; fill: none; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .paper { fill: #0d1117; }
          .grid { stroke: #30363d; }
        }
        </style>
        """);
    add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", width, height);
    add("<text class=\"title\" x=\"%d\" y=\"26\">%s</text>", LEFT, escaped(title));
    axes();
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), i);
    }
    for (int i = 0; i < lines.size(); i++) {
      legend(lines.get(i), i);
    }
    svg.append("</svg>\n");
    return svg.toString();
  }

  private void axes() {
    int floor = TOP + PLOT_HEIGHT;
    int steps = (int) Math.round((top - bottom) * 10);
    for (int i = 0; i <= steps; i++) {
      double accuracy = bottom + i / 10.0;
      double at = y(accuracy);
      add(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, LEFT + PLOT_WIDTH, at, at);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f %%</text>",
          LEFT - 8, at + 4.5, 100 * accuracy);
    }
    for (double tick : ticks()) {
      double at = x(tick);
      add("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", at, at, TOP, floor);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          at, floor + 20, written(tick));
    }
    add(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        LEFT + PLOT_WIDTH / 2, floor + 46, escaped(axis));
  }

  /** 1, 2 and 5 times the powers of ten; over a wide range the powers alone. */
  private double[] ticks() {
    double[] steps = right - left > 3 ? new double[] {1} : new double[] {1, 2, 5};
    MutableList<Double> ticks = Lists.mutable.empty();
    for (int power = (int) Math.floor(left); power <= Math.ceil(right); power++) {
      for (double step : steps) {
        double tick = step * Math.pow(10, power);
        if (Math.log10(tick) >= left && Math.log10(tick) <= right) {
          ticks.add(tick);
        }
      }
    }
    return ticks.collectDouble(Double::doubleValue).toArray();
  }

  private static String written(double tick) {
    if (tick >= 1e6) {
      return String.format(Locale.ROOT, "%.0fM", tick / 1e6);
    }
    if (tick >= 10_000) {
      return String.format(Locale.ROOT, "%.0fk", tick / 1e3);
    }
    return tick >= 1
        ? String.format(Locale.ROOT, "%.0f", tick)
        : String.format(Locale.ROOT, "%.2g", tick);
  }

  private void line(Line line, int index) {
    String colour = COLOURS[index % COLOURS.length];
    if (line.points().size() > 1) {
      add(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
          colour,
          line.points()
              .collect(p -> String.format(Locale.ROOT, "%.1f,%.1f", x(p.cost()), y(p.accuracy())))
              .makeString(" "));
    }
    for (Point point : line.points()) {
      double x = x(point.cost());
      double y = y(point.accuracy());
      add("<g stroke=\"%s\" stroke-width=\"1.2\">", colour);
      add(
          "<title>%s: %.1f %% [%.1f, %.1f] at %.1f</title>",
          escaped(point.label()),
          100 * point.accuracy(),
          100 * point.accuracies().low(),
          100 * point.accuracies().high(),
          point.cost());
      add(
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
          x, x, y(point.accuracies().low()), y(point.accuracies().high()));
      if (point.costs().low() > 0) {
        add(
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
            x(point.costs().low()), x(point.costs().high()), y, y);
      }
      mark(index, x, y, colour);
      add("</g>");
    }
  }

  private void mark(int index, double x, double y, String colour) {
    // Colours come round after seven and marks after five, so that 35 lines differ.
    switch (index % MARKS) {
      case 0 -> add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"%s\"/>", x, y, colour);
      case 1 ->
          add(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>",
              x - 4, y - 4, colour);
      case 2 -> polygon(colour, x, y - 5.5, x + 5, y + 4, x - 5, y + 4);
      case 3 -> polygon(colour, x, y - 6, x + 6, y, x, y + 6, x - 6, y);
      default -> polygon(colour, x, y + 5.5, x + 5, y - 4, x - 5, y - 4);
    }
  }

  private void polygon(String colour, double... corners) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", corners[i], corners[i + 1]));
    }
    add("<polygon points=\"%s\" fill=\"%s\"/>", points.toString().strip(), colour);
  }

  private void legend(Line line, int index) {
    double y = TOP + 10.0 + LEGEND_LINE * index;
    String colour = COLOURS[index % COLOURS.length];
    add("<g stroke=\"%s\" stroke-width=\"1.2\">", colour);
    mark(index, LEGEND, y, colour);
    add("</g>");
    String label = line.label();
    String shown =
        label.length() <= LEGEND_LETTERS ? label : label.substring(0, LEGEND_LETTERS - 1) + "…";
    add("<text x=\"%d\" y=\"%.1f\">%s</text>", LEGEND + 14, y + 4.5, escaped(shown));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
