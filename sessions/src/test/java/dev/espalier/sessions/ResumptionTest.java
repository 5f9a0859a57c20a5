package dev.espalier.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumptionTest {

  private static final ToySearch SEARCH = ToySearch.ALL.get(1);

  @TempDir Path folder;

  /** A whole record under this name. */
  private Path recorded(String name) throws IOException {
    Path file = folder.resolve(name);
    SEARCH.begin(Recorder.create(file, SEARCH.header())).runToEnd();
    return file;
  }

  /** A record cut in the middle. */
  private Path broken(String name) throws IOException {
    Path file = recorded(name);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    return file;
  }

  private static List<SearchEvent> events(Path file) throws Exception {
    return SessionFileTest.events(SessionFile.read(file).log());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut.espalier", "cut.espalier.gz"})
  void aRecordCutAnywhereIsGoneOnWithToTheSameEnd(String name) throws Exception {
    Path file = recorded(name);
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(5);
    int resumed = 0;
    for (int i = 0; i < 60; i++) {
      Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length / 8, whole.length)));
      Session cut = SessionFile.read(file);
      if (cut.outcome() == null) {
        SEARCH.begin(Recorder.resume(file)).runToEnd();
        resumed++;
      }
      Session session = SessionFile.read(file);
      assertThat(SessionFileTest.events(session.log())).isEqualTo(SEARCH.events());
      // What was cut after its last event lacks nothing but what says that the step is whole.
      assertThat(session.notices())
          .isEqualTo(cut.outcome() == null ? Lists.immutable.empty() : cut.notices());
      assertThat(session.telemetry().collect(t -> t.step()).distinct().size())
          .isEqualTo(session.telemetry().size());
    }
    assertThat(resumed).isGreaterThan(40);
  }

  /** Another machine may have made the part that is there. */
  @Test
  void aRecordWhoseLastDigitsDifferIsGoneOnWithAndOneThatSaysOtherwiseIsNot() throws Exception {
    Path file = broken("rounded.espalier");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("(\"logProb\":-[0-9]+\\.[0-9]{6})[0-9]*", "$15"));
    assertThat(Files.readString(file)).isNotEqualTo(text);
    SEARCH.begin(Recorder.resume(file)).runToEnd();
    Session session = SessionFile.read(file);
    assertThat(session.log().size()).isEqualTo(SEARCH.events().size());
    assertThat(session.outcome()).isNotNull();
    Files.writeString(file, text.replaceAll("\"logProb\":-[0-9.E-]+", "\"logProb\":-9.5"));
    assertThatIOException()
        .isThrownBy(() -> SEARCH.begin(Recorder.resume(file)).runToEnd())
        .withMessageContaining("comes out differently");
  }

  @Test
  void aResumedRecordCanBreakOffAndBeGoneOnWithAgain() throws Exception {
    Path file = broken("twice.espalier.gz");
    try (Recorder recorder = Recorder.resume(file)) {
      SearchRun<?> run = SEARCH.begin(recorder);
      while (recorder.toRetrace() > 0) {
        run.advance();
      }
      run.advance();
      run.advance();
    }
    assertThat(SessionFile.read(file).outcome()).isNull();
    SEARCH.begin(Recorder.resume(file)).runToEnd();
    assertThat(events(file)).isEqualTo(SEARCH.events());
  }

  @Test
  void whatWasNotedAfterTheBreakIsKept() throws Exception {
    Path file = broken("noted.espalier");
    Annotations.append(
        file, Lists.immutable.with(new Annotation.Noted("n", 3, "Why?", Instant.EPOCH)));
    SEARCH.begin(Recorder.resume(file)).runToEnd();
    Session session = SessionFile.read(file);
    assertThat(session.notebook().notes()).hasSize(1);
    assertThat(SessionFileTest.events(session.log())).isEqualTo(SEARCH.events());
  }

  @Test
  void nothingIsWrittenUntilAllRecordedStepsWereMadeAgain() throws Exception {
    Path file = broken("cut.espalier");
    byte[] before = Files.readAllBytes(file);
    Recorder recorder = Recorder.resume(file);
    SearchRun<?> run = SEARCH.begin(recorder);
    while (recorder.toRetrace() > 0) {
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      run.advance();
    }
    recorder.close();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aSearchThatComesOutDifferentlyLeavesTheFileAsItWas() throws Exception {
    Path file = broken("cut.espalier");
    String text = Files.readString(file, UTF_8).replaceFirst("\"logProb\":-", "\"logProb\":-7");
    Files.writeString(file, text);
    assertThatIOException()
        .isThrownBy(() -> SEARCH.begin(Recorder.resume(file)).runToEnd())
        .withMessageStartingWith(file + " cannot be gone on with. Made again")
        .withMessageContaining("comes out differently: logProb of \"")
        .withMessageEndingWith("The file is as it was.");
    assertThat(file).hasContent(text);
    // Whoever holds another model may try.
    Recorder.resume(file).close();
  }

  @Test
  void aSearchThatHasEndedIsNotGoneOnWith() throws Exception {
    Path file = recorded("whole.espalier");
    assertThatIOException()
        .isThrownBy(() -> Recorder.resume(file))
        .withMessage(
            file + " cannot be gone on with: its search has ended. Fork it at a step instead.");
  }

  @Test
  void aFileThatMayOnlyBeReadIsNamed() throws Exception {
    Path file = broken("cut.espalier");
    if (file.toFile().setWritable(false) && !Files.isWritable(file)) {
      assertThatIOException()
          .isThrownBy(() -> Recorder.resume(file))
          .withMessageContaining("it may only be read. Copy it");
    }
    assertThatIOException()
        .isThrownBy(() -> Recorder.resume(folder.resolve("none")))
        .withMessageContaining("there is no such file");
  }

  @Test
  void aFileIsRecordedByOneRecorderAtATime() throws Exception {
    Path file = folder.resolve("one.espalier");
    try (Recorder first = Recorder.create(file, SEARCH.header())) {
      assertThat(first.toRetrace()).isZero();
      assertThatIOException()
          .isThrownBy(() -> Recorder.resume(file))
          .withMessageStartingWith(file + " is being recorded at this moment.");
    }
    Recorder.resume(file).close();
  }

  /** Records a step, tells so, and waits. */
  static final class Holding {
    private Holding() {}

    static void main(String[] args) throws IOException {
      Recorder recorder = Recorder.create(Path.of(args[0]), SEARCH.header());
      SEARCH.begin(recorder);
      System.out.println("holding");
      System.out.flush();
      if (System.in.read() >= 0) {
        recorder.close();
      }
    }
  }

  @Test
  void aFileThatAnotherProgramRecordsIsLeftAloneUntilThatOneIsGone() throws Exception {
    Path file = folder.resolve("held.espalier");
    Process process = ChildProcess.start(Holding.class, "48m", file.toString());
    try (var lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("holding");
      byte[] before = Files.readAllBytes(file);
      assertThatIOException()
          .isThrownBy(() -> Recorder.resume(file))
          .withMessageContaining("is being recorded at this moment");
      assertThatIOException()
          .isThrownBy(() -> Recorder.create(file, SEARCH.header()))
          .withMessageContaining("is being recorded at this moment");
      assertThatIOException()
          .isThrownBy(() ->
              Annotations.append(
                  file, Lists.immutable.with(new Annotation.Titled("another title"))))
          .withMessageContaining("takes no notes: another program is writing it");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      process.toHandle().destroyForcibly();
    }
    process.waitFor();
    SEARCH.begin(Recorder.resume(file)).runToEnd();
    assertThat(events(file)).isEqualTo(SEARCH.events());
  }
}
