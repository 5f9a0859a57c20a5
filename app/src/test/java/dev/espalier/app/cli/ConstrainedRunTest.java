package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code espalier run} under a constraint, with a model that has learned nothing. */
class ConstrainedRunTest {

  private static final String NUMBER = "[0-9]{1,3}( apples| pears)?";

  @TempDir static Path models;
  @TempDir Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    CommandLineRun.writeModels(models);
  }

  private static CommandLineRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of("--model", models.resolve("lm").toString(), "--precision", "fp32"));
    all.addAll(List.of("--reward", models.resolve("prm").toString()));
    all.addAll(List.of("--prompt", "How many?"));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "sample", "beam", "best-of-n", "a-star", "gcd", "asap", "cars"})
  void theTextMatchesAndTheReportSaysWhatItIsBoundBy(String algorithm) {
    CommandLineRun run =
        run("--algorithm", algorithm, "--regex", NUMBER, "--budget", "tokens=6000", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = run.json(0);
    assertThat(json.path("text").asString()).matches(NUMBER);
    assertThat(json.path("constraint").path("kind").asString()).isEqualTo("regex");
    assertThat(json.path("constraint").path("text").asString()).isEqualTo(NUMBER);
    assertThat(json.path("costs").path("constraintChecks").asLong()).isPositive();
  }

  @Test
  void aRecordedSearchUnderAGrammarIsVerified() throws IOException {
    Path grammar =
        Files.writeString(
            folder.resolve("sum.gbnf"),
            "root ::= term (\" + \" term)*\nterm ::= [1-9] [0-9]?\n",
            StandardCharsets.UTF_8);
    Path session = folder.resolve("s.espalier");
    CommandLineRun recorded =
        run(
            "--algorithm",
            "asap",
            "--set",
            "samples=5",
            "--set",
            "max-tokens=60",
            "--grammar",
            grammar.toString(),
            "--record",
            session.toString());
    assertThat(recorded.code()).as(recorded.err()).isZero();
    assertThat(recorded.out()).contains("bound by  grammar root ::= term").contains("distorted ");
    CommandLineRun verified =
        CommandLineRun.of(
            "replay",
            session.toString(),
            "--verify",
            "--model",
            models.resolve("lm").toString(),
            "--precision",
            "fp32");
    assertThat(verified.out()).contains("events are the same");
    assertThat(verified.code()).isZero();
  }

  @Test
  void theDistortionOfMaskingIsEstimated() {
    JsonNode masked =
        run("--algorithm", "gcd", "--set", "samples=200", "--regex", NUMBER, "--json").json(0);
    JsonNode distortion = masked.path("distortion");
    assertThat(distortion.path("texts").asInt()).isEqualTo(200);
    assertThat(distortion.path("divergence").asDouble()).isGreaterThanOrEqualTo(0);
    assertThat(distortion.path("effectiveSize").asDouble()).isBetween(1.0, 200.0);
    double shares = 0;
    for (JsonNode output : masked.path("outputs")) {
      shares += output.path("weight").asDouble();
    }
    assertThat(shares).isCloseTo(1, within(1e-6));
    JsonNode exact =
        run("--algorithm", "cars", "--set", "samples=2", "--regex", NUMBER, "--json").json(0);
    assertThat(exact.path("distortion").isNull()).isTrue();
  }

  @Test
  void particlesAreBoundByWhatTheirSettingsName() {
    CommandLineRun stop =
        run(
            "--algorithm",
            "smc-awrs",
            "--set",
            "stop=e|a",
            "--set",
            "max-tokens=8",
            "--set",
            "particles=4",
            "--json");
    assertThat(stop.code()).as(stop.err()).isZero();
    assertThat(stop.json(0).path("constraint").isNull()).isTrue();
    assertThat(stop.json(0).path("costs").path("constraintChecks").asLong()).isPositive();
    stop.json(0)
        .path("outputs")
        .forEach(output -> assertThat(output.path("text").asString()).doesNotContain("e", "a"));
    CommandLineRun free = run("--algorithm", "smc-awrs");
    assertThat(free.code()).isEqualTo(2);
    assertThat(free.err()).contains("set one of stop, match, condition, critic");
    CommandLineRun wrong = run("--algorithm", "smc-awrs", "--set", "match=[a-");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("match is \"[a-\"");
  }

  @Test
  void aWrongConstraintIsRefusedWithThePlace() throws IOException {
    CommandLineRun wrong = run("--algorithm", "gcd", "--regex", "[a-");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("The regular expression cannot be used: line 1, column ");
    CommandLineRun none = run("--algorithm", "asap");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("ASAp needs a constraint, and none is given.");
    CommandLineRun absent = run("--algorithm", "gcd", "--grammar", folder.resolve("no").toString());
    assertThat(absent.code()).isEqualTo(2);
    assertThat(absent.err()).contains("There is no file");
    CommandLineRun both =
        run(
            "--algorithm",
            "gcd",
            "--regex",
            "a",
            "--grammar",
            Files.writeString(folder.resolve("g"), "root ::= \"a\"").toString());
    assertThat(both.code()).isEqualTo(2);
    CommandLineRun empty =
        run(
            "--algorithm",
            "gcd",
            "--grammar",
            Files.writeString(folder.resolve("e"), " ").toString());
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("is empty");
  }
}
