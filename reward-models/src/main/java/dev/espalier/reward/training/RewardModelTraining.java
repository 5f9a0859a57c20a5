package dev.espalier.reward.training;

import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.Split;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.problems.WordProblems;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Trains the bundled process reward model, each step labelled by the exact checker: on the language
 * model's own solutions and, in equal parts, on true solutions with one error built in.
 *
 * <p>The network is the language model with fresh blocks on top. To judge a token it has to hold it
 * against what the language model expected in its place, and that expectation is at hand only where
 * the language model ends; its own weights change slowly, or the arithmetic they hold is lost
 * before the fresh blocks have learnt to read it.
 *
 * <p>In both, right and wrong steps are written in the same style, so that only the mathematics
 * tells them apart. The model's own show which errors it makes; the built-in ones are plenty, and
 * as frequent in easy problems as in hard ones, so that guessing how hard a problem is does not
 * help.
 */
public final class RewardModelTraining {
  /**
   * What to train, and how long.
   *
   * @param seed of the head's start weights, the problems and the samples
   * @param problems number of training problems to sample solutions of
   * @param samples number of solutions of each
   * @param temperature of the samples
   * @param blocks number of fresh blocks on top of the language model's
   * @param trunkFactor learning rate of the language model's weights beside that of the others
   * @param steps number of updates
   * @param stepTokens least number of tokens of an update
   * @param optimiser learning rate and its companions
   * @param workers number of threads; another number gives other roundings
   * @param checkpointEvery number of steps between checkpoints
   */
  public record Settings(
      long seed,
      int problems,
      int samples,
      double temperature,
      int blocks,
      double trunkFactor,
      int steps,
      int stepTokens,
      Optimiser optimiser,
      int workers,
      int checkpointEvery) {

    public Settings {
      if (problems < 1
          || samples < 1
          || steps < 1
          || stepTokens < 1
          || workers < 1
          || checkpointEvery < 1) {
        throw new IllegalArgumentException(
            "problems, samples, steps, stepTokens, workers and checkpointEvery must be positive,"
                + " not"
                + " %d, %d, %d, %d, %d, %d"
                    .formatted(problems, samples, steps, stepTokens, workers, checkpointEvery));
      }
      if (blocks < 0) {
        throw new IllegalArgumentException("blocks must not be negative: " + blocks);
      }
      if (!(temperature > 0 && temperature <= 2)) {
        throw new IllegalArgumentException("temperature must lie in (0, 2], not " + temperature);
      }
    }

    /** The recipe of the model in the repository. */
    public static Settings bundled() {
      return new Settings(
          2, 4000, 4, 0.9, 2, 0.1, 3500, 8192, new Optimiser(4e-3, 30, 0.1, 1, true), 2, 100);
    }

    /** How the model in the repository went on from there, with other problems and samples. */
    public static Settings further() {
      return new Settings(
          3, 4000, 4, 0.9, 2, 0.25, 1200, 8192, new Optimiser(4e-3, 30, 0.1, 1, true), 2, 100);
    }

    /** The same, of another number of updates. */
    public Settings withSteps(int updates) {
      return new Settings(
          seed,
          problems,
          samples,
          temperature,
          blocks,
          trunkFactor,
          updates,
          stepTokens,
          optimiser,
          workers,
          checkpointEvery);
    }

    String recipe() {
      return String.format(
          Locale.ROOT,
          "reward model, seed %d, %d problems of %d samples at temperature %s, %d blocks on a trunk"
              + " at %s of the rate, %d steps of %d tokens, %s, %d workers",
          seed,
          problems,
          samples,
          temperature,
          blocks,
          trunkFactor,
          steps,
          stepTokens,
          optimiser,
          workers);
    }
  }

  /**
   * What came out.
   *
   * @param solutions number of different sampled solutions
   * @param rightTexts share of their tokens and steps up to which all is right
   * @param loss weighted mean cross entropy over the last tenth of steps, in nats
   * @param samplingSeconds wall time of sampling
   * @param seconds wall time of training
   */
  public record Outcome(
      Path folder,
      int solutions,
      double rightTexts,
      double loss,
      double samplingSeconds,
      double seconds) {}

  private RewardModelTraining() {}

  /**
   * Samples solutions, trains from the newest checkpoint in {@code work} or from the weights of
   * {@code base}, then writes the model.
   *
   * @param languageModel folder of the language model to be judged
   * @param base folder of the model to start from, of the same vocabulary: a language model, or a
   *     reward model to train further
   * @param work folder of the checkpoints
   * @param folder where the model is written
   * @throws IOException if a file cannot be read or written, or a checkpoint is of another recipe
   */
  public static Outcome run(
      Settings settings,
      Path languageModel,
      Path base,
      Path work,
      Path folder,
      TrainingProgress progress)
      throws IOException, InterruptedException {
    BytePairVocabulary vocabulary = TokenizerFolder.read(languageModel);
    var documents = new Documents(vocabulary);
    long begun = System.nanoTime();
    ImmutableList<Example> pool = pool(settings, documents, ModelFolder.read(languageModel));
    double samplingSeconds = (System.nanoTime() - begun) / 1e9;
    ModelFolder.Loaded start = ModelFolder.read(base);
    boolean judge = isJudge(start.weights());
    ModelShape shape = judge ? start.shape() : start.shape().deeper(settings.blocks);
    var sampled = new RewardExamples(pool, settings.seed);
    var flawed = new FlawedExamples(documents, settings.seed);
    var loop =
        new TrainingLoop(
            new TrainingLoop.Plan(
                settings.recipe(),
                settings.steps,
                settings.stepTokens,
                settings.workers,
                settings.checkpointEvery,
                work,
                settings.optimiser.on(
                    new Optimiser.Trunk(
                        Weights.count(shape.layers() - settings.blocks), settings.trunkFactor))),
            shape,
            index -> index % 2 == 0 ? sampled.example(index / 2) : flawed.example(index / 2),
            progress);
    TrainingLoop.Outcome outcome =
        loop.run(judge ? start.weights() : judge(start, shape, vocabulary, settings));
    ModelFolder.write(folder, shape, outcome.weights(), vocabulary, ModelFolder.Use.WRITING);
    double labels = pool.sumOfInt(e -> e.targets().length);
    double right = pool.sumOfInt(e -> java.util.stream.IntStream.of(e.targets()).sum());
    return new Outcome(
        folder, pool.size(), right / labels, outcome.loss(), samplingSeconds, outcome.seconds());
  }

  /** Whether a model has a head for judging steps already. */
  public static boolean isJudge(Path base) throws IOException {
    return isJudge(ModelFolder.read(base).weights());
  }

  private static boolean isJudge(ImmutableList<Weights.Tensor> weights) {
    return weights.getLast().name().startsWith("score.");
  }

  /** A language model made into an untrained judge. */
  private static ImmutableList<Weights.Tensor> judge(
      ModelFolder.Loaded start,
      ModelShape shape,
      BytePairVocabulary vocabulary,
      Settings settings) {
    ImmutableList<Weights.Tensor> trunk = withSeparator(start.weights(), start.shape(), vocabulary);
    return Weights.withHead(
        Weights.deeper(trunk, shape, settings.blocks, settings.seed), shape, settings.seed);
  }

  /**
   * The language model with the embedding of its blank line for that of the separator, which it has
   * never seen: otherwise it loses the thread at the first step's end.
   */
  private static ImmutableList<Weights.Tensor> withSeparator(
      ImmutableList<Weights.Tensor> weights, ModelShape shape, BytePairVocabulary vocabulary) {
    int blankLine = vocabulary.encode("\n\n")[0];
    Weights.Tensor embedding = weights.getFirst();
    float[] values = embedding.values().clone();
    System.arraycopy(
        embedding.values(),
        blankLine * shape.width(),
        values,
        SpecialToken.STEP.id() * shape.width(),
        shape.width());
    return Lists.immutable
        .with(new Weights.Tensor(embedding.name(), embedding.shape(), values))
        .newWithAll(weights.drop(1));
  }

  private static ImmutableList<Example> pool(
      Settings settings, Documents documents, ModelFolder.Loaded model)
      throws InterruptedException {
    var text = new WordProblems(ProblemMix.STANDARD, Split.TRAINING, settings.seed);
    MutableList<Example> pool = Lists.mutable.empty();
    try (var network =
        Network.open(
            model.shape(),
            settings.workers,
            Network.Precision.MIXED,
            model.weights(),
            Network.Moments.NONE)) {
      var sampler = new SolutionSampler(network, settings.workers, SolutionSampler.LIMIT);
      MutableList<WordProblem> problems = Lists.mutable.empty();
      for (int i = 0; i < settings.problems; i++) {
        problems.add(text.problem(i));
      }
      ImmutableList<ImmutableList<String>> solutions =
          sampler.solutions(
              documents,
              problems.collect(WordProblem::text).toImmutable(),
              settings.samples,
              settings.temperature,
              settings.seed);
      for (int i = 0; i < settings.problems; i++) {
        WordProblem problem = problems.get(i);
        Set<String> seen = new HashSet<>();
        for (String solution : solutions.get(i)) {
          ImmutableList<String> steps = Documents.steps(solution);
          if (steps.notEmpty() && seen.add(solution)) {
            pool.add(documents.toLearnToJudge(problem, steps));
          }
        }
      }
    }
    return pool.toImmutable();
  }
}
