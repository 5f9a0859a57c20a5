package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.library.Shelves;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Annotations;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCommandTest {

  @TempDir Path folder;

  @BeforeEach
  void fill() throws Exception {
    Path buns = Shelves.write(folder.resolve("buns.espalier"), "Buns in boxes", 1);
    Annotations.append(
        buns, Lists.immutable.of(new Annotation.Tagged(Lists.immutable.of("lecture"))));
    Shelves.write(folder.resolve("pens.espalier"), "Pens", 2);
    Files.writeString(folder.resolve("bad.espalier"), "nonsense\nand more\n");
  }

  private CommandLineRun library(String... more) {
    return CommandLineRun.of(
        Lists.immutable
            .of("library", folder.toString())
            .newWithAll(Lists.immutable.of(more))
            .toArray(new String[0]));
  }

  @Test
  void everySessionIsALineAndWhatCannotBeReadSaysWhy() {
    CommandLineRun run = library();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.out())
        .contains("buns.espalier  a-star  “Buns in boxes”", "[lecture]")
        .contains("bad.espalier  cannot be read: line 1: expected a JSON object");
  }

  @Test
  void thoseSearchedForAreObjects() {
    CommandLineRun run = library("--search", "LECTURE baker", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(1);
    assertThat(run.json(0).path("title").asString()).isEqualTo("Buns in boxes");
    assertThat(run.json(0).path("tags").get(0).asString()).isEqualTo("lecture");
    assertThat(run.json(0).path("parent").isNull()).isTrue();
  }

  @Test
  void nothingFoundIsSaidOnTheStandardError() {
    CommandLineRun run = library("--search", "candles");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("There are none like that.");
  }

  @Test
  void aFolderThatIsNotThereIsBadInput() {
    CommandLineRun run = CommandLineRun.of("library", folder.resolve("none").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no such folder");
  }
}
