package dev.espalier.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.reward.process.ProcessRewardModel.Extent;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every format reads and judges as the code it was published with; {@code
 * src/test/python/prm_goldens.py} writes the models and the scores.
 */
class PrmGoldenTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Map<String, PrmFormat> FOLDERS =
      Map.of(
          "qwen-math-prm", PrmFormat.QWEN,
          "math-shepherd-tiny", PrmFormat.MATH_SHEPHERD,
          "rlhflow-prm-tiny", PrmFormat.RLHFLOW,
          "skywork-prm", PrmFormat.SKYWORK);

  private record Case(
      String problem,
      List<String> steps,
      List<Integer> ids,
      List<Integer> positions,
      List<Double> scores) {

    double[] scores(int steps) {
      return scores.stream().limit(steps).mapToDouble(Double::doubleValue).toArray();
    }

    Solution solution() {
      return solution(steps.size());
    }

    /** Of the first steps alone. */
    Solution solution(int count) {
      return new Solution(problem, Lists.immutable.withAll(steps.subList(0, count)));
    }
  }

  static List<String> folders() {
    return FOLDERS.keySet().stream().sorted().toList();
  }

  static Stream<Arguments> foldersAndEngines() {
    return folders().stream()
        .flatMap(name -> Stream.of(EngineChoice.values()).map(e -> Arguments.of(name, e)));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theFormatIsToldFromTheFolder(String name) throws Exception {
    assertThat(PrmFormat.recognise(Checkpoint.open(folder(name)))).isEqualTo(FOLDERS.get(name));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theModelReadsTheTokensOfThePublishedCode(String name) throws Exception {
    try (ProcessRewardModel model = open(name, EngineChoice.TORCHSCRIPT)) {
      for (Case one : cases(name)) {
        ImmutableList<TokenSequence> prefixes = model.prefixes(one.solution());
        assertThat(prefixes).hasSize(one.positions().size());
        for (int i = 0; i < prefixes.size(); i++) {
          assertThat(prefixes.get(i).toList().collect(token -> token).castToList())
              .as("step %d of %s", i, one.problem())
              .isEqualTo(one.ids().subList(0, one.positions().get(i) + 1));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("foldersAndEngines")
  void scoresAgree(String name, EngineChoice engine) throws Exception {
    try (ProcessRewardModel model = open(name, engine)) {
      List<Case> cases = cases(name);
      ImmutableList<StepScores> together =
          model.score(Lists.immutable.withAll(cases).collect(Case::solution));
      for (int i = 0; i < cases.size(); i++) {
        assertThat(together.get(i).scores().toArray())
            .containsExactly(cases.get(i).scores(Integer.MAX_VALUE), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void scoresGivenStepByStepAreThoseOfTheWhole(String name) throws Exception {
    try (ProcessRewardModel stepwise = open(name, EngineChoice.TORCHSCRIPT);
        ProcessRewardModel fresh = open(name, EngineChoice.TORCHSCRIPT)) {
      for (Case one : cases(name)) {
        for (int steps = 1; steps <= one.steps().size(); steps++) {
          fresh.forget();
          Solution begun = one.solution(steps);
          double[] expected = one.scores(steps);
          assertThat(scores(stepwise, begun)).containsExactly(expected, within(1e-5));
          assertThat(scores(fresh, begun)).containsExactly(expected, within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theOrderOfSolutionsChangesNothing(String name) throws Exception {
    try (ProcessRewardModel model = open(name, EngineChoice.TORCHSCRIPT)) {
      ImmutableList<Solution> solutions =
          Lists.immutable.withAll(cases(name)).collect(Case::solution);
      ImmutableList<StepScores> forward = model.score(solutions);
      model.forget();
      ImmutableList<StepScores> backward = model.score(solutions.toReversed()).toReversed();
      for (int i = 0; i < forward.size(); i++) {
        assertThat(backward.get(i).scores().toArray())
            .containsExactly(forward.get(i).scores().toArray(), within(1e-5));
        assertThat(backward.get(i).tokens()).isEqualTo(forward.get(i).tokens());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void tokensAreCountedOnce(String name) throws Exception {
    try (ProcessRewardModel model = open(name, EngineChoice.TORCHSCRIPT)) {
      for (Case one : cases(name)) {
        StepScores scores = model.score(Lists.immutable.with(one.solution())).getOnly();
        int last = one.positions().getLast();
        assertThat(scores.tokens().sum()).isEqualTo(last + 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void aWholeTextIsJudgedAsOneStep(String name) throws Exception {
    try (ProcessRewardModel whole = open(name, EngineChoice.TORCHSCRIPT, Extent.WHOLE);
        ProcessRewardModel stepwise = open(name, EngineChoice.TORCHSCRIPT)) {
      for (Case one : cases(name)) {
        double[] scores = scores(whole, one.solution());
        assertThat(scores).hasSize(one.steps().size());
        for (int steps = 1; steps <= scores.length; steps++) {
          String text = String.join("\n\n", one.steps().subList(0, steps));
          Solution asOne = new Solution(one.problem(), Lists.immutable.with(text));
          assertThat(scores[steps - 1]).isCloseTo(scores(stepwise, asOne)[0], within(1e-5));
        }
        if (scores.length > 1) {
          assertThat(scores[1]).isNotEqualTo(scores(stepwise, one.solution())[1]);
        }
      }
    }
  }

  @Test
  void aLanguageModelIsNoJudgeUnlessToldHow(@TempDir Path folder) throws Exception {
    Path copy = Files.createDirectory(folder.resolve("plain"));
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(folder("rlhflow-prm-tiny").resolve(file), copy.resolve(file));
    }
    Checkpoint plain = Checkpoint.open(copy);
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(
            () -> ProcessRewardModel.open(plain, null, Extent.STEP, RuntimeOptions.DEFAULT).close())
        .withMessageContaining(copy.toString())
        .withMessageContaining("say in which format: math-shepherd or rlhflow");
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() ->
            ProcessRewardModel.open(plain, PrmFormat.RLHFLOW, Extent.STEP, RuntimeOptions.DEFAULT)
                .close())
        .withMessageContaining("no chat template");
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() ->
            ProcessRewardModel.open(
                    plain, PrmFormat.MATH_SHEPHERD, Extent.STEP, RuntimeOptions.DEFAULT)
                .close())
        .withMessageContaining("the tag at which a step is judged");
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() ->
            ProcessRewardModel.open(plain, PrmFormat.QWEN, Extent.STEP, RuntimeOptions.DEFAULT)
                .close())
        .withMessageContaining("has a head of classes, this one has a head of tokens");
  }

  @Test
  void aSolutionBeyondTheContextIsNotJudged() throws Exception {
    try (ProcessRewardModel model = open("skywork-prm", EngineChoice.TORCHSCRIPT)) {
      Solution tooLong =
          new Solution("q", Lists.immutable.with("short", "x ".repeat(600), "after"));
      double[] scores = scores(model, tooLong);
      assertThat(scores[0]).isBetween(0.0, 1.0);
      assertThat(scores[1]).isNaN();
      assertThat(scores[2]).isNaN();
    }
  }

  private static double[] scores(ProcessRewardModel model, Solution solution) {
    return model.score(Lists.immutable.with(solution)).getOnly().scores().toArray();
  }

  private static ProcessRewardModel open(String name, EngineChoice engine)
      throws ModelFormatException {
    return open(name, engine, Extent.STEP);
  }

  private static ProcessRewardModel open(String name, EngineChoice engine, Extent extent)
      throws ModelFormatException {
    return ProcessRewardModel.open(
        Checkpoint.open(folder(name)),
        null,
        extent,
        RuntimeOptions.DEFAULT
            .withDevice("cpu")
            .withEngine(engine)
            .withPrecision(PrecisionChoice.FP32));
  }

  private static List<Case> cases(String name) throws IOException {
    return List.of(
        JSON.readValue(Files.readAllBytes(folder(name).resolve("expected.json")), Case[].class));
  }

  private static Path folder(String name) {
    try {
      Path file =
          Path.of(
              Objects.requireNonNull(
                      PrmGoldenTest.class.getResource("golden/" + name + "/expected.json"))
                  .toURI());
      return Objects.requireNonNull(file.getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path of no files", e);
    }
  }
}
