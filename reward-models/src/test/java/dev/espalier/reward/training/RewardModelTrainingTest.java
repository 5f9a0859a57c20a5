package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.reward.training.RewardModelTraining.Models;
import dev.espalier.reward.training.RewardModelTraining.Settings;
import dev.espalier.reward.vocabulary.BytePairTraining;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardModelTrainingTest {
  private static final BytePairVocabulary VOCABULARY =
      BytePairTraining.learn(
          Stream.of("one two one two three three"), TokenizerFolder.SPECIALS, 265);
  private static final ModelShape SHAPE = new ModelShape(265, 16, 2, 2, 24, 1024);

  @TempDir Path folder;
  private Path languageModel = Path.of("");

  @BeforeEach
  void writeALanguageModel() throws Exception {
    languageModel = folder.resolve("lm");
    ModelFolder.write(
        languageModel,
        SHAPE,
        Weights.initial(SHAPE, false, 1),
        VOCABULARY,
        ModelFolder.Use.WRITING);
  }

  private static Settings settings(double rate, double trunk, int steps) {
    return new Settings(
        2, 3, 1, 0.9, 2, 1, trunk, steps, 400, new Optimiser(rate, 0, 0, 1, false), 1, 10);
  }

  private ModelFolder.Loaded train(Settings settings, Path base, String name) throws Exception {
    Path out = folder.resolve(name);
    RewardModelTraining.run(
        settings,
        new Models(languageModel, base, null),
        folder.resolve(name + "-work"),
        out,
        _ -> {});
    return ModelFolder.read(out);
  }

  @Test
  void aLanguageModelBecomesADeeperOneWithAHead() throws Exception {
    ModelFolder.Loaded judge = train(settings(1e-3, 0.1, 2), languageModel, "judge");
    assertThat(judge.shape()).isEqualTo(SHAPE.deeper(1));
    assertThat(RewardModelTraining.isJudge(languageModel)).isFalse();
    assertThat(RewardModelTraining.isJudge(folder.resolve("judge"))).isTrue();
  }

  @Test
  void aJudgeGoesOnFromItsOwnWeightsTheTrunkOnlyAsFastAsAsked() throws Exception {
    ModelFolder.Loaded before = train(settings(1e-3, 0.1, 1), languageModel, "judge");
    ModelFolder.Loaded after = train(settings(0.05, 0, 1), folder.resolve("judge"), "further");
    assertThat(after.shape()).isEqualTo(before.shape());
    int trunk = Weights.count(2);
    for (int i = 0; i < before.weights().size(); i++) {
      Weights.Tensor was = before.weights().get(i);
      Weights.Tensor is = after.weights().get(i);
      assertThat(is.name()).isEqualTo(was.name());
      if (i < trunk) {
        assertThat(is.values()).as(is.name()).containsExactly(was.values());
      }
    }
    assertThat(after.weights().getLast().values())
        .as("the head has learnt")
        .isNotEqualTo(before.weights().getLast().values());
  }

  @Test
  void theNumberOfUpdatesIsThatAskedFor() throws Exception {
    Settings asked = settings(1e-3, 0.1, 2).withSteps(3);
    assertThat(asked.steps()).isEqualTo(3);
    train(asked, languageModel, "judge");
    Path work = folder.resolve("judge-work");
    assertThat(Checkpoint.latest(work)).hasValue(Checkpoint.fileOf(work, 3));
  }

  @Test
  void refiningEndsEachRoundWithTheMeanOfTheWeightsBeforeAndAfter() throws Exception {
    train(settings(1e-3, 0.1, 1), languageModel, "judge");
    Path work = folder.resolve("refined-work");
    RewardModelTraining.refine(
        settings(0.01, 0.5, 2),
        2,
        new Models(languageModel, folder.resolve("judge"), languageModel),
        work,
        folder.resolve("refined"),
        _ -> {});
    isTheMean(folder.resolve("judge"), work.resolve("round-1"), work.resolve("round-1/model"));
    isTheMean(work.resolve("round-1/model"), work.resolve("round-2"), folder.resolve("refined"));
  }

  private static void isTheMean(Path before, Path work, Path refined) throws Exception {
    var was = ModelFolder.read(before).weights();
    var is = ModelFolder.read(refined).weights();
    var trained = Checkpoint.read(Checkpoint.fileOf(work, 2)).weights();
    for (int i = 0; i < is.size(); i++) {
      float[] mean = is.get(i).values();
      for (int k = 0; k < mean.length; k++) {
        float exact = (was.get(i).values()[k] + trained.get(i).values()[k]) / 2;
        assertThat(mean[k]).isCloseTo(exact, within(Math.abs(exact) / 128 + 1e-9f));
      }
    }
    assertThat(is.getLast().values()).isNotEqualTo(was.getLast().values());
  }

  @Test
  void aTeacherIsALanguageModelAndTeachesAJudge() throws Exception {
    train(settings(1e-3, 0.1, 1), languageModel, "judge");
    Path judge = folder.resolve("judge");
    refuses(new Models(languageModel, languageModel, languageModel))
        .hasMessageStartingWith(languageModel.toString())
        .hasMessageContaining("refines a reward model");
    refuses(new Models(languageModel, judge, judge))
        .hasMessageStartingWith(judge.toString())
        .hasMessageContaining("must be a language model");
    Path other = folder.resolve("other");
    var shape = new ModelShape(264, 16, 2, 2, 24, 1024);
    ModelFolder.write(
        other,
        shape,
        Weights.initial(shape, false, 1),
        BytePairTraining.learn(Stream.of("one two one two"), TokenizerFolder.SPECIALS, 264),
        ModelFolder.Use.JUDGING);
    refuses(new Models(languageModel, judge, other))
        .hasMessageContaining("265")
        .hasMessageEndingWith("264");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refuses(Models models) {
    return assertThatThrownBy(() ->
            RewardModelTraining.run(
                settings(1e-3, 0.1, 1),
                models,
                folder.resolve("none"),
                folder.resolve("nothing"),
                _ -> {}))
        .isInstanceOf(IOException.class);
  }
}
