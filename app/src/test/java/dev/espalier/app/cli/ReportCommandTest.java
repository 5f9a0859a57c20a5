package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final String ROW =
      """
      {"algorithm":"greedy","text":"3","tokens":[1],"answer":"3","outputs":[{"text":"3","logProb":-1.0}],\
      "finished":"solved","costs":{"generatedTokens":%d,"promptTokens":2,"modelRows":4,"modelCalls":4,\
      "prmPasses":0,"prmTokens":0,"constraintChecks":0},"seconds":0.1,"seed":1,"settings":{},\
      "budget":"","problem":"%s","correct":%b,"expected":"3","prompt":"Say %s","modelHash":"m"}
      """;

  @TempDir Path folder;

  private Path rows(String more) throws IOException {
    return Files.writeString(
        folder.resolve("rows.jsonl"),
        ROW.formatted(4, "one", true, "one") + ROW.formatted(8, "two", false, "two") + more);
  }

  @Test
  void theFilesAreNamed() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("report", rows("").toString(), "--out", folder.resolve("r").toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(4).allSatisfy(file -> assertThat(Path.of(file)).exists());
    assertThat(Files.readString(folder.resolve("r/report.md"))).contains("| greedy | 2 | 50.0 %");
  }

  @Test
  void aSummaryAndATornLineAreLeftOut() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "report",
            rows("{\"summary\":[]}\n{\"algorithm\":\"gre").toString(),
            "--out",
            folder.resolve("r").toString(),
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json(0).path("summary").path(0).path("generatedTokens").asDouble()).isEqualTo(6);
  }

  @Test
  void whatIsWrongIsSaidInWords() throws IOException {
    String out = folder.resolve("r").toString();
    assertRefused(CommandLineRun.of("report", "none.jsonl", "--out", out), "none.jsonl");
    assertRefused(
        CommandLineRun.of("report", rows("{\"algorithm\":\"x\"}\n").toString(), "--out", out),
        "rows.jsonl, line 3",
        "settings");
    assertRefused(
        CommandLineRun.of("report", rows("").toString(), "--out", out, "--reference", "best-of-n"),
        "best-of-n",
        "\"greedy\"");
    assertRefused(CommandLineRun.of("report", rows("").toString()), "--out");
  }

  private static void assertRefused(CommandLineRun run, String... words) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(words);
  }
}
