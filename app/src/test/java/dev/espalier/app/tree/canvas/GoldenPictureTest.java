package dev.espalier.app.tree.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The encodings of nodes, to the pixel. Rewrite the pictures with {@code -Dgolden.update=true}
 * after looking at them.
 */
class GoldenPictureTest {

  private static TreePicture picture(boolean dark, double scale) {
    SearchTree tree = SearchTree.of(SyntheticSearch.everyStatus());
    return new TreePicture(tree, SyntheticSearch.STATUSES_UNTIL, Metric.SCORE, dark, scale);
  }

  private static BufferedImage golden(String name, BufferedImage actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Path file = Path.of("src/test/resources/dev/espalier/app/tree/canvas", name);
      Files.createDirectories(file.getParent());
      ImageIO.write(actual, "png", file.toFile());
      return actual;
    }
    try (InputStream stream = GoldenPictureTest.class.getResourceAsStream(name)) {
      assertThat(stream).as("golden picture %s", name).isNotNull();
      return ImageIO.read(stream);
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @ParameterizedTest(name = "{0} at scale {1}")
  @CsvSource({"light, 1", "dark, 1", "light, 0.4", "light, 0.2", "light, 0.1", "dark, 0.1"})
  void shapesAreThoseOfTheGoldenPictureToThePixel(String theme, double scale) throws IOException {
    BufferedImage actual = picture(theme.equals("dark"), scale).render(false);
    BufferedImage expected = golden("statuses-%s-%s.png".formatted(theme, scale), actual);
    assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
    assertThat(pixels(actual)).isEqualTo(pixels(expected));
  }

  /** Glyphs come from the system's rasteriser, so only most of their weight has to agree. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"light", "dark"})
  void wordsAreWhereTheGoldenPictureHasThem(String theme) throws IOException {
    BufferedImage actual = picture(theme.equals("dark"), 1).render(true);
    BufferedImage expected = golden("words-%s.png".formatted(theme), actual);
    int[] a = pixels(actual);
    int[] b = pixels(expected);
    assertThat(a).hasSameSizeAs(b);
    long difference = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.abs((a[i] >> 8 & 0xFF) - (b[i] >> 8 & 0xFF));
    }
    BufferedImage blank = picture(theme.equals("dark"), 1).render(false);
    int[] c = pixels(blank);
    long weight = 0;
    for (int i = 0; i < b.length; i++) {
      weight += Math.abs((c[i] >> 8 & 0xFF) - (b[i] >> 8 & 0xFF));
    }
    assertThat(weight).as("weight of the words").isPositive();
    assertThat(difference).as("difference in words").isLessThan(weight / 5);
  }
}
