package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.run.SearchRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {

  private static final Map<String, String> SETTINGS = Map.of("max-tokens", "6");

  @TempDir Path folder;

  private Path root = Path.of("");
  private Path fork = Path.of("");

  @BeforeEach
  void record() throws Exception {
    root = folder.resolve("root.espalier");
    fork = folder.resolve("fork.espalier");
    SearchRun<?> run = recorded(root, Instant.parse("2026-01-01T00:00:00Z"));
    SessionHeader header = header(Instant.parse("2026-01-02T00:00:00Z"), parent("root.espalier"));
    try (Recorder recorder = Recorder.create(fork, header)) {
      run.forkAt(2, null, header.budget(), recorder).runToEnd();
    }
  }

  private static SearchRun<?> recorded(Path file, Instant created) throws Exception {
    SessionHeader header = header(created, null);
    try (Recorder recorder = Recorder.create(file, header)) {
      SearchRun<?> run =
          SearchRun.start(
              Samples.algorithm("sample", SETTINGS),
              new Problem(header.question(), header.promptText(), header.prompt(), header.seed()),
              Samples.models(Samples.model(1)),
              header.budget(),
              recorder);
      run.runToEnd();
      return run;
    }
  }

  private static SessionHeader header(Instant created, SessionHeader.@Nullable Parent parent) {
    SessionHeader like = Samples.header("sample", SETTINGS);
    return new SessionHeader(
        like.title(),
        created,
        like.model(),
        like.reward(),
        like.question(),
        like.answer(),
        like.promptText(),
        like.prompt(),
        like.algorithm(),
        like.settings(),
        like.seed(),
        like.budget(),
        like.constraint(),
        parent);
  }

  private static SessionHeader.Parent parent(String name) {
    SessionHeader like = Samples.header("sample", SETTINGS);
    return new SessionHeader.Parent(
        name,
        2,
        "another budget",
        new SessionHeader.Origin(
            Instant.parse("2026-01-01T00:00:00Z"),
            new Edit.Parameters(Lists.immutable.empty()),
            like.settings(),
            like.budget(),
            null));
  }

  private Lineage lineage() {
    return new Lineage(Lists.immutable.of(folder));
  }

  private void assertBroken(String words) throws Exception {
    Session session = SessionFile.read(fork);
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> lineage().parent("fork.espalier", session))
        .withMessage(words);
  }

  @Test
  void aParentIsFoundByItsName() throws Exception {
    Lineage.Found parent = lineage().parent("fork.espalier", SessionFile.read(fork));
    assertThat(parent.file()).isEqualTo(root);
    assertThat(parent.session().header()).isEqualTo(SessionFile.header(root));
  }

  @Test
  void whatWasNotedInAParentDoesNotMakeItAnother() throws Exception {
    Annotations.append(root, Lists.immutable.of(new Annotation.Titled("The first")));
    assertThat(lineage().parent("fork.espalier", SessionFile.read(fork)).session().title())
        .isEqualTo("The first");
  }

  @Test
  void aParentThatWasRenamedIsFoundByWhenItWasRecorded() throws Exception {
    Path renamed = Files.move(root, folder.resolve("apples.espalier"));
    Files.writeString(folder.resolve("damaged.espalier"), "nonsense");
    Files.writeString(folder.resolve("a.txt"), "no session");
    assertThat(lineage().parent("fork.espalier", SessionFile.read(fork)).file()).isEqualTo(renamed);
  }

  @Test
  void aParentIsLookedForInEveryFolder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path moved = Files.move(root, elsewhere.resolve("root.espalier"));
    assertThat(
            new Lineage(Lists.immutable.of(folder.resolve("none"), folder, elsewhere))
                .parent("fork.espalier", SessionFile.read(fork))
                .file())
        .isEqualTo(moved);
  }

  @Test
  void aMissingParentIsSaidInWords() throws Exception {
    Files.delete(root);
    assertBroken(
        "fork.espalier branched off root.espalier after step 2, and there is no such session in %s. Put it there to see both."
            .formatted(folder));
  }

  @Test
  void anotherSessionOfTheSameNameIsNotTheParent() throws Exception {
    Files.delete(root);
    recorded(root, Instant.parse("2026-01-05T00:00:00Z"));
    assertBroken(
        "fork.espalier branched off root.espalier after step 2. %s is there, but it is another session now, recorded on 2026-01-05T00:00:00Z and not on 2026-01-01T00:00:00Z."
            .formatted(root));
  }

  @Test
  void aParentWhoseSharedEventsWereChangedIsNotedAsChanged() throws Exception {
    String text = Files.readString(root);
    Files.writeString(root, text.replaceFirst("\"logProb\":-[0-9.E-]+", "\"logProb\":-0.125"));
    Session parent = SessionFile.read(fork);
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> lineage().parent("fork.espalier", parent))
        .withMessageContaining("it has been changed: its event ")
        .withMessageContaining("is not the one that both shared");
  }

  @Test
  void aDamagedParentIsNamedWithItsPlace() throws Exception {
    Files.writeString(root, "nonsense\nand more\n");
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> lineage().parent("fork.espalier", SessionFile.read(fork)))
        .withMessageContaining("root.espalier, line 1");
  }

  @Test
  void aNameThatPointsElsewhereStaysInTheFolder() throws Exception {
    String text = Files.readString(fork);
    Files.writeString(fork, text.replace("\"root.espalier\"", "\"../../root.espalier\""));
    assertThat(lineage().parent("fork.espalier", SessionFile.read(fork)).file()).isEqualTo(root);
    Files.writeString(fork, text.replace("\"root.espalier\"", "\"\\u0000\""));
    assertThat(lineage().parent("fork.espalier", SessionFile.read(fork)).file()).isEqualTo(root);
  }

  @Test
  void allAncestorsThereAreAreFoundAndTheFirstThatIsMissingIsNamed() throws Exception {
    Session session = SessionFile.read(fork);
    assertThat(lineage().ancestors("fork.espalier", session).found().collect(Lineage.Found::file))
        .containsExactly(root);
    assertThat(lineage().ancestors("fork.espalier", session).trouble()).isEmpty();
    Files.delete(root);
    Lineage.Ancestors none = lineage().ancestors("fork.espalier", session);
    assertThat(none.found()).isEmpty();
    assertThat(none.trouble()).contains("there is no such session");
  }

  @Test
  void aSessionOfItsOwnHasNoParent() throws Exception {
    Session session = SessionFile.read(root);
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> lineage().parent("root.espalier", session))
        .withMessage("root.espalier branched off no other session.");
  }

  @Test
  void aFileThatSomeoneNamesMustHoldTheParent() throws Exception {
    Session child = SessionFile.read(fork);
    Path moved = folder.resolve("moved.espalier");
    Files.move(root, moved);
    Lineage.requireParent("fork", child.header(), child.log(), moved);
    Path other = folder.resolve("other.espalier");
    recorded(other, Instant.parse("2026-01-03T00:00:00Z"));
    Path note = Files.writeString(folder.resolve("note.txt"), "no session");
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> Lineage.requireParent("fork", child.header(), child.log(), other))
        .withMessageContaining("other.espalier is not what fork branched off")
        .withMessageContaining("2026-01-03");
    assertThatExceptionOfType(Lineage.Broken.class)
        .isThrownBy(() -> Lineage.requireParent("fork", child.header(), child.log(), note))
        .withMessageContaining("note.txt")
        .withMessageEndingWith("Choose another file.");
  }
}
