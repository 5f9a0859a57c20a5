package dev.espalier.app.tree.canvas;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.layout.Boxes;
import dev.espalier.app.tree.layout.TreeScene;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** Paints the sign beside a box of what is folded away below it: how much, and its best fate. */
final class StubPainter {

  private static final double SIZE = 11;
  private static final double PADDING = 9;

  private final TreeFonts fonts;
  private final boolean words;

  /** With {@code words} off, everything but the text is painted. */
  StubPainter(TreeFonts fonts, boolean words) {
    this.fonts = fonts;
    this.words = words;
  }

  void paint(GraphicsContext g, TreeFrame frame, int box) {
    TreeScene scene = frame.scene();
    if (scene.hidden(box) == 0) {
      return;
    }
    Camera camera = frame.camera();
    Palette palette = frame.palette();
    double scale = camera.scale();
    int hidden = frame.states().hidden(box);
    NodeStatus status = frame.states().hiddenStatus(box);
    double x = camera.viewX(scene.stubX(box));
    double y = camera.viewY(scene.stubY(box));
    double width = Boxes.STUB_WIDTH * scale;
    double height = Boxes.STUB_HEIGHT * scale;
    boolean ghost = hidden == 0;
    Color line = palette.of(TreeInk.EDGE, ghost);
    g.setLineDashes((double[]) null);
    g.setStroke(line);
    g.setLineWidth(Math.max(0.8, Math.min(1, scale)));
    double middle = y + height / 2;
    g.strokeLine(x - Boxes.STUB_GAP * scale, middle, x, middle);
    g.setFill(palette.of(TreeInk.BACKGROUND));
    g.fillRoundRect(x, y, width, height, height, height);
    g.setStroke(palette.of(StatusGlyph.ink(status), ghost));
    g.strokeRoundRect(x, y, width, height, height, height);
    if (frame.detail() == LevelOfDetail.BOX || ghost || status == null) {
      return;
    }
    Color color = palette.of(StatusGlyph.ink(status));
    StatusGlyph.draw(g, status, x + (PADDING + 4) * scale, middle, 4.4 * scale, color);
    if (words) {
      g.setTextBaseline(VPos.CENTER);
      g.setTextAlign(TextAlignment.LEFT);
      g.setFont(fonts.regular(SIZE * scale));
      g.setFill(palette.of(TreeInk.TEXT));
      g.fillText(
          words(hidden, scene.inColumns() ? Double.NaN : frame.states().hiddenMass(box)),
          x + (PADDING + 14) * scale,
          middle + 0.5 * scale);
    }
  }

  /**
   * What a stub says.
   *
   * @param mass probability of all that begins below, NaN to leave it out: that of a whole step is
   *     too small to say anything
   */
  static String words(int hidden, double mass) {
    String count = "+" + Numbers.count(hidden);
    return Double.isNaN(mass) ? count + " folded" : count + " · " + Numbers.percent(mass);
  }
}
