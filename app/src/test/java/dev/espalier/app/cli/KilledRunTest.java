package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.Main;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program with the bundled models, killed while it searches, and gone on with. */
@Timeout(300)
class KilledRunTest {

  private static final int KILLS = 5;

  @TempDir Path folder;

  private Process started(Path file) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED"));
    String models = System.getProperty("espalier.models");
    if (models != null) {
      command.add("-Despalier.models=" + models);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of(
            "run",
            "--algorithm",
            "particle-filter",
            "--set",
            "particles=8",
            "--seed",
            "3",
            "--precision",
            "fp32",
            "--prompt",
            "Ada has 14 plums and buys 3 bags of 6 plums. How many plums does she have?",
            "--record",
            file.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static List<String> events(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.startsWith("{\"event\"")).toList();
  }

  private static void assertSame(String what, List<String> events, List<String> expected) {
    for (int i = 0; i < Math.min(events.size(), expected.size()); i++) {
      assertThat(events.get(i)).as(what + ", event " + i).isEqualTo(expected.get(i));
    }
    assertThat(events).as(what).hasSameSizeAs(expected);
  }

  @Test
  void whatIsThereOpensAndIsGoneOnWithToTheSameEnd() throws Exception {
    Path reference = folder.resolve("reference.espalier");
    Process undisturbed = started(reference);
    assertThat(undisturbed.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(undisturbed.exitValue()).as(Files.readString(folder.resolve("output"))).isZero();
    List<String> whole = events(reference);
    long length = Files.size(reference);

    SplittableRandom random = new SplittableRandom(11);
    int cut = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path file = folder.resolve("killed-" + kill + ".espalier");
      long enough = random.nextLong(length / 10, length * 8 / 10);
      Process process = started(file);
      while (process.isAlive() && (!Files.exists(file) || Files.size(file) < enough)) {
        Thread.sleep(Duration.ofMillis(1));
      }
      process.destroyForcibly().waitFor();

      Session session = SessionFile.read(file);
      assertThat(session.log().size()).isLessThanOrEqualTo(whole.size());
      if (session.log().size() < whole.size()) {
        cut++;
        CommandLineRun resumed =
            CommandLineRun.of("resume", file.toString(), "--precision", "fp32");
        assertThat(resumed.code()).as(resumed.err()).isZero();
      }
      assertSame("killed at " + enough + " bytes", events(file), whole);
    }
    assertThat(cut).as("runs that were killed before their end").isPositive();
  }
}
