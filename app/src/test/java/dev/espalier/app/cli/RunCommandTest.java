package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RunCommandTest {

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

  @Test
  void oneObjectWithEverything() {
    CommandLineRun run =
        command(
            "run",
            "--algorithm",
            "best-of-n",
            "--set",
            "samples=3",
            "--set",
            "max-tokens=5",
            "--seed",
            "7",
            "--prompt",
            "What is 1 + 1?",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(1);
    JsonNode json = run.json(0);
    assertThat(json.path("algorithm").asString()).isEqualTo("best-of-n");
    assertThat(json.path("seed").asInt()).isEqualTo(7);
    assertThat(json.path("outputs").size()).isEqualTo(3);
    assertThat(json.path("tokens").size()).isEqualTo(5);
    assertThat(json.path("costs").path("generatedTokens").asInt()).isEqualTo(15);
    assertThat(json.path("costs").path("prmPasses").asInt()).isPositive();
    assertThat(json.path("settings").path("samples").asString()).isEqualTo("3");
    assertThat(json.path("session").isNull()).isTrue();
    assertThat(json.path("finished").asString()).isIn("solved", "exhausted");
  }

  @Test
  void peopleGetAShortAnswerInWords() {
    CommandLineRun run =
        command("run", "--algorithm", "greedy", "--set", "max-tokens=4", "--prompt", "One and one");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("ended     solved", "cost      4 tokens generated", "time");
    assertThat(run.lines()).hasSizeLessThan(10);
  }

  @Test
  void whatIsRecordedIsReplayedWithoutAModel() {
    Path session = folder.resolve("s.espalier");
    CommandLineRun run =
        command(
            "run",
            "--algorithm",
            "sample",
            "--set",
            "max-tokens=6",
            "--prompt",
            "Go on",
            "--record",
            session.toString(),
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(session).exists();
    CommandLineRun replay = CommandLineRun.of("replay", session.toString(), "--json");
    assertThat(replay.code()).as(replay.err()).isZero();
    assertThat(replay.json(0).path("tokens")).isEqualTo(run.json(0).path("tokens"));
    assertThat(replay.json(0).path("costs")).isEqualTo(run.json(0).path("costs"));
    CommandLineRun verified = command("replay", session.toString(), "--verify");
    assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
  }

  @Test
  void theBudgetEndsARun() {
    CommandLineRun run =
        command("run", "--algorithm", "sample", "--prompt", "Go", "--budget", "tokens=3", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.json(0).path("finished").asString()).isEqualTo("budget");
    assertThat(run.json(0).path("costs").path("generatedTokens").asInt()).isEqualTo(3);
  }

  @Test
  void whatIsWrongIsSaidInWords() throws IOException {
    assertRefused(command("run", "--algorithm", "gready", "--prompt", "x"), "gready", "greedy");
    assertRefused(
        command("run", "--algorithm", "beam", "--set", "width=0", "--prompt", "x"),
        "width",
        "1 to 1000");
    assertRefused(
        command("run", "--algorithm", "greedy", "--prompt", "x", "--budget", "tokens"), "tokens");
    assertRefused(command("run", "--algorithm", "greedy"), "--prompt");
    assertRefused(command("run", "--algorithm", "greedy", "--prompt-file", "none.txt"), "none.txt");
    assertRefused(
        command("run", "--algorithm", "greedy", "--prompt", "x", "--seed", "three"), "three");
    assertRefused(
        CommandLineRun.of(
            "run", "--algorithm", "greedy", "--prompt", "x", "--model", folder.toString()),
        "config.json");
    assertRefused(CommandLineRun.of("replay", "none.espalier"), "none.espalier");
    Path damaged = Files.writeString(folder.resolve("d.espalier"), "no session\n");
    assertRefused(CommandLineRun.of("replay", damaged.toString()), "d.espalier");
  }

  private static void assertRefused(CommandLineRun run, String... words) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(words);
  }
}
