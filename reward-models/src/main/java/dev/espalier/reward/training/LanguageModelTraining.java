package dev.espalier.reward.training;

import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.TrainingText;
import dev.espalier.reward.vocabulary.BytePairTraining;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;

/** Trains the bundled language model on generated text and exports it as a model folder. */
public final class LanguageModelTraining {
  /**
   * What to train, and how long.
   *
   * @param seed of the start weights and of the text
   * @param shape size of the model; its vocabulary must be that of the tokenizer
   * @param steps number of updates
   * @param stepTokens least number of tokens of an update
   * @param promptWeight weight in the loss of predicting a prompt's tokens, in [0, 1]
   * @param optimiser learning rate and its companions
   * @param workers number of threads; another number gives other roundings
   * @param checkpointEvery number of steps between checkpoints
   */
  public record Settings(
      long seed,
      ModelShape shape,
      int steps,
      int stepTokens,
      float promptWeight,
      Optimiser optimiser,
      int workers,
      int checkpointEvery) {

    public Settings {
      require("steps", steps, 1);
      require("stepTokens", stepTokens, 1);
      require("workers", workers, 1);
      require("checkpointEvery", checkpointEvery, 1);
      if (!(promptWeight >= 0 && promptWeight <= 1)) {
        throw new IllegalArgumentException("promptWeight must lie in [0, 1], not " + promptWeight);
      }
    }

    private static void require(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
      }
    }

    /** The recipe of the model in the repository. */
    public static Settings bundled() {
      return new Settings(
          1,
          ModelShape.bundled(1024),
          1300,
          8192,
          0.1f,
          new Optimiser(0.003, 40, 0.1, 1, true),
          2,
          50);
    }

    /** All settings that shape the result, in one line. */
    String recipe() {
      return String.format(
          Locale.ROOT,
          "language model, seed %d, %s, %d steps of %d tokens, prompt weight %s, %s, %d workers",
          seed,
          shape,
          steps,
          stepTokens,
          promptWeight,
          optimiser,
          workers);
    }
  }

  /**
   * What came out.
   *
   * @param loss weighted mean cross entropy over the last tenth of steps, in nats
   * @param seconds wall time of all sessions of the run
   */
  public record Outcome(Path folder, double loss, double seconds) {}

  private static final int VOCABULARY_TEXTS = 20_000;

  private LanguageModelTraining() {}

  /** The vocabulary that a seed's text gives. */
  public static BytePairVocabulary vocabulary(long seed, int size) {
    return BytePairTraining.learn(
        LongStream.range(0, VOCABULARY_TEXTS)
            .mapToObj(i -> TrainingText.number(i, ProblemMix.STANDARD, seed))
            .map(text -> text.prompt() + "\n\n" + text.completion()),
        TokenizerFolder.SPECIALS,
        size);
  }

  /**
   * Which model of a run is written, and what for.
   *
   * @param step of its checkpoint; 0 is the run's last
   * @param judging whether it is to judge steps rather than write them
   */
  public record Wanted(Path folder, int step, boolean judging) {}

  /**
   * Learns the vocabulary, trains from the newest checkpoint in {@code work} or from the start, and
   * writes a model.
   *
   * @param work folder of the checkpoints
   * @throws IOException if a file cannot be read or written, a checkpoint is of another recipe, or
   *     there is none of the step wanted
   */
  public static Outcome run(Settings settings, Path work, Wanted wanted, TrainingProgress progress)
      throws IOException, InterruptedException {
    BytePairVocabulary vocabulary = vocabulary(settings.seed, settings.shape.vocabulary());
    if (vocabulary.size() != settings.shape.vocabulary()) {
      throw new IllegalArgumentException(
          "the text gives a vocabulary of "
              + vocabulary.size()
              + " tokens, the model's shape wants "
              + settings.shape.vocabulary());
    }
    var documents = new Documents(vocabulary);
    var loop =
        new TrainingLoop(
            new TrainingLoop.Plan(
                settings.recipe(),
                settings.steps,
                settings.stepTokens,
                settings.workers,
                settings.checkpointEvery,
                work,
                settings.optimiser),
            settings.shape,
            index ->
                documents.toPredict(
                    TrainingText.number(index, ProblemMix.STANDARD, settings.seed),
                    settings.promptWeight),
            progress);
    TrainingLoop.Outcome outcome = loop.run(Weights.initial(settings.shape, false, settings.seed));
    ModelFolder.write(
        wanted.folder,
        settings.shape,
        wanted.step == 0 ? outcome.weights() : weights(settings, work, wanted.step),
        vocabulary,
        wanted.judging ? ModelFolder.Use.JUDGING : ModelFolder.Use.WRITING);
    return new Outcome(wanted.folder, outcome.loss(), outcome.seconds());
  }

  private static ImmutableList<Weights.Tensor> weights(Settings settings, Path work, int step)
      throws IOException {
    Path checkpoint = Checkpoint.fileOf(work, step);
    if (!Files.isRegularFile(checkpoint)) {
      throw new IOException(
          "there is no checkpoint %s; checkpoints are written every %d steps"
              .formatted(checkpoint, settings.checkpointEvery));
    }
    return Checkpoint.read(checkpoint).weights();
  }
}
