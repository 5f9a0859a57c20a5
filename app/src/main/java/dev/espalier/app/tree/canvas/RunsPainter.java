package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * What is painted otherwise where a tree is of several runs: colours say whose a box is, and in its
 * foot stands the sign of each of them with the glyph of what became of it there.
 */
final class RunsPainter {

  /** How much of a run's colour is in the ground of a box that is its alone. */
  private static final double TINT = 0.16;

  /** The least contrast a line may have with the ground, and what is mixed in if it has not. */
  private static final double LEGIBLE = 2;

  private static final double DEEPER = 0.35;

  /** From this size on there is room for a letter in a sign. */
  private static final double LETTERED = 4.6;

  private final TreeFonts fonts;
  private final boolean words;

  RunsPainter(TreeFonts fonts, boolean words) {
    this.fonts = fonts;
    this.words = words;
  }

  /** The colour of a box's outline and of the edge to it: its run's, or none's if it is shared. */
  static Color outline(Palette palette, RunStates runs, int box, boolean ghost) {
    int only = runs.only(box);
    return only < 0 ? palette.of(Ink.MUTED, ghost) : line(palette, only, ghost);
  }

  /** A run's colour for thin lines, darkened, or lightened, where the ground would swallow it. */
  private static Color line(Palette palette, int run, boolean ghost) {
    Color color = palette.of(Ink.run(run), ghost);
    Color ground = palette.of(Ink.BACKGROUND);
    double one = RunMark.luminance(palette.of(Ink.run(run))) + 0.05;
    double other = RunMark.luminance(ground) + 0.05;
    return Math.max(one, other) / Math.min(one, other) < LEGIBLE
        ? color.interpolate(palette.of(Ink.TEXT, ghost), DEEPER)
        : color;
  }

  static Color ground(Palette palette, RunStates runs, int box) {
    int only = runs.only(box);
    boolean there = runs.weightiest(box) != null;
    Color background = palette.of(there && only < 0 ? Ink.FILL : Ink.BACKGROUND);
    return there && only >= 0
        ? background.interpolate(palette.of(Ink.run(only)), TINT)
        : background;
  }

  /** Rings around a box that runs are at, one each. */
  static void halo(
      GraphicsContext g, TreeFrame frame, RunStates runs, int box, BoxPainter.Spot spot) {
    double distance = 3;
    for (int run = 0; run < runs.runs(); run++) {
      if ((runs.here(box) >> run & 1) == 1) {
        BoxPainter.ring(g, spot, distance, 3, frame.palette().of(Ink.BORDER));
        BoxPainter.ring(g, spot, distance, 2, frame.palette().of(Ink.run(run)));
        distance += 3.5;
      }
    }
  }

  /** The foot of a box whose text can be read. */
  void footer(GraphicsContext g, TreeFrame frame, RunStates runs, int box, BoxPainter.Spot spot) {
    double scale = spot.scale();
    double y = spot.y() + spot.height() - 13 * scale;
    double x = spot.x() + 15 * scale;
    double apart = (runs.runs() > 3 ? 23 : 29) * scale;
    for (int run = 0; run < runs.runs(); run++) {
      if ((runs.members(box) >> run & 1) == 1) {
        NodeStatus status = runs.status(run, box);
        mark(g, frame, run, status, x, y, 6 * scale);
        if (status != null) {
          StatusGlyph.draw(g, status, x + 13 * scale, y, 4.2 * scale, frame.palette().of(Ink.TEXT));
        }
        x += apart;
      }
    }
  }

  /** The signs alone, for a box whose text cannot be read; returns where they end. */
  double signs(GraphicsContext g, TreeFrame frame, RunStates runs, int box, BoxPainter.Spot spot) {
    double r = Math.min(4.2, spot.height() / 3.2);
    double x = spot.x() + r + 5;
    for (int run = 0; run < runs.runs(); run++) {
      if ((runs.members(box) >> run & 1) == 1) {
        double y = spot.y() + spot.height() / 2;
        mark(g, frame, run, runs.status(run, box), x, y, r);
        x += 2 * r + 4;
      }
    }
    return x - r;
  }

  private void mark(
      GraphicsContext g,
      TreeFrame frame,
      int run,
      @Nullable NodeStatus status,
      double x,
      double y,
      double r) {
    boolean ghost = status == null;
    Palette palette = frame.palette();
    RunMark.draw(
        g,
        run,
        x,
        y,
        r,
        palette.of(Ink.run(run), ghost),
        palette.of(Ink.MUTED, ghost),
        words && r >= LETTERED && !ghost ? fonts.semiBold(1.45 * r) : null);
  }

  /** A box too small for signs: a stripe of each run's colour. */
  static void stripes(
      GraphicsContext g, TreeFrame frame, RunStates runs, int box, BoxPainter.Spot spot) {
    Palette palette = frame.palette();
    int members = Integer.bitCount(runs.members(box));
    g.setFill(palette.of(Ink.BORDER, runs.weightiest(box) == null));
    g.fillRect(spot.x(), spot.y(), spot.width(), spot.height());
    double height = (spot.height() - 2) / Math.max(1, members);
    double y = spot.y() + 1;
    for (int run = 0; run < runs.runs(); run++) {
      if ((runs.members(box) >> run & 1) == 1) {
        g.setFill(palette.of(Ink.run(run), runs.status(run, box) == null));
        g.fillRect(spot.x() + 1, y, spot.width() - 2, height);
        y += height;
      }
    }
  }

  /** The colour of a box of a pixel or two. */
  static Color tile(Palette palette, RunStates runs, int box) {
    return runs.weightiest(box) == null ? palette.faint() : outline(palette, runs, box, false);
  }

  /** Where boxes share a pixel, what is one run's alone shows before what is shared. */
  static int tileWeight(RunStates runs, int box) {
    return runs.weightiest(box) == null ? 3 : runs.only(box) < 0 ? 5 : 7;
  }
}
