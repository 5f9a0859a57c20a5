package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can judge a search from the command line, and what is said of what cannot. */
class RewardOptionsTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeModels() throws IOException {
    CommandLineRun.writeModels(folder);
  }

  @Test
  void aModelARuleAndBothTogetherJudge() throws IOException {
    Path problems = folder.resolve("problems.jsonl");
    Files.writeString(problems, "{\"prompt\":\"What is 1 + 1?\",\"answer\":\"2\"}\n");
    String prm = folder.resolve("prm").toString();
    for (String reward :
        new String[] {prm, "verifier", "verifier:" + problems, prm + ",verifier:" + problems}) {
      CommandLineRun run = run("--reward", reward, "--ensemble", "min");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.json(0).path("costs").path("prmPasses").asInt()).isPositive();
      assertThat(run.json(0).path("outputs").path(0).path("score").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void theWholeTextMayBeJudgedAsOneStep() {
    CommandLineRun run =
        run("--reward", folder.resolve("prm").toString(), "--reward-extent", "whole");
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void whatCannotJudgeIsRefusedInWords() {
    String lm = folder.resolve("lm").toString();
    assertRefused("say in which format: math-shepherd or rlhflow", "--reward", lm);
    assertRefused("has a head of classes", "--reward", lm, "--reward-format", "qwen");
    assertRefused("it can be qwen, math-shepherd", "--reward", lm, "--reward-format", "other");
    assertRefused("mean, min or product", "--reward", "verifier", "--ensemble", "median");
    assertRefused("none.jsonl", "--reward", "verifier:none.jsonl");
    assertRefused("has no name", "--reward", "verifier,");
  }

  private void assertRefused(String why, String... options) {
    CommandLineRun run = run(options);
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains(why);
  }

  private CommandLineRun run(String... options) {
    String[] fixed = {
      "run",
      "--json",
      "--precision",
      "fp32",
      "--device",
      "cpu",
      "--model",
      folder.resolve("lm").toString(),
      "--algorithm",
      "best-of-n",
      "--set",
      "samples=2",
      "--set",
      "max-tokens=8",
      "--prompt",
      "What is 1 + 1?",
    };
    String[] all = java.util.Arrays.copyOf(fixed, fixed.length + options.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    return CommandLineRun.of(all);
  }
}
