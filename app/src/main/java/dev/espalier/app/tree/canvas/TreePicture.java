package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.layout.TreeScene;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import javax.imageio.ImageIO;

/**
 * A whole tree as an image, with or without a display.
 *
 * @param cursor in [0, size of the tree]; what comes later is drawn as ghosts
 * @param scale pixels a world unit, in (0, 3]; made smaller where the image would grow beyond 40
 *     million pixels
 */
public record TreePicture(SearchTree tree, int cursor, Metric metric, boolean dark, double scale) {

  public TreePicture {
    if (cursor < 0 || cursor > tree.size()) {
      throw new IllegalArgumentException(
          "the cursor is " + cursor + "; it must be from 0 to " + tree.size());
    }
    if (!(scale > 0 && scale <= Camera.LARGEST)) {
      throw new IllegalArgumentException(
          "the scale is " + scale + "; it must be above 0 and at most " + Camera.LARGEST);
    }
  }

  /** The tree at its end, by score, at full size. */
  public static TreePicture of(SearchTree tree, boolean dark) {
    return new TreePicture(tree, tree.size(), Metric.SCORE, dark, 1);
  }

  /** Writes the picture as a PNG file. Not to be called on the JavaFX thread for large trees. */
  public void write(Path file) throws IOException {
    if (!ImageIO.write(render(), "png", file.toFile())) {
      throw new IOException("this Java cannot write PNG files: " + file);
    }
  }

  /** The picture; callable from any thread, starts JavaFX if need be. */
  public BufferedImage render() {
    return render(true);
  }

  /** The same, or everything but the text: glyphs are not the same to the bit on every system. */
  BufferedImage render(boolean words) {
    return FxThread.call(() -> paint(words));
  }

  private BufferedImage paint(boolean words) {
    return new Plate(dark, scale)
        .paint(
            words,
            tree,
            scene -> {
              int current = tree.currentNode(cursor);
              BitSet chosen = chosen(scene);
              // A finished tree has no moment to point at.
              boolean over = cursor == tree.size() && !chosen.isEmpty();
              return new Plate.Content(
                  new TreeStates(tree, scene, cursor, metric),
                  current < 0 || over ? -1 : scene.boxOf(current),
                  chosen);
            });
  }

  private BitSet chosen(TreeScene scene) {
    var conclusion = tree.conclusionAt(cursor);
    return conclusion == null || conclusion.results().isEmpty()
        ? new BitSet()
        : TreeFrame.path(scene, scene.boxOf(conclusion.results().getFirst().node()));
  }
}
