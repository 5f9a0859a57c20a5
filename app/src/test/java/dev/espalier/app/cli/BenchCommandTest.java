package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BenchCommandTest {

  @TempDir static Path models;

  @BeforeAll
  static void writeModels() throws IOException {
    CommandLineRun.writeModels(models);
  }

  private static CommandLineRun search(String... arguments) {
    java.util.List<String> all =
        new java.util.ArrayList<>(
            java.util.List.of(
                "bench",
                "search",
                "--model",
                models.resolve("lm").toString(),
                "--reward",
                models.resolve("prm").toString(),
                "--precision",
                "fp32"));
    all.addAll(java.util.List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  @Test
  void everyRowOfAStepIsAskedForInOneCall() {
    CommandLineRun run = search("--algorithms", "best-of-n,greedy", "--rows", "6", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode best = run.json(0);
    assertThat(best.path("algorithm").asString()).isEqualTo("best-of-n");
    assertThat(best.path("settings").asString()).contains("samples=6");
    assertThat(best.path("rowsPerCall").asDouble()).isBetween(3.0, 6.0);
    assertThat(best.path("outside").asDouble()).isBetween(0.0, 1.0);
    assertThat(best.path("millisPerToken").asDouble()).isPositive();
    assertThat(best.path("vocabulary").asInt()).isEqualTo(330);
    assertThat(run.json(1).path("rowsPerCall").asDouble()).isEqualTo(1);
  }

  @Test
  void untrainedModelsAreMadeAndTakenAwayAgain() {
    CommandLineRun run = search("--algorithms", "greedy", "--vocabulary", "400");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("untrained-lm", "400 tokens", "greedy:max-tokens=64");
  }

  @Test
  void rejectionAsksTheLessTheSurerTheModelIs() {
    CommandLineRun run = CommandLineRun.of("bench", "checks", "--vocabulary", "4000", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    double before = 0;
    for (int i = 0; i < run.lines().size(); i++) {
      JsonNode row = run.json(i);
      assertThat(row.path("checks").asDouble()).isBetween(Math.max(1, before), 4_000.0);
      assertThat(row.path("fewer").asDouble()).isEqualTo(4_000 / row.path("checks").asDouble());
      before = row.path("checks").asDouble();
    }
    assertThat(run.json(0).path("checks").asDouble()).isLessThan(3);
    assertThat(CommandLineRun.of("bench", "checks", "--vocabulary", "12").code()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsSaidInWords() {
    for (CommandLineRun run :
        new CommandLineRun[] {
          search("--rows", "0"), search("--vocabulary", "7"), search("--algorithms", "gready")
        }) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).containsPattern("--rows 0|--vocabulary 7|gready");
    }
  }
}
