package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.layout.Boxes;
import dev.espalier.app.tree.layout.TextMeasure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.eclipse.collections.impl.map.mutable.primitive.IntDoubleHashMap;

/**
 * The fonts of the tree: Inter, brought along so that a tree looks and measures the same on every
 * machine.
 */
final class TreeFonts {

  private static final String FOLDER = "/dev/espalier/app/fonts/";

  private final String regularName = load("Inter-Regular.ttf");
  private final String semiBoldName = load("Inter-SemiBold.ttf");
  private final Map<Double, Font> regular = new HashMap<>();
  private final Map<Double, Font> semiBold = new HashMap<>();
  private final IntDoubleHashMap widths = new IntDoubleHashMap();
  private final IntDoubleHashMap boldWidths = new IntDoubleHashMap();
  private final Text ruler = new Text();

  Font regular(double size) {
    return regular.computeIfAbsent(quarter(size), s -> new Font(regularName, s));
  }

  Font semiBold(double size) {
    return semiBold.computeIfAbsent(quarter(size), s -> new Font(semiBoldName, s));
  }

  /** Sizes in quarters of a pixel, so that zooming does not fill the glyph cache. */
  private static double quarter(double size) {
    return Math.max(1, Math.rint(size * 4) / 4);
  }

  private static String load(String file) {
    try (InputStream stream = TreeFonts.class.getResourceAsStream(FOLDER + file)) {
      Font font = stream == null ? null : Font.loadFont(stream, Boxes.FONT_SIZE);
      if (font == null) {
        throw new IllegalStateException("the font " + file + " is missing from the program");
      }
      return font.getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Measures text at the size of a box's text. */
  TextMeasure measure() {
    return codePoint -> width(codePoint, widths, regular(Boxes.FONT_SIZE));
  }

  /** Width of regular text of a size. */
  double regularWidth(String text, double size) {
    return text.codePoints().mapToDouble(measure()::width).sum() * (size / Boxes.FONT_SIZE);
  }

  /** Width of semi-bold text of a size. */
  double semiBoldWidth(String text, double size) {
    Font font = semiBold(Boxes.FONT_SIZE);
    return text.codePoints().mapToDouble(c -> width(c, boldWidths, font)).sum()
        * (size / Boxes.FONT_SIZE);
  }

  private double width(int codePoint, IntDoubleHashMap cache, Font font) {
    double known = cache.getIfAbsent(codePoint, -1);
    if (known >= 0) {
      return known;
    }
    // Eight times over, because the bounds of a single character are rounded to whole pixels.
    ruler.setFont(font);
    ruler.setText(Character.toString(codePoint).repeat(8));
    double width = ruler.getLayoutBounds().getWidth() / 8;
    cache.put(codePoint, width);
    return width;
  }
}
