package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  @TempDir Path folder;

  private static ImmutableList<SearchEvent> step(int step) {
    return Lists.immutable.with(new SearchEvent.Iterated(step), new SearchEvent.Stepped(step));
  }

  private static Telemetry measured(int step) {
    return new Telemetry(step, 5, 3);
  }

  @Test
  void anExistingFileIsNotTouched() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.jsonl"), "precious");
    assertThatThrownBy(() -> Recorder.create(file, SessionFileTest.HEADER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Choose another");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFolderThatIsMissingIsMade() throws Exception {
    Path file = folder.resolve("a/b/session.jsonl");
    Recorder.create(file, SessionFileTest.HEADER).close();
    assertThat(SessionFile.read(file).header()).isEqualTo(SessionFileTest.HEADER);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file")).resolve("session.jsonl");
    assertThatThrownBy(() -> Recorder.create(file, SessionFileTest.HEADER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("file").toString());
  }

  @Test
  void aStepIsInTheFileWhenItWasAccepted() throws Exception {
    Path file = folder.resolve("session.jsonl");
    try (Recorder recorder = Recorder.create(file, SessionFileTest.HEADER)) {
      recorder.accept(step(0), measured(0));
      assertThat(SessionFile.read(file).log().size()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptedThreadGoesOnRecording() throws Exception {
    Path file = folder.resolve("session.jsonl");
    try (Recorder recorder = Recorder.create(file, SessionFileTest.HEADER)) {
      Thread.currentThread().interrupt();
      recorder.accept(step(0), measured(0));
      assertThat(Thread.interrupted()).isTrue();
      recorder.accept(step(1), measured(1));
    }
    assertThat(SessionFile.read(file).log().size()).isEqualTo(4);
  }

  @Test
  void aSearchThatConcludesEndsItsRecording() throws Exception {
    Path file = folder.resolve("beam.jsonl");
    Samples.record(file, "beam", Map.of("max-tokens", "4"));
    Session session = SessionFile.read(file);
    assertThat(session.log().event(session.log().size() - 2))
        .isInstanceOf(SearchEvent.Concluded.class);
  }

  @Test
  void aClosedRecorderTakesNothing() throws IOException {
    Recorder recorder = Recorder.create(folder.resolve("session.jsonl"), SessionFileTest.HEADER);
    recorder.close();
    assertThatThrownBy(() -> recorder.accept(step(0), measured(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its recording has ended");
  }

  /** A disk with room for so many bytes; what of a write fits is cut off again. */
  private static final class SmallDisk implements SessionOutput {
    private final int room;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    SmallDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      if (content.size() + bytes.length > room) {
        throw new IOException("No space left on device");
      }
      content.writeBytes(bytes);
    }

    @Override
    public void close() {}
  }

  private static Recorder on(SmallDisk disk, Path file) throws IOException {
    return Recorder.begin(file, RecordingLock.of(file), disk, SessionFileTest.HEADER);
  }

  private static int fill(Recorder recorder) {
    for (int step = 0; ; step++) {
      try {
        recorder.accept(step(step), measured(step));
      } catch (IOException _) {
        return step;
      }
    }
  }

  @Test
  void aFullDiskLeavesAReadableSessionOfAllWholeSteps() throws Exception {
    Path file = folder.resolve("session.jsonl");
    SmallDisk disk = new SmallDisk(2000);
    int steps = fill(on(disk, file));
    Files.write(file, disk.content.toByteArray());

    Session session = SessionFile.read(file);
    assertThat(steps).isPositive();
    assertThat(session.log().size()).isEqualTo(2 * steps);
    assertThat(session.notices()).isEmpty();
  }

  @Test
  void aFullDiskIsReportedWithTheFileAndWhatItHolds() throws IOException {
    Path file = folder.resolve("session.jsonl");
    Recorder recorder = on(new SmallDisk(1000), file);
    ImmutableList<SearchEvent> large =
        Lists.immutable.with(new SearchEvent.Warned(0, "x".repeat(1000)));
    assertThatThrownBy(() -> recorder.accept(large, measured(0)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s cannot be written on: No space left on device. The 0 steps up to here are in it."
                .formatted(file));
  }

  @Test
  void nothingIsWrittenAfterAStepThatWasLost() throws IOException {
    SmallDisk disk = new SmallDisk(2000);
    Recorder recorder = on(disk, folder.resolve("x"));
    int steps = fill(recorder);
    int size = disk.content.size();
    assertThatThrownBy(() -> recorder.accept(Lists.immutable.empty(), measured(steps)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("an earlier one could not be written");
    assertThat(disk.content.size()).isEqualTo(size);
  }
}
