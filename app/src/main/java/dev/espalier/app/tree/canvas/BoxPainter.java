package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.layout.Boxes;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.app.tree.layout.VisibleText;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** Paints single boxes, at the three levels of detail at which they are boxes. */
final class BoxPainter {

  private static final double NUMBER_SIZE = 11;
  private static final double SMALL = 10.5;

  /** Below this width, in pixels, a number has no room beside its glyph. */
  private static final double NARROW = 64;

  /** How much of the text's colour is in numbers' names, and in stand-ins for whitespace. */
  private static final double SECOND = 0.7;

  private static final double MARKS = 0.45;

  private final TreeFonts fonts;
  private final boolean words;
  private final RunsPainter runsPainter;

  /** With {@code words} off, everything but the text is painted. */
  BoxPainter(TreeFonts fonts, boolean words) {
    this.fonts = fonts;
    this.words = words;
    this.runsPainter = new RunsPainter(fonts, words);
  }

  /** A box on screen. */
  record Spot(double x, double y, double width, double height, double scale) {
    static Spot of(TreeFrame frame, int box) {
      TreeScene scene = frame.scene();
      Camera camera = frame.camera();
      return new Spot(
          camera.viewX(scene.x(box)),
          camera.viewY(scene.y(box)),
          scene.width(box) * camera.scale(),
          scene.height(box) * camera.scale(),
          camera.scale());
    }

    Spot grown(double by) {
      return new Spot(x - by, y - by, width + 2 * by, height + 2 * by, scale);
    }
  }

  void paint(GraphicsContext g, TreeFrame frame, int box) {
    Spot spot = Spot.of(frame, box);
    if (spot.x > frame.width() + 12 || spot.x + spot.width < -12) {
      return;
    }
    RunStates runs = frame.states().runs();
    switch (frame.detail()) {
      case TEXT -> {
        halo(g, frame, box, spot);
        body(g, frame, box, spot);
        spent(g, frame, box, spot);
        if (words) {
          text(g, frame, box, spot);
        }
        if (runs == null) {
          footer(g, frame, box, spot);
        } else {
          runsPainter.footer(g, frame, runs, box, spot);
        }
      }
      case SCORE -> {
        halo(g, frame, box, spot);
        body(g, frame, box, spot);
        if (runs == null) {
          number(g, frame, box, spot);
        } else {
          double x = runsPainter.signs(g, frame, runs, box, spot);
          opening(g, frame, box, spot, x + 4);
        }
      }
      case BOX, TILE -> {
        if (runs == null) {
          plain(g, frame, box, spot);
        } else {
          RunsPainter.stripes(g, frame, runs, box, spot);
        }
        halo(g, frame, box, spot);
      }
    }
  }

  private static void halo(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    Palette palette = frame.palette();
    g.setLineDashes((double[]) null);
    RunStates runs = frame.states().runs();
    if (runs != null) {
      RunsPainter.halo(g, frame, runs, box, spot);
    }
    if (box == frame.current()) {
      Color color = palette.of(Ink.CURRENT);
      ring(g, spot, 5, 6, color.deriveColor(0, 1, 1, 0.28));
      ring(g, spot, 3.5, 2.5, color);
    }
    if (box == frame.selected()) {
      ring(g, spot, box == frame.current() ? 7 : 4, 2, palette.of(Ink.SELECTED));
    } else if (box == frame.hovered()) {
      ring(g, spot, box == frame.current() ? 7 : 3.5, 1.2, palette.of(Ink.MUTED));
    }
  }

  static void ring(GraphicsContext g, Spot spot, double distance, double width, Color color) {
    Spot outer = spot.grown(distance);
    double arc = 2 * (corner(spot) + distance);
    g.setStroke(color);
    g.setLineWidth(width);
    g.strokeRoundRect(outer.x, outer.y, outer.width, outer.height, arc, arc);
  }

  private static double corner(Spot spot) {
    return 6 * Math.min(1, spot.scale);
  }

  private static Color ground(TreeFrame frame, int box) {
    RunStates runs = frame.states().runs();
    if (runs != null) {
      return RunsPainter.ground(frame.palette(), runs, box);
    }
    NodeStatus status = frame.states().status(box);
    return status == null || status == NodeStatus.PRUNED
        ? frame.palette().of(Ink.BACKGROUND)
        : frame.palette().fill(frame.states().level(box));
  }

  /** What matters less, paler but still legible on the box's own ground. */
  private static Color pale(TreeFrame frame, int box, double share) {
    return ground(frame, box).interpolate(frame.palette().of(Ink.TEXT), share);
  }

  private static void body(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    Palette palette = frame.palette();
    double arc = 2 * corner(spot);
    g.setFill(ground(frame, box));
    g.fillRoundRect(spot.x, spot.y, spot.width, spot.height, arc, arc);
    double width = strokeWidth(status) * Math.min(1, Math.max(0.6, spot.scale));
    RunStates runs = frame.states().runs();
    g.setStroke(
        runs == null
            ? palette.of(StatusGlyph.ink(status), status == null)
            : RunsPainter.outline(palette, runs, box, status == null));
    g.setLineWidth(width);
    g.setLineDashes(dashes(status, spot.scale));
    // Strokes lie inside the box, so that a thick one does not eat into the gap.
    Spot inner = spot.grown(-width / 2);
    g.strokeRoundRect(inner.x, inner.y, inner.width, inner.height, arc, arc);
    g.setLineDashes((double[]) null);
    if (status == NodeStatus.SOLUTION || status == NodeStatus.FINISHED) {
      Spot second = spot.grown(-width - 2 * spot.scale);
      g.setLineWidth(Math.max(0.7, spot.scale));
      double secondArc = Math.max(0, arc - 4 * spot.scale);
      g.strokeRoundRect(second.x, second.y, second.width, second.height, secondArc, secondArc);
    }
  }

  /** How much of all work went into what lies below, as a bar that rises from the foot. */
  private static void spent(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    double share = frame.states().spent(box);
    if (status != NodeStatus.EXPANDED || box == 0 || share <= 0) {
      return;
    }
    double inset = 5 * spot.scale;
    double height = (spot.height - 2 * inset) * share;
    double width = 2.5 * spot.scale;
    g.setFill(pale(frame, box, SECOND));
    g.fillRoundRect(
        spot.x + 3.2 * spot.scale,
        spot.y + spot.height - inset - height,
        width,
        height,
        width,
        width);
  }

  /** Null for a solid outline. */
  static double @Nullable [] dashes(@Nullable NodeStatus status, double scale) {
    return switch (status) {
      case PRUNED -> new double[] {5 * scale, 4 * scale};
      case WRITING -> new double[] {1.5 * scale, 3 * scale};
      case null -> null;
      case OPEN, EXPANDED, KEPT, FINISHED, SOLUTION -> null;
    };
  }

  static double strokeWidth(@Nullable NodeStatus status) {
    return switch (status) {
      case null -> 1;
      case EXPANDED -> 1.2;
      case PRUNED -> 1.2;
      case WRITING, OPEN, KEPT, FINISHED -> 2;
      case SOLUTION -> 2.5;
    };
  }

  private void text(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    Palette palette = frame.palette();
    Color known = status == NodeStatus.PRUNED ? pale(frame, box, SECOND) : palette.of(Ink.TEXT);
    Color marks = pale(frame, box, MARKS);
    Color ghost = palette.of(Ink.MUTED, true);
    g.setTextBaseline(VPos.BASELINE);
    g.setTextAlign(TextAlignment.LEFT);
    g.setFont(fonts.regular(Boxes.FONT_SIZE * spot.scale));
    double x = spot.x + Boxes.PADDING * spot.scale;
    double y = spot.y + (Boxes.PADDING + 11) * spot.scale;
    int shown = frame.states().shown(box);
    for (VisibleText.Line line : frame.scene().lines(box)) {
      int until = Math.clamp((long) shown - line.begin(), 0, line.text().length());
      String text = line.text();
      if (until < text.length() && until > 0 && Character.isLowSurrogate(text.charAt(until))) {
        until--;
      }
      double end = piece(g, text.substring(0, until), x, y, spot.scale, known, marks);
      if (until < text.length()) {
        g.setFill(ghost);
        g.fillText(text.substring(until), end, y);
      }
      y += Boxes.LINE_HEIGHT * spot.scale;
    }
  }

  /** Text with the stand-ins for whitespace paler than the rest; returns where it ends. */
  private double piece(
      GraphicsContext g, String text, double x, double y, double scale, Color color, Color marks) {
    int begin = 0;
    double at = x;
    while (begin < text.length()) {
      boolean mark = isMark(text.charAt(begin));
      int end = begin + 1;
      while (end < text.length() && isMark(text.charAt(end)) == mark) {
        end++;
      }
      String part = text.substring(begin, end);
      g.setFill(mark ? marks : color);
      g.fillText(part, at, y);
      at += scale * part.codePoints().mapToDouble(fonts.measure()::width).sum();
      begin = end;
    }
    return at;
  }

  private static boolean isMark(char c) {
    return c == '␣' || c == '↵' || c == '→' || c == '□';
  }

  private void footer(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    if (status == null) {
      return;
    }
    Palette palette = frame.palette();
    double scale = spot.scale;
    double y = spot.y + spot.height - 13.5 * scale;
    double x = spot.x + Boxes.PADDING * scale;
    Color second = pale(frame, box, SECOND);
    boolean plain = status == NodeStatus.EXPANDED || status == NodeStatus.PRUNED;
    Color color = plain ? second : palette.of(StatusGlyph.ink(status));
    StatusGlyph.draw(g, status, x + 4.5 * scale, y, 4.8 * scale, color);
    if (!words) {
      return;
    }
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.LEFT);
    Figures figures = figures(frame, box, status);
    Color first = status == NodeStatus.PRUNED ? second : palette.of(Ink.TEXT);
    double at = x + 15 * scale;
    for (Figures.Figure figure : figures.parts()) {
      at = figure(g, figure, at, y + 0.5 * scale, scale, first, second);
    }
    if (spot.width >= 150 * scale) {
      g.setTextAlign(TextAlignment.RIGHT);
      g.setFont(fonts.regular(NUMBER_SIZE * scale));
      g.setFill(second);
      int tokens = frame.states().tokens(box);
      g.fillText(
          tokens + (tokens == 1 ? " token" : " tokens"),
          spot.x + spot.width - Boxes.PADDING * scale,
          y + 0.5 * scale);
      g.setTextAlign(TextAlignment.LEFT);
    }
  }

  private static Figures figures(TreeFrame frame, int box, NodeStatus status) {
    if (box == 0) {
      return Figures.named("prompt");
    }
    Score score = frame.states().score(box);
    Reason reason = frame.states().reason(box);
    if (score != null) {
      return Figures.of(score);
    }
    return Figures.named(reason == null ? status.label() : Figures.of(reason));
  }

  /** A name in plain and its number in bold type; returns where the next begins. */
  private double figure(
      GraphicsContext g,
      Figures.Figure figure,
      double x,
      double y,
      double scale,
      Color first,
      Color second) {
    double at = x;
    double size = NUMBER_SIZE * scale;
    if (!figure.name().isEmpty()) {
      g.setFont(fonts.regular(size));
      g.setFill(second);
      g.fillText(figure.name(), at, y);
      at += fonts.regularWidth(figure.name(), size) + 4 * scale;
    }
    if (!figure.number().isEmpty()) {
      g.setFont(fonts.semiBold(size));
      g.setFill(first);
      g.fillText(figure.number(), at, y);
      at += fonts.semiBoldWidth(figure.number(), size);
    }
    return at + 9 * scale;
  }

  private void number(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    if (status == null) {
      return;
    }
    Palette palette = frame.palette();
    Color second = pale(frame, box, SECOND);
    Color first = status == NodeStatus.PRUNED ? second : palette.of(Ink.TEXT);
    if (spot.width < NARROW) {
      word(g, frame, box, spot, first);
      return;
    }
    boolean twoRows = spot.height >= 31;
    double middle = spot.y + spot.height / 2 + (twoRows ? 7 : 0);
    String number = Figures.number(frame.states().metric(box));
    double glyph = 3.8;
    boolean plain = status == NodeStatus.EXPANDED || status == NodeStatus.PRUNED;
    Color ink = plain ? second : palette.of(StatusGlyph.ink(status));
    StatusGlyph.draw(g, status, spot.x + 8 + glyph, middle, glyph, ink);
    if (!words) {
      return;
    }
    g.setFont(fonts.semiBold(SMALL));
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(first);
    double x = spot.x + 8 + 2 * glyph + 5;
    g.fillText(number, x, middle);
    double right = spot.x + spot.width - 6;
    double begin =
        twoRows ? spot.x + 8 : x + (number.isEmpty() ? 0 : fonts.semiBoldWidth(number, SMALL) + 7);
    if (right - begin > 24) {
      g.setFont(fonts.regular(SMALL));
      g.setFill(twoRows ? first : second);
      g.fillText(beginning(frame, box, right - begin), begin, twoRows ? middle - 14.5 : middle);
    }
  }

  /** What fits of a box's text to the right of {@code x}, in the middle of its height. */
  private void opening(GraphicsContext g, TreeFrame frame, int box, Spot spot, double x) {
    double room = spot.x + spot.width - 6 - x;
    if (words && room > 24) {
      g.setFont(fonts.regular(SMALL));
      g.setTextBaseline(VPos.CENTER);
      g.setTextAlign(TextAlignment.LEFT);
      g.setFill(frame.palette().of(Ink.TEXT));
      g.fillText(beginning(frame, box, room), x, spot.y + spot.height / 2 + 0.5);
    }
  }

  /** What fits into a box too small for a glyph and a number; outline and ground say the rest. */
  private void word(GraphicsContext g, TreeFrame frame, int box, Spot spot, Color color) {
    if (!words) {
      return;
    }
    g.setFont(fonts.regular(SMALL));
    g.setTextBaseline(VPos.CENTER);
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(color);
    g.fillText(
        beginning(frame, box, spot.width - 8),
        spot.x + spot.width / 2,
        spot.y + spot.height / 2 + 0.5);
    g.setTextAlign(TextAlignment.LEFT);
  }

  /** As much of a box's first line as is known and fits. */
  private String beginning(TreeFrame frame, int box, double room) {
    if (frame.scene().lines(box).isEmpty()) {
      return "";
    }
    String line = frame.scene().lines(box).getFirst().text();
    int known = Math.min(line.length(), frame.states().shown(box));
    double unit = SMALL / Boxes.FONT_SIZE;
    double left = room - unit * fonts.measure().width('…');
    for (int i = 0; i < known; ) {
      int c = line.codePointAt(i);
      left -= unit * fonts.measure().width(c);
      if (left < 0) {
        return line.substring(0, i).stripTrailing() + "…";
      }
      i += Character.charCount(c);
    }
    return line.substring(0, known);
  }

  private static void plain(GraphicsContext g, TreeFrame frame, int box, Spot spot) {
    NodeStatus status = frame.states().status(box);
    Palette palette = frame.palette();
    if (status == null) {
      g.setFill(palette.faint());
      g.fillRect(spot.x, spot.y, spot.width, spot.height);
      return;
    }
    g.setFill(palette.of(StatusGlyph.ink(status)));
    g.fillRect(spot.x, spot.y, spot.width, spot.height);
    if (status != NodeStatus.SOLUTION) {
      double line = status == NodeStatus.EXPANDED || status == NodeStatus.PRUNED ? 1 : 1.6;
      g.setFill(
          status == NodeStatus.PRUNED
              ? palette.of(Ink.BACKGROUND)
              : palette.fill(frame.states().level(box)));
      g.fillRect(spot.x + line, spot.y + line, spot.width - 2 * line, spot.height - 2 * line);
    }
  }
}
