package dev.espalier.app.tree.canvas;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.TreeScene;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;

/**
 * A whole tree as an image, with or without a display.
 *
 * @param cursor in [0, size of the tree]; what comes later is drawn as ghosts
 * @param scale pixels a world unit, in (0, 3]; made smaller where the image would grow beyond 40
 *     million pixels
 */
public record TreePicture(SearchTree tree, int cursor, Metric metric, boolean dark, double scale) {

  private static final double MARGIN = 32;
  private static final double MOST_PIXELS = 40e6;

  /** Painted in pieces, since no graphics card has canvases of any size. */
  private static final int PIECE = 2048;

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
    TreeCanvas styled = new TreeCanvas(new TreeViewModel());
    Scene styles = new Scene(new StackPane(styled));
    styles.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    styled.applyCss();
    TreeFonts fonts = styled.fonts();
    TreeScene scene = TreeScene.of(tree, fonts.measure());
    TreeStates states = new TreeStates(tree, scene, cursor, metric);
    double worldWidth = scene.totalWidth() + 2 * MARGIN;
    double worldHeight = scene.totalHeight() + 2 * MARGIN;
    double fitting = Math.min(scale, Math.sqrt(MOST_PIXELS / (worldWidth * worldHeight)));
    int width = (int) Math.max(1, Math.round(worldWidth * fitting));
    int height = (int) Math.max(1, Math.round(worldHeight * fitting));
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D target = image.createGraphics();
    TreePainter painter = new TreePainter(fonts, words);
    for (int top = 0; top < height; top += PIECE) {
      for (int left = 0; left < width; left += PIECE) {
        int w = Math.min(PIECE, width - left);
        int h = Math.min(PIECE, height - top);
        Camera camera = new Camera(left / fitting - MARGIN, top / fitting - MARGIN, fitting);
        TreeFrame frame = frame(scene, states, styled.palette(), camera, w, h);
        Canvas canvas = new Canvas(w, h);
        painter.paint(canvas.getGraphicsContext2D(), frame);
        target.drawImage(pixels(canvas, w, h), left, top, null);
      }
    }
    target.dispose();
    return image;
  }

  private TreeFrame frame(
      TreeScene scene, TreeStates states, Palette palette, Camera camera, int w, int h) {
    int current = tree.currentNode(cursor);
    var conclusion = tree.conclusionAt(cursor);
    boolean solved = conclusion != null && conclusion.results().notEmpty();
    BitSet chosen =
        conclusion != null && solved
            ? TreeFrame.path(scene, scene.boxOf(conclusion.results().getFirst().node()))
            : new BitSet();
    // A finished tree has no moment to point at.
    int halo = current < 0 || (cursor == tree.size() && solved) ? -1 : scene.boxOf(current);
    return new TreeFrame(scene, states, palette, camera, w, h, halo, -1, -1, new BitSet(), chosen);
  }

  private static BufferedImage pixels(Canvas canvas, int w, int h) {
    WritableImage shot = canvas.snapshot(null, new WritableImage(w, h));
    return SwingFXUtils.fromFXImage(shot, null);
  }
}
