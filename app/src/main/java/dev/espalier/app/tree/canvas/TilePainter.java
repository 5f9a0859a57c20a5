package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.layout.Boxes;
import dev.espalier.app.tree.layout.TreeScene;
import java.util.BitSet;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * Paints a tree of which each box is a few pixels or less. Filling an array is far cheaper than
 * telling the graphics context of a hundred thousand rectangles, and where several boxes share a
 * pixel the one that says most can be chosen.
 */
final class TilePainter {

  private final Raster raster;
  private final TreeScene scene;
  private final TreeStates states;
  private final Palette palette;
  private final double x;
  private final double y;
  private final double scaleX;
  private final double scaleY;

  /**
   * @param x world coordinate of the raster's left edge
   * @param y world coordinate of its upper edge
   * @param scaleX pixels a world unit to the right
   * @param scaleY pixels a world unit downwards
   */
  TilePainter(
      Raster raster,
      TreeScene scene,
      TreeStates states,
      Palette palette,
      double x,
      double y,
      double scaleX,
      double scaleY) {
    this.raster = raster;
    this.scene = scene;
    this.states = states;
    this.palette = palette;
    this.x = x;
    this.y = y;
    this.scaleX = scaleX;
    this.scaleY = scaleY;
  }

  void edges(int[] boxes, BitSet highlighted, BitSet chosen) {
    int plain = Raster.argb(palette.of(TreeInk.EDGE));
    int ghost = Raster.argb(palette.of(TreeInk.EDGE, true));
    int solution = Raster.argb(palette.of(TreeInk.SOLUTION));
    int selected = Raster.argb(palette.of(TreeInk.SELECTED));
    for (int box : boxes) {
      if (states.status(box) == null) {
        edge(box, ghost, 1);
      } else if (chosen.get(box)) {
        edge(box, solution, 4);
      } else if (highlighted.get(box)) {
        edge(box, selected, 4);
      } else {
        edge(box, plain, 2);
      }
    }
  }

  private void edge(int box, int color, int weight) {
    int parent = scene.parent(box);
    if (parent < 0) {
      return;
    }
    double x1 = (scene.x(parent) + scene.width(parent) - x) * scaleX;
    double x2 = (scene.x(box) - x) * scaleX;
    double y1 = (scene.middleY(parent) - y) * scaleY;
    double y2 = (scene.middleY(box) - y) * scaleY;
    double middle = (x1 + x2) / 2;
    raster.fill(x1, y1, middle, y1, color, weight);
    raster.fill(middle, Math.min(y1, y2), middle, Math.max(y1, y2), color, weight);
    raster.fill(middle, y2, x2, y2, color, weight);
  }

  void boxes(int[] boxes) {
    for (int box : boxes) {
      double left = (scene.x(box) - x) * scaleX;
      double top = (scene.y(box) - y) * scaleY;
      NodeStatus status = states.status(box);
      RunStates runs = states.runs();
      raster.fill(
          left,
          top,
          left + scene.width(box) * scaleX,
          top + scene.height(box) * scaleY,
          Raster.argb(runs == null ? color(status) : RunsPainter.tile(palette, runs, box)),
          runs == null ? weight(status) : RunsPainter.tileWeight(runs, box));
      if (scene.hidden(box) > 0) {
        stub(box);
      }
    }
  }

  private void stub(int box) {
    NodeStatus status = states.hiddenStatus(box);
    double left = (scene.stubX(box) - x) * scaleX;
    double top = (scene.stubY(box) - y) * scaleY;
    raster.fill(
        left,
        top,
        left + Boxes.STUB_WIDTH * scaleX,
        top + Boxes.STUB_HEIGHT * scaleY,
        Raster.argb(color(status)),
        weight(status));
  }

  private Color color(@Nullable NodeStatus status) {
    return switch (status) {
      case null -> palette.faint();
      case EXPANDED -> palette.of(TreeInk.BORDER);
      case PRUNED -> palette.of(TreeInk.PRUNED, true);
      case WRITING, OPEN, KEPT, FINISHED, SOLUTION -> palette.of(StatusGlyph.ink(status));
    };
  }

  private static int weight(@Nullable NodeStatus status) {
    return switch (status) {
      case null -> 3;
      case PRUNED -> 5;
      case EXPANDED -> 6;
      case WRITING, OPEN, KEPT -> 7;
      case FINISHED -> 8;
      case SOLUTION -> 9;
    };
  }
}
