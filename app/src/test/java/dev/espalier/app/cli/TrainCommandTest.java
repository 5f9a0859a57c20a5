package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code espalier train prm} refuses before it begins. */
class TrainCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeModels() throws IOException {
    CommandLineRun.writeModels(folder);
  }

  private void assertSaid(String words, String base, String... more) {
    CommandLineRun run =
        CommandLineRun.of(
            Lists.mutable
                .with(
                    "train",
                    "prm",
                    "--lm",
                    folder.resolve("lm").toString(),
                    "--base",
                    folder.resolve(base).toString(),
                    "--work",
                    folder.resolve("work").toString(),
                    "--out",
                    folder.resolve("out").toString())
                .withAll(List.of(more))
                .toArray(new String[0]));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(folder.resolve("work")).doesNotExist();
  }

  @Test
  void aRewardModelIsRefinedWithATeacherOnly() {
    assertSaid("prm is a reward model already; to refine it, name a judge by likelihood", "prm");
  }

  @Test
  void aTeacherIsForRewardModelsOnly() {
    assertSaid(
        "--teacher refines a reward model", "lm", "--teacher", folder.resolve("lm").toString());
  }

  @Test
  void numbersAreAtLeastOne() {
    assertSaid("--rounds is 0; it must be at least 1", "lm", "--rounds", "0");
    assertSaid("--updates is 0; it must be at least 1", "lm", "--updates", "0");
  }
}
