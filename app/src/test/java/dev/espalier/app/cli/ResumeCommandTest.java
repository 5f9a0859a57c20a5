package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeCommandTest {

  @TempDir static Path models;
  @TempDir Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    CommandLineRun.writeModels(models);
  }

  private static CommandLineRun command(String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(
        List.of(
            "--model",
            models.resolve("lm").toString(),
            "--reward",
            models.resolve("prm").toString(),
            "--precision",
            "fp32"));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private Path recorded(String name, String algorithm, int tokens) {
    Path file = folder.resolve(name);
    CommandLineRun run =
        command(
            "run",
            "--algorithm",
            algorithm,
            "--set",
            "max-tokens=" + tokens,
            "--prompt",
            "What is 1 + 1?",
            "--record",
            file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    return file;
  }

  private static List<String> events(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.startsWith("{\"event\"")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "best-of-n", "beam"})
  void aRecordThatBreaksOffIsGoneOnWithToTheSameEnd(String algorithm) throws Exception {
    Path file = recorded("s.espalier", algorithm, 12);
    List<String> whole = events(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int part = 6; part <= 9; part++) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length * part / 10));
      CommandLineRun run = command("resume", file.toString(), "--json");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.json(0).path("algorithm").asString()).isEqualTo(algorithm);
      assertThat(events(file)).isEqualTo(whole);
    }
    assertThat(command("replay", file.toString(), "--verify").out()).contains("are the same");
  }

  @Test
  void compressedSessionsAreWrittenReplayedVerifiedAndResumed() throws Exception {
    Path file = recorded("s.espalier.gz", "sample", 12);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(0x1f, 0x8b);
    assertThat(command("replay", file.toString(), "--verify").out()).contains("are the same");
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    CommandLineRun torn = command("replay", file.toString(), "--json");
    assertThat(torn.json(0).path("finished").asString()).isEqualTo("torn");
    CommandLineRun resumed = command("resume", file.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(command("replay", file.toString(), "--verify").out()).contains("are the same");
  }

  @Test
  void aSearchThatHasEndedIsToldApart() {
    Path file = recorded("s.espalier", "greedy", 4);
    CommandLineRun run = command("resume", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("its search has ended. Fork it at a step instead.");
    assertThat(command("resume", folder.resolve("none").toString()).err())
        .contains("there is no such file");
  }

  @Test
  void whatVerifyingFindsIsNamed() throws Exception {
    Path file = recorded("s.espalier", "sample", 8);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.replaceAll(line ->
        line.startsWith("{\"event\":\"Grown\"")
            ? line.replace("\"logProb\":-", "\"logProb\":-9")
            : line);
    Files.write(file, lines);
    CommandLineRun run = command("replay", file.toString(), "--verify");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("\\d+ events agree\\. Event \\d+, in step \\d+, differs: logProb of ");
  }
}
