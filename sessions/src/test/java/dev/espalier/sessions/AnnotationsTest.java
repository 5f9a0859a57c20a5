package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.sessions.Notebook.Note;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.5Z");

  @TempDir Path folder;

  private static Annotation note(int number) {
    return new Annotation.Noted("n" + number, number, "Why “this”?\n" + number, NOON);
  }

  private Path recorded(ImmutableList<ImmutableList<SearchEvent>> steps) throws IOException {
    Path file = folder.resolve("s.espalier");
    Files.deleteIfExists(file);
    try (Recorder recorder = Recorder.create(file, SessionFileTest.HEADER)) {
      for (int i = 0; i < steps.size(); i++) {
        recorder.accept(steps.get(i), new Telemetry(i, 0, 0));
      }
    }
    return file;
  }

  private Path recorded() throws IOException {
    return recorded(new RandomEvents(new SplittableRandom(1)).steps(5));
  }

  private static void append(Path file, Annotation... annotations) throws IOException {
    Annotations.append(file, Lists.immutable.with(annotations));
  }

  @Test
  void whatIsNotedComesBackAndTheEventsAreAsBefore() throws Exception {
    Path file = recorded();
    Session before = SessionFile.read(file);
    append(file, note(7), note(3));
    append(
        file,
        new Annotation.Titled("Apples, again"),
        new Annotation.Tagged(Lists.immutable.with(" fruit ", "", "fruit", "λ=0")));
    Session after = SessionFile.read(file);
    assertThat(SessionFileTest.events(after.log())).isEqualTo(SessionFileTest.events(before.log()));
    assertThat(after.title()).isEqualTo("Apples, again");
    assertThat(after.notebook())
        .isEqualTo(
            new Notebook(
                "Apples, again",
                Lists.immutable.with("fruit", "λ=0"),
                Lists.immutable.with(
                    new Note("n3", 3, "Why “this”?\n3", NOON),
                    new Note("n7", 7, "Why “this”?\n7", NOON))));
    assertThat(after.notices()).isEmpty();
  }

  @Test
  void aNoteIsWrittenAnewErasedAndWrittenBack() throws Exception {
    Path file = recorded();
    append(file, note(1), note(2));
    append(file, new Annotation.Noted("n1", 1, "Because.", NOON));
    append(file, new Annotation.Erased("n2"), new Annotation.Erased("none"));
    assertThat(SessionFile.read(file).notebook().notes())
        .containsExactly(new Note("n1", 1, "Because.", NOON));
    append(file, note(2), new Annotation.Titled("T"), new Annotation.Titled(""));
    Session session = SessionFile.read(file);
    assertThat(session.notebook().notes()).hasSize(2);
    assertThat(session.title()).isEqualTo("Apples");
  }

  @Test
  void aNotebookIsTheFoldOfItsOwnAnnotations() {
    Notebook notebook =
        new Notebook(
            "T",
            Lists.immutable.with("a", "b"),
            Lists.immutable.with(new Note("1", 0, "", NOON), new Note("2", 9, "x", NOON)));
    assertThat(
            notebook
                .annotations()
                .injectInto(Notebook.EMPTY, (Notebook n, Annotation a) -> n.plus(a)))
        .isEqualTo(notebook);
  }

  @Test
  void aSessionWrittenAtOnceKeepsItsNotebook() throws Exception {
    Path file = recorded();
    append(file, note(1), new Annotation.Tagged(Lists.immutable.with("t")));
    Session session = SessionFile.read(file);
    Path copy = folder.resolve("copy.espalier");
    SessionFile.write(copy, session.header(), session.log(), session.notebook());
    assertThat(SessionFile.read(copy).notebook()).isEqualTo(session.notebook());
  }

  /** A reader of 1.1 refuses strange lines of its own version, and skips those of a newer one. */
  @Test
  void anOlderFileIsMarkedAsOfThisFormatBeforeItIsAddedTo() throws Exception {
    for (String version : List.of("1.0", "1.1")) {
      Path file = recorded();
      String old =
          Files.readString(file)
              .replaceFirst("\"version\":\"1.2\"", "\"version\":\"%s\"".formatted(version));
      Files.writeString(file, old);
      append(file, note(1));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.getFirst())
          .startsWith("{\"format\":\"espalier-session\",\"version\":\"1.2\"");
      assertThat(lines.subList(1, lines.size() - 1)).isEqualTo(old.lines().skip(1).toList());
      assertThat(lines.getLast()).startsWith("{\"annotation\":\"Noted\"");
    }
  }

  @Test
  void aFileOfALaterMinorVersionKeepsIt() throws Exception {
    Path file = recorded();
    Files.writeString(file, Files.readString(file).replaceFirst("\"1.2\"", "\"1.9\""));
    append(file, note(1));
    assertThat(Files.readString(file)).contains("\"version\":\"1.9\"");
    assertThat(SessionFile.read(file).notebook().notes()).hasSize(1);
  }

  @Test
  void afterATornEndTheFileIsStillRead() throws Exception {
    ImmutableList<ImmutableList<SearchEvent>> steps =
        new RandomEvents(new SplittableRandom(4)).steps(3);
    Path file = recorded(steps);
    byte[] whole = Files.readAllBytes(file);
    int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = header - 1; length <= whole.length; length += 5) {
      Files.write(file, Arrays.copyOf(whole, length));
      Session before = SessionFile.read(file);
      append(file, note(1));
      append(file, note(2));
      Session after = SessionFile.read(file);
      assertThat(after.notebook().notes()).hasSize(2);
      assertThat(SessionFileTest.events(after.log()))
          .isEqualTo(SessionFileTest.events(before.log()));
    }
  }

  @Test
  void aTornNoteIsLeftOutAndTheNextIsRead() throws Exception {
    Path file = recorded();
    long size = Files.size(file);
    append(file, note(1));
    byte[] whole = Files.readAllBytes(file);
    for (int length = (int) size + 1; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(SessionFile.read(file).notebook()).isEqualTo(Notebook.EMPTY);
      append(file, note(2));
      assertThat(SessionFile.read(file).notebook().notes().collect(Note::id)).containsExactly("n2");
    }
  }

  @Test
  void notesAreAddedBetweenTheStepsOfASearchThatIsBeingRecorded() throws Exception {
    ImmutableList<ImmutableList<SearchEvent>> steps =
        new RandomEvents(new SplittableRandom(2)).steps(2000);
    Path file = folder.resolve("running.espalier");
    AtomicInteger written = new AtomicInteger();
    try (Recorder recorder = Recorder.create(file, SessionFileTest.HEADER)) {
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (written.get() < 300) {
                    append(file, note(written.get()));
                    written.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      for (int i = 0; i < steps.size(); i++) {
        recorder.accept(steps.get(i), new Telemetry(i, 0, 0));
      }
      writer.join();
    }
    append(file, note(written.get()));
    Session session = SessionFile.read(file);
    assertThat(SessionFileTest.events(session.log()))
        .isEqualTo(steps.flatCollect(s -> s).castToList());
    assertThat(session.notebook().notes()).hasSize(301);
    assertThat(session.notices()).isEmpty();
  }

  @Test
  void aFileThatAnotherProgramHasLockedIsLeftAlone() throws Exception {
    Path file = recorded();
    byte[] before = Files.readAllBytes(file);
    try (RecordingLock lock = RecordingLock.of(file)) {
      assertThat(lock).isNotNull();
      assertThatIOException()
          .isThrownBy(() -> append(file, note(1)))
          .withMessageContaining("s.espalier takes no notes: another program is writing it");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private Path compressed(byte[] lines) throws IOException {
    Path file = folder.resolve("s.espalier.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 64, true)) {
      out.write(lines, 0, lines.length - 40);
      out.flush();
      out.write(lines, lines.length - 40, 40);
    }
    return file;
  }

  @Test
  void aCompressedFileTakesNotesAndStaysCompressed() throws Exception {
    byte[] lines = Files.readAllBytes(recorded());
    Path file = compressed(lines);
    append(file, note(1));
    append(file, note(2));
    assertThat(SessionInput.compressed(file)).isTrue();
    try (InputStream in = SessionInput.open(file)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith(new String(lines, StandardCharsets.UTF_8));
    }
    Session session = SessionFile.read(file);
    assertThat(session.notices()).isEmpty();
    assertThat(session.notebook().notes()).hasSize(2);
    assertThat(folder).isDirectoryNotContaining("glob:**.annotating*");
  }

  @Test
  void ofACompressedFileThatBreaksOffTheWholeLinesAreKept() throws Exception {
    Path plain = recorded();
    Path file = compressed(Files.readAllBytes(plain));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 30));
    int readable = SessionFile.read(file).log().size();
    assertThat(readable).isBetween(2, SessionFile.read(plain).log().size() - 1);
    append(file, note(1));
    Session session = SessionFile.read(file);
    assertThat(session.notebook().notes()).hasSize(1);
    assertThat(session.log().size()).isEqualTo(readable);
  }

  @Test
  void aFileThatIsNotThereIsNotMade() {
    Path file = folder.resolve("none.espalier");
    assertThatIOException()
        .isThrownBy(() -> append(file, note(1)))
        .withMessage(file + ": there is no such file");
    assertThat(file).doesNotExist();
  }

  /** Adds notes for ever, telling each one added. */
  static final class Noting {
    private Noting() {}

    static void main(String[] args) throws IOException {
      for (int i = 0; ; i++) {
        append(Path.of(args[0]), note(i));
        System.out.println(i);
        System.out.flush();
      }
    }
  }

  @Test
  void aKilledProgramLeavesEveryNoteItTold() throws Exception {
    Path file = recorded();
    Session before = SessionFile.read(file);
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 4; round++) {
      Process process = ChildProcess.start(Noting.class, "64m", file.toString());
      int told = -1;
      int enough = 20 + random.nextInt(60);
      try (var lines = process.inputReader()) {
        for (String line = lines.readLine();
            line != null && told < enough;
            line = lines.readLine()) {
          told = Integer.parseInt(line);
        }
        process.destroyForcibly();
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(told).isEqualTo(enough);
      Session session = SessionFile.read(file);
      assertThat(SessionFileTest.events(session.log()))
          .isEqualTo(SessionFileTest.events(before.log()));
      assertThat(session.notebook().notes().size()).isGreaterThan(told);
    }
  }

  @Test
  void everyKindOfEditComesBackAsItWas() {
    ImmutableList<Edit.Change> changes =
        Lists.immutable.with(new Edit.Change("budget", "tokens=5", "no limit"));
    var before = IntLists.immutable.with(1, 2);
    var tokens = IntLists.immutable.with(3);
    List<Edit> edits =
        List.of(
            new Edit.Parameters(changes),
            new Edit.Forced(before, tokens, "a\uDC80"),
            new Edit.Forbidden(before, tokens, "b"),
            new Edit.Rewritten(before, " c\n"),
            new Edit.Restricted(before, tokens, "d"),
            new Edit.Deepened(before, tokens, "e", changes));
    assertThat(edits).hasSize(Edit.class.getPermittedSubclasses().length);
    for (Edit edit : edits) {
      String json = SessionJson.MAPPER.writeValueAsString(edit);
      assertThat(json).startsWith("{\"kind\":\"" + edit.getClass().getSimpleName() + "\"");
      assertThat(SessionJson.MAPPER.readValue(json, Edit.class)).isEqualTo(edit);
    }
  }
}
