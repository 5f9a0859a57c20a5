package dev.espalier.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.sessions.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @Test
  void theDemoIsASearchByAStarOnTheBundledModelsThatFindsTheAnswer() throws RunRefused {
    Session demo = Demo.session();
    assertThat(demo.notices()).isEmpty();
    assertThat(demo.header().algorithm()).isEqualTo("a-star");
    ModelPlaces places = ModelPlaces.installed();
    try (LoadedModels models =
        LoadedModels.open(
            places.find(ModelPlaces.LANGUAGE_MODEL),
            places.find(ModelPlaces.REWARD_MODEL),
            RuntimeOptions.DEFAULT)) {
      assertThat(demo.header().model().hash()).isEqualTo(models.description().hash());
    }
  }

  @Test
  void withoutADisplayTheDemoIsSearchedAgainAndWrittenWithAPicture(@TempDir Path folder)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String before = System.setProperty("espalier.output", folder.toString());
    try {
      int code =
          WithoutDisplay.run(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(out, true, StandardCharsets.UTF_8));
      assertThat(code).isZero();
    } finally {
      if (before == null) {
        System.clearProperty("espalier.output");
      } else {
        System.setProperty("espalier.output", before);
      }
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("There is no display");
    assertThat(Files.size(folder.resolve("demo.espalier"))).isGreaterThan(1_000);
    byte[] picture = Files.readAllBytes(folder.resolve("demo.png"));
    assertThat(picture).startsWith(0x89, 'P', 'N', 'G');
  }
}
