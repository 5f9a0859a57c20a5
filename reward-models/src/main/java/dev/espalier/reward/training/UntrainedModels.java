package dev.espalier.reward.training;

import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.InventedVocabulary;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Models with random weights and made-up words: for measuring speed at sizes that no bundled model
 * has, and for tests of what goes around a model.
 */
public final class UntrainedModels {

  private UntrainedModels() {}

  /**
   * Writes a language model and a judge of its steps as model folders.
   *
   * @param shape of both; a vocabulary of at least 300
   * @throws IOException if a folder cannot be written
   */
  public static void write(Path languageModel, Path rewardModel, ModelShape shape, long seed)
      throws IOException {
    BytePairVocabulary vocabulary = InventedVocabulary.of(shape.vocabulary(), seed);
    ModelFolder.write(
        languageModel,
        shape,
        Weights.initial(shape, false, seed),
        vocabulary,
        ModelFolder.Use.WRITING);
    ModelFolder.write(
        rewardModel,
        shape,
        Weights.initial(shape, true, seed + 1),
        vocabulary,
        ModelFolder.Use.WRITING);
  }
}
