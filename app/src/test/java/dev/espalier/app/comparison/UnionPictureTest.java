package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.tree.canvas.RunsPicture;
import dev.espalier.search.event.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose a node is and what became of it there, to the pixel. Rewrite the pictures with {@code
 * -Dgolden.update=true} after looking at them.
 */
class UnionPictureTest {

  private static final AnswerChecker NONE =
      new AnswerChecker() {
        @Override
        public @Nullable String extract(String text) {
          return null;
        }

        @Override
        public boolean same(String answer, String known) {
          return false;
        }
      };

  /** Shares "ab" with the other; goes on to a solution, and to something that is pruned. */
  private static Entrant one() {
    Script script = new Script().step();
    int shared = script.grow(0, 1, 2);
    script.end(shared).tokens(2).step();
    int dead = script.grow(shared, 3, 3);
    script.end(dead).prune(dead).tokens(2).step();
    int goal = script.grow(shared, 4, 5, 6);
    script.end(goal).finish(goal, 1).tokens(3);
    script.conclude(Outcome.SOLVED, "", Script.result(goal, "abdef", 1.0)).step();
    return script.entrant("one");
  }

  /** Prunes "ab", keeps a text of its own, and writes more after all else has ended. */
  private static Entrant two() {
    Script script = new Script().step();
    int shared = script.grow(0, 1, 2);
    script.end(shared).prune(shared).tokens(2).step();
    int own = script.grow(0, 7, 8);
    script.end(own).tokens(3).step();
    script.grow(own, 9, 9);
    return script.tokens(20).step().entrant("two");
  }

  private static BufferedImage picture(boolean dark, double scale) {
    ComparisonViewModel model = new ComparisonViewModel(NONE);
    model.open(Lists.immutable.of(one(), two()), "", 8);
    return new RunsPicture(model, dark, scale).render(false);
  }

  @ParameterizedTest(name = "{0} at scale {1}")
  @CsvSource({"light, 1", "dark, 1", "light, 0.4", "light, 0.2", "light, 0.1"})
  void theUnionIsThatOfTheGoldenPictureToThePixel(String theme, double scale) throws IOException {
    String name = "union-%s-%s.png".formatted(theme, scale);
    BufferedImage actual = picture(theme.equals("dark"), scale);
    if (Boolean.getBoolean("golden.update")) {
      Path file = Path.of("src/test/resources/dev/espalier/app/comparison", name);
      Files.createDirectories(file.getParent());
      ImageIO.write(actual, "png", file.toFile());
    }
    try (InputStream stream = UnionPictureTest.class.getResourceAsStream(name)) {
      assertThat(stream).as("golden picture %s", name).isNotNull();
      BufferedImage expected = ImageIO.read(stream);
      assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
      assertThat(pixels(actual)).isEqualTo(pixels(expected));
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
