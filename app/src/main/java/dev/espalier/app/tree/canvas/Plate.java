package dev.espalier.app.tree.canvas;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.TextTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.layout.TreeScene;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.BitSet;
import java.util.function.Function;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;

/**
 * An image of a whole tree, painted in pieces, since no graphics card has canvases of any size. On
 * the JavaFX thread only.
 *
 * @param scale pixels a world unit; made smaller where the image would grow beyond 40 million
 *     pixels
 */
record Plate(boolean dark, double scale) {

  private static final double MARGIN = 32;
  private static final double MOST_PIXELS = 40e6;
  private static final int PIECE = 2048;

  /**
   * What is on it.
   *
   * @param halo the box that time is at, −1 for none
   * @param chosen boxes on the way to the solution
   */
  record Content(TreeStates states, int halo, BitSet chosen) {}

  /**
   * @param words whether there is text; glyphs are not the same to the bit on every system
   */
  BufferedImage paint(boolean words, TextTree tree, Function<TreeScene, Content> made) {
    TreeCanvas styled = new TreeCanvas(new TreeViewModel());
    Scene styles = new Scene(new StackPane(styled));
    styles.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
    styled.applyCss();
    TreeFonts fonts = styled.fonts();
    TreeScene scene = TreeScene.of(tree, fonts.measure());
    Content content = made.apply(scene);
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
        TreeFrame frame =
            new TreeFrame(
                scene,
                content.states(),
                styled.palette(),
                camera,
                w,
                h,
                content.halo(),
                -1,
                -1,
                new BitSet(),
                content.chosen());
        Canvas canvas = new Canvas(w, h);
        painter.paint(canvas.getGraphicsContext2D(), frame);
        target.drawImage(pixels(canvas, w, h), left, top, null);
      }
    }
    target.dispose();
    return image;
  }

  private static BufferedImage pixels(Canvas canvas, int w, int h) {
    WritableImage shot = canvas.snapshot(null, new WritableImage(w, h));
    return SwingFXUtils.fromFXImage(shot, null);
  }
}
