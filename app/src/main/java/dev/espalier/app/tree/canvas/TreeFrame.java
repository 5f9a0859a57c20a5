package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.layout.TreeScene;
import java.util.BitSet;

/**
 * Everything there is to one picture of a tree. Boxes are −1 where there is none.
 *
 * @param width of the picture in pixels
 * @param highlighted boxes on the way from the root to the node under the pointer or chosen
 * @param chosen boxes on the way to the solution
 */
record TreeFrame(
    TreeScene scene,
    TreeStates states,
    Palette palette,
    Camera camera,
    double width,
    double height,
    int current,
    int selected,
    int hovered,
    BitSet highlighted,
    BitSet chosen) {

  LevelOfDetail detail() {
    return LevelOfDetail.at(camera.scale());
  }

  /** The boxes in the picture, or whose edge is, halos and stroke widths allowed for. */
  int[] visible() {
    double margin = 12 / camera.scale();
    return scene.visible(
        camera.x() - margin,
        camera.y() - margin,
        width / camera.scale() + 2 * margin,
        height / camera.scale() + 2 * margin);
  }

  /** The boxes from the root to {@code box}. */
  static BitSet path(TreeScene scene, int box) {
    BitSet path = new BitSet();
    for (int b = box; b >= 0; b = scene.parent(b)) {
      path.set(b);
    }
    return path;
  }
}
