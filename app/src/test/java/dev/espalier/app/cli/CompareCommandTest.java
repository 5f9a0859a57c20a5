package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CompareCommandTest {

  @TempDir static Path models;
  @TempDir Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    CommandLineRun.writeModels(models);
  }

  private CommandLineRun compare(String... arguments) {
    return compare(false, arguments);
  }

  private CommandLineRun compare(boolean watched, String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("compare"));
    all.addAll(List.of("--model", models.resolve("lm").toString(), "--precision", "fp32"));
    all.addAll(List.of("--reward", models.resolve("prm").toString()));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(watched, all.toArray(String[]::new));
  }

  private Path problems(String... lines) throws IOException {
    return Files.writeString(folder.resolve("problems.jsonl"), String.join("\n", lines) + "\n");
  }

  private Path twoProblems() throws IOException {
    return problems(
        "{\"id\": \"one\", \"prompt\": \"What is 1 + 2?\", \"answer\": \"3\"}",
        "{\"id\": \"two\", \"prompt\": \"What is 2 + 2?\", \"answer\": 4}");
  }

  @Test
  void oneObjectARunAndThenTheSummary() throws IOException {
    CommandLineRun run =
        compare(
            "--problems",
            twoProblems().toString(),
            "--algorithms",
            "greedy,sample:temperature=0.5,best-of-n",
            "--set",
            "max-tokens=6",
            "--set",
            "best-of-n.samples=3",
            "--seeds",
            "2",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSize(2 * 3 * 2 + 1);
    JsonNode first = run.json(0);
    assertThat(first.propertyNames())
        .contains(
            "algorithm",
            "text",
            "tokens",
            "answer",
            "outputs",
            "finished",
            "costs",
            "seconds",
            "session",
            "model",
            "device",
            "seed",
            "problem",
            "correct");
    assertThat(first.path("problem").asString()).isEqualTo("one");
    assertThat(first.path("correct").isBoolean()).isTrue();
    JsonNode best = run.json(2);
    assertThat(best.path("algorithm").asString()).isEqualTo("best-of-n");
    assertThat(best.path("settings").path("samples").asString()).isEqualTo("3");
    assertThat(best.path("settings").path("max-tokens").asString()).isEqualTo("6");
    JsonNode summary = run.json(12).path("summary");
    assertThat(summary.size()).isEqualTo(3);
    assertThat(summary.path(0).path("runs").asInt()).isEqualTo(4);
    for (int i = 0; i < 3; i++) {
      int contender = i;
      double mean =
          IntStream.range(0, 12)
              .filter(row -> row % 3 == contender)
              .mapToLong(row -> run.json(row).path("costs").path("generatedTokens").asLong())
              .average()
              .orElseThrow();
      assertThat(summary.path(i).path("generatedTokens").asDouble()).isEqualTo(mean);
    }
    assertThat(summary.path(1).path("settings").path("temperature").asString()).isEqualTo("0.5");
    assertThat(summary.path(2).path("prmPasses").asDouble()).isPositive();
  }

  @Test
  void theAnswerThatARunGivesIsRightWhereItIsTheKnownOne() throws IOException {
    Path unknown = problems("{\"id\": \"p\", \"prompt\": \"Say a number\"}");
    String[] rest = {"--algorithms", "sample:max-tokens=80", "--seeds", "6", "--json"};
    CommandLineRun run = compare(concat(new String[] {"--problems", unknown.toString()}, rest));
    assertThat(run.json(0).path("correct").isNull()).isTrue();
    assertThat(run.json(6).path("summary").path(0).path("accuracy").isNull()).isTrue();
    int seed =
        IntStream.range(0, 6)
            .filter(i -> run.json(i).path("answer").isString())
            .findFirst()
            .orElseThrow();
    String answer = run.json(seed).path("answer").asString();
    Path known =
        problems(
            "{\"id\": \"p\", \"prompt\": \"Say a number\", \"answer\": \"%s\"}".formatted(answer));
    CommandLineRun again = compare(concat(new String[] {"--problems", known.toString()}, rest));
    int right = 0;
    for (int i = 0; i < 6; i++) {
      boolean same = run.json(i).path("answer").asString("").equals(answer);
      assertThat(again.json(i).path("text")).isEqualTo(run.json(i).path("text"));
      assertThat(again.json(i).path("correct").asBoolean()).isEqualTo(same);
      right += same ? 1 : 0;
    }
    assertThat(again.json(6).path("summary").path(0).path("accuracy").asDouble())
        .isCloseTo(right / 6.0, org.assertj.core.data.Offset.offset(1e-6));
  }

  private static String[] concat(String[] head, String... tail) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(head), java.util.Arrays.stream(tail))
        .toArray(String[]::new);
  }

  @Test
  void anInterruptedComparisonGoesOnWhereItStopped() throws IOException {
    Path out = folder.resolve("rows.jsonl");
    String[] arguments = {
      "--problems",
      twoProblems().toString(),
      "--algorithms",
      "sample,greedy",
      "--set",
      "max-tokens=5",
      "--seeds",
      "2",
      "--budgets",
      "tokens=3",
      "tokens=5",
      "--out",
      out.toString(),
      "--json"
    };
    assertThat(compare(arguments).code()).isZero();
    List<String> whole = Files.readAllLines(out);
    assertThat(whole).hasSize(16);
    // As if the program had died while it wrote the ninth row.
    String kept = String.join("\n", whole.subList(0, 8)) + "\n";
    Files.writeString(out, kept + whole.get(8).substring(0, 40));
    CommandLineRun again = compare(arguments);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("torn");
    List<String> mended = Files.readAllLines(out);
    assertThat(mended).hasSize(16);
    assertThat(mended.subList(0, 8)).isEqualTo(whole.subList(0, 8));
    for (int i = 0; i < 16; i++) {
      assertThat(withoutSeconds(mended.get(i))).isEqualTo(withoutSeconds(whole.get(i)));
    }
    for (int i = 0; i < 16; i++) {
      assertThat(again.lines().get(i)).isEqualTo(mended.get(i));
    }
    // Nothing is left to do: not a byte changes.
    byte[] before = Files.readAllBytes(out);
    assertThat(compare(arguments).code()).isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(before);
  }

  private static String withoutSeconds(String line) {
    return line.replaceAll("\"seconds\":[0-9.E-]+", "");
  }

  @Test
  void whatIsAskedOtherwiseIsRunAnew() throws IOException {
    Path out = folder.resolve("rows.jsonl");
    String[] rest = {"--algorithms", "greedy:max-tokens=3", "--out", out.toString(), "--problems"};
    compare(concat(rest, problems("{\"id\": \"a\", \"prompt\": \"One\"}").toString()));
    assertThat(Files.readAllLines(out)).hasSize(1);
    // The same id with another prompt is another problem.
    compare(concat(rest, problems("{\"id\": \"a\", \"prompt\": \"Two\"}").toString()));
    assertThat(Files.readAllLines(out)).hasSize(2);
    compare(
        concat(
            rest,
            problems("{\"id\": \"a\", \"prompt\": \"Two\"}").toString(),
            "--budgets",
            "tokens=2"));
    assertThat(Files.readAllLines(out)).hasSize(3);
  }

  @Test
  void severalAtATimeComeToTheSame() throws IOException {
    String[] arguments = {
      "--problems",
      twoProblems().toString(),
      "--algorithms",
      "sample:max-tokens=8,beam:max-tokens=8",
      "--seeds",
      "3",
      "--threads",
      "1",
      "--json"
    };
    CommandLineRun one = compare(arguments);
    CommandLineRun three = compare(concat(arguments, "--jobs", "3"));
    assertThat(three.code()).as(three.err()).isZero();
    for (int i = 0; i < 12; i++) {
      assertThat(withoutSeconds(three.lines().get(i)))
          .isEqualTo(withoutSeconds(one.lines().get(i)));
    }
  }

  @Test
  void textsUnderAConstraintAreHeldAgainstIt() throws IOException {
    Path bound =
        problems(
            "{\"id\": \"own\", \"prompt\": \"Letters\", \"regex\": \"[a-c]{2}\"}",
            "{\"id\": \"common\", \"prompt\": \"Digits\"}");
    CommandLineRun run =
        compare(
            "--problems",
            bound.toString(),
            "--algorithms",
            "sample:max-tokens=9",
            "--regex",
            "[0-9]{20}",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json(0).path("constraint").path("text").asString()).isEqualTo("[a-c]{2}");
    assertThat(run.json(0).path("text").asString()).matches("[a-c]{2}");
    assertThat(run.json(0).path("valid").asBoolean()).isTrue();
    // Nine tokens are too few for twenty digits.
    assertThat(run.json(1).path("text").asString()).matches("[0-9]{1,19}");
    assertThat(run.json(1).path("valid").isBoolean()).isTrue();
    assertThat(run.json(1).path("valid").asBoolean()).isFalse();
    JsonNode summary = run.json(2).path("summary").path(0);
    assertThat(summary.path("valid").asDouble()).isEqualTo(0.5);
    assertThat(summary.path("logProb").asDouble()).isNegative();
    assertRefused(
        compare(
            "--problems",
            problems("{\"id\": \"p\", \"prompt\": \"x\", \"regex\": \"[a\"}").toString(),
            "--algorithms",
            "greedy"),
        "Problem p",
        "regular expression");
  }

  @Test
  void samplersUnderAConstraintAreHeldAgainstTheModelsOwnDistribution() throws IOException {
    String[] arguments = {
      "--problems",
      problems("{\"id\": \"p\", \"prompt\": \"Letters\", \"regex\": \"[ab]|[0-9]c\"}").toString(),
      "--algorithms",
      "gcd,asap,smc-awrs,greedy",
      "--set",
      "max-tokens=6",
      "--json"
    };
    CommandLineRun run = compare(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    for (int i = 0; i < 3; i++) {
      JsonNode sampling = run.json(i).path("sampling");
      assertThat(sampling.path("logLow").asDouble()).isNegative();
      assertThat(sampling.path("logHigh").asDouble() - sampling.path("logLow").asDouble())
          .isBetween(0.0, 0.02);
      JsonNode line = run.json(4).path("summary").path(i);
      assertThat(line.path("divergence").isNumber()).isTrue();
      assertThat(line.path("divergenceInterval").size()).isEqualTo(2);
    }
    assertThat(run.json(3).path("sampling").isMissingNode()).isTrue();
    assertThat(run.json(4).path("summary").path(3).path("divergence").isNull()).isTrue();
    CommandLineRun estimated = compare(concat(arguments, "--exact-rows", "0"));
    assertThat(estimated.json(0).path("sampling").path("logHigh").isMissingNode()).isTrue();
    assertThat(estimated.json(4).path("summary").path(0).path("divergence").isNumber()).isTrue();
    assertRefused(compare(concat(arguments, "--exact-rows", "-1")), "--exact-rows -1");
  }

  @Test
  void bundledTasksBringTheirConstraint() {
    CommandLineRun run =
        compare(
            "--problems", "bundled-expressions:2", "--algorithms", "greedy:max-tokens=2", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.json(0).path("constraint").path("kind").asString()).isEqualTo("grammar");
    assertRefused(
        compare("--problems", "bundled-json:0", "--algorithms", "greedy"), "bundled-json:0");
  }

  @Test
  void peopleGetATableAndAProgressBar() throws IOException {
    CommandLineRun run =
        compare(
            true,
            "--problems",
            twoProblems().toString(),
            "--algorithms",
            "greedy:max-tokens=4,beam:max-tokens=4");
    assertThat(run.code()).isZero();
    assertThat(run.lines().get(0)).matches("algorithm +runs +accuracy +tokens.*seconds.*");
    assertThat(run.lines().get(2)).startsWith("greedy:max-tokens=4");
    assertThat(run.lines()).hasSize(4);
    assertThat(run.err()).contains("4 of 4");
  }

  @Test
  void theBundledProblemsAreHeldOutWordProblems() {
    CommandLineRun run =
        compare("--problems", "bundled:2", "--algorithms", "greedy:max-tokens=2", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.json(0).path("expected").asString()).matches("-?\\d+");
  }

  @Test
  void whatIsWrongIsSaidInWords() throws IOException {
    String fine = twoProblems().toString();
    assertRefused(compare("--problems", fine, "--algorithms", "gready"), "gready", "greedy");
    assertRefused(
        compare("--problems", fine, "--algorithms", "greedy:width=2"), "greedy:width=2", "width");
    assertRefused(compare("--problems", fine, "--algorithms", "beam:width"), "KEY=VALUE", "width");
    assertRefused(
        compare("--problems", fine, "--algorithms", "beam:width=0"), "width", "1 to 1000");
    assertRefused(compare("--problems", fine, "--algorithms", "greedy,greedy"), "twice");
    assertRefused(
        compare("--problems", fine, "--algorithms", "greedy", "--set", "beam.width=2"),
        "beam.width");
    assertRefused(
        compare("--problems", fine, "--algorithms", "greedy", "--seeds", "0"), "seeds", "0");
    assertRefused(
        compare("--problems", fine, "--algorithms", "greedy", "--budgets", "cups=3"), "cups=3");
    assertRefused(compare("--problems", fine, "--algorithms", "greedy", "--jobs", "0"), "--jobs 0");
    assertRefused(compare("--problems", "none.jsonl", "--algorithms", "greedy"), "none.jsonl");
    assertRefused(compare("--problems", "bundled:0", "--algorithms", "greedy"), "bundled:0");
    assertRefused(compare("--problems", fine), "--algorithms");
    assertRefused(
        compare(
            "--problems",
            problems("{\"id\": \"a\", \"prompt\": \"x\"}", "{\"id\": 3").toString(),
            "--algorithms",
            "greedy"),
        "line 2",
        "JSON");
    assertRefused(
        compare(
            "--problems",
            problems("{\"id\": \"a\", \"prompt\": \"x\"}", "{\"id\": \"a\", \"prompt\": \"y\"}")
                .toString(),
            "--algorithms",
            "greedy"),
        "line 2",
        "line 1");
    assertRefused(
        compare(
            "--problems",
            problems("{\"id\": \"long\", \"prompt\": \"%s\"}".formatted("7 ".repeat(600)))
                .toString(),
            "--algorithms",
            "greedy"),
        "Problem long",
        "512");
  }

  @Test
  void aFileThatHoldsSomethingElseIsLeftAlone() throws IOException {
    Path out = folder.resolve("notes.txt");
    Files.writeString(out, "my notes\nand more\n");
    assertRefused(
        compare(
            "--problems",
            twoProblems().toString(),
            "--algorithms",
            "greedy:max-tokens=2",
            "--out",
            out.toString()),
        "notes.txt, line 1");
    assertThat(Files.readString(out)).isEqualTo("my notes\nand more\n");
  }

  @Test
  void twoComparisonsCannotWriteOneFile() throws IOException {
    Path out = folder.resolve("rows.jsonl");
    try (var held =
            java.nio.channels.FileChannel.open(
                out, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = held.lock()) {
      assertRefused(
          compare(
              "--problems",
              twoProblems().toString(),
              "--algorithms",
              "greedy",
              "--out",
              out.toString()),
          "another comparison");
    }
    assertThat(Files.readString(out, StandardCharsets.UTF_8)).isEmpty();
  }

  private static void assertRefused(CommandLineRun run, String... words) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(words);
  }
}
