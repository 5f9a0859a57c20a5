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
import org.jspecify.annotations.Nullable;

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
   * @param flawedEvery one in so many examples has its error built in, the others are sampled
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
      int flawedEvery,
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
          || flawedEvery < 1
          || steps < 1
          || stepTokens < 1
          || workers < 1
          || checkpointEvery < 1) {
        throw new IllegalArgumentException(
            "problems, samples, flawedEvery, steps, stepTokens, workers and checkpointEvery must be"
                + " positive, not %d, %d, %d, %d, %d, %d, %d"
                    .formatted(
                        problems,
                        samples,
                        flawedEvery,
                        steps,
                        stepTokens,
                        workers,
                        checkpointEvery));
      }
      if (blocks < 0) {
        throw new IllegalArgumentException("blocks must not be negative: " + blocks);
      }
      if (!(temperature > 0 && temperature <= 2)) {
        throw new IllegalArgumentException("temperature must lie in (0, 2], not " + temperature);
      }
    }

    /** How the model in the repository began. */
    public static Settings bundled() {
      return new Settings(
          2, 4000, 4, 0.9, 2, 2, 0.1, 3500, 8192, new Optimiser(4e-3, 30, 0.1, 1, true), 2, 100);
    }

    /** One round of refining a judge; the rounds after it have the seeds that follow. */
    public static Settings refining() {
      return new Settings(
          3, 6000, 4, 0.9, 3, 2, 0.25, 600, 8192, new Optimiser(1.5e-3, 30, 0.1, 1, true), 2, 100);
    }

    /** The same, of another number of updates. */
    public Settings withSteps(int updates) {
      return with(seed, updates);
    }

    private Settings with(long another, int updates) {
      return new Settings(
          another,
          problems,
          samples,
          temperature,
          flawedEvery,
          blocks,
          trunkFactor,
          updates,
          stepTokens,
          optimiser,
          workers,
          checkpointEvery);
    }

    private String recipe(boolean taught) {
      return String.format(
          Locale.ROOT,
          "reward model%s, seed %d, %d problems of %d samples at temperature %s, an error built in"
              + " one of %d, %d blocks on a trunk at %s of the rate, %d steps of %d tokens, %s,"
              + " %d workers",
          taught ? " on soft targets" : "",
          seed,
          problems,
          samples,
          temperature,
          flawedEvery,
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

  /**
   * The models a training begins with, all of one vocabulary.
   *
   * @param languageModel folder of the language model to be judged
   * @param base folder of the model to start from: a language model, or a reward model to refine
   * @param teacher folder of the language model that softens the labels; null for exact ones
   */
  public record Models(Path languageModel, Path base, @Nullable Path teacher) {}

  private RewardModelTraining() {}

  /**
   * Samples solutions, trains from the newest checkpoint in {@code work} or from the weights of the
   * base, then writes the model. With a teacher it learns {@linkplain SoftTargets soft targets},
   * and what is written is the mean of the weights before and after.
   *
   * @param work folder of the checkpoints
   * @param folder where the model is written
   * @throws IOException if a file cannot be read or written, a checkpoint is of another recipe, or
   *     there is a teacher but no judge to be taught
   */
  public static Outcome run(
      Settings settings, Models models, Path work, Path folder, TrainingProgress progress)
      throws IOException, InterruptedException {
    BytePairVocabulary vocabulary = TokenizerFolder.read(models.languageModel);
    ModelFolder.Loaded start = ModelFolder.read(models.base);
    boolean judge = isJudge(start.weights());
    ModelShape shape = judge ? start.shape() : start.shape().deeper(settings.blocks);
    try (@Nullable SoftTargets soft = teacher(models, vocabulary, judge)) {
      var documents = new Documents(vocabulary);
      long begun = System.nanoTime();
      ImmutableList<Example> pool =
          pool(settings, documents, ModelFolder.read(models.languageModel));
      double samplingSeconds = (System.nanoTime() - begun) / 1e9;
      ExampleSource exact = examples(settings, documents, pool);
      var plan =
          new TrainingLoop.Plan(
              settings.recipe(soft != null),
              settings.steps,
              settings.stepTokens,
              settings.workers,
              settings.checkpointEvery,
              work,
              settings.optimiser.on(
                  new Optimiser.Trunk(
                      Weights.count(shape.layers() - settings.blocks), settings.trunkFactor)));
      TrainingLoop.Outcome outcome =
          new TrainingLoop(
                  plan,
                  shape,
                  soft == null ? exact : index -> soft.soften(exact.example(index)),
                  progress)
              .run(judge ? start.weights() : judge(start, shape, vocabulary, settings));
      ModelFolder.write(
          folder,
          shape,
          soft == null ? outcome.weights() : Weights.mean(start.weights(), outcome.weights()),
          vocabulary,
          ModelFolder.Use.WRITING);
      double labels = pool.sumOfInt(e -> e.targets().length);
      double right = pool.sumOfInt(e -> java.util.stream.IntStream.of(e.targets()).sum());
      return new Outcome(
          folder, pool.size(), right / labels, outcome.loss(), samplingSeconds, outcome.seconds());
    }
  }

  /**
   * Refines a judge by several rounds with a teacher, each with problems and samples of its own and
   * from the mean of the round before.
   *
   * @param work folder of the rounds' checkpoints and of the models between them
   * @return of the last round
   * @throws IOException as {@link #run}
   */
  public static Outcome refine(
      Settings settings,
      int rounds,
      Models models,
      Path work,
      Path folder,
      TrainingProgress progress)
      throws IOException, InterruptedException {
    Path judge = models.base;
    for (int round = 1; ; round++) {
      Path place = work.resolve("round-" + round);
      Path result = round == rounds ? folder : place.resolve("model");
      Outcome outcome =
          run(
              settings.with(settings.seed + round - 1, settings.steps),
              new Models(models.languageModel, judge, models.teacher),
              place,
              result,
              progress);
      if (round == rounds) {
        return outcome;
      }
      judge = result;
    }
  }

  private static @Nullable SoftTargets teacher(
      Models models, BytePairVocabulary vocabulary, boolean judge) throws IOException {
    if (models.teacher == null) {
      return null;
    }
    if (!judge) {
      throw new IOException(
          models.base + ": a teacher refines a reward model, and this is a language model");
    }
    ModelFolder.Loaded teacher = ModelFolder.read(models.teacher);
    if (isJudge(teacher.weights())) {
      throw new IOException(
          models.teacher + ": a teacher must be a language model, and this is a reward model");
    }
    if (teacher.shape().vocabulary() != vocabulary.size()) {
      throw new IOException(
          models.teacher
              + ": a teacher must have the "
              + vocabulary.size()
              + " tokens of the language model to be judged, and this has "
              + teacher.shape().vocabulary());
    }
    return new SoftTargets(Network.open(teacher, 1), vocabulary);
  }

  private static ExampleSource examples(
      Settings settings, Documents documents, ImmutableList<Example> pool) {
    var sampled = new RewardExamples(pool, settings.seed);
    var flawed = new FlawedExamples(documents, settings.seed);
    int every = settings.flawedEvery;
    return index -> {
      long turn = index / every;
      long place = index % every;
      return place == every - 1
          ? flawed.example(turn)
          : sampled.example(turn * (every - 1) + place);
    };
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
    try (Network network = Network.open(model, settings.workers)) {
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
