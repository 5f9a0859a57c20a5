package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRecorderTest {

  @TempDir Path folder;

  /** Records for ever, telling each finished step. */
  static final class Recording {
    private Recording() {}

    static void main(String[] args) throws IOException {
      RandomEvents random = new RandomEvents(new SplittableRandom(1));
      try (Recorder recorder = Recorder.create(Path.of(args[0]), SessionFileTest.HEADER)) {
        var steps = random.steps(100_000);
        for (int i = 0; i < steps.size(); i++) {
          recorder.accept(steps.get(i), new Telemetry(i, 0, 0));
          System.out.println(i);
          System.out.flush();
        }
      }
    }
  }

  @Test
  void aKilledProgramLeavesEveryFinishedStep() throws Exception {
    Path file = folder.resolve("killed.espalier");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Recording.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int told = -1;
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null && told < 500; line = lines.readLine()) {
        told = Integer.parseInt(line);
      }
      process.destroyForcibly();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEqualTo(500);
    assertThat(Files.size(file)).isPositive();
    Session session = SessionFile.read(file);
    assertThat(session.telemetry().size()).isGreaterThanOrEqualTo(500);
    List<SearchEvent> read = SessionFileTest.events(session.log());
    int steps = ((SearchEvent.Stepped) read.getLast()).step() + 1;
    assertThat(steps).isGreaterThan(500);
    assertThat(read)
        .isEqualTo(
            new RandomEvents(new SplittableRandom(1))
                .steps(100_000)
                .take(steps)
                .flatCollect(s -> s)
                .castToList());
  }
}
