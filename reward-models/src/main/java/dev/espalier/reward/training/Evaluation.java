package dev.espalier.reward.training;

import dev.espalier.reward.problems.ProblemFile;
import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.StepChecker;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.process.Judges;
import dev.espalier.reward.process.ProcessRewardModel.Extent;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.BooleanArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.jspecify.annotations.Nullable;

/** Measures the bundled models on held-out problems. */
public final class Evaluation {
  /**
   * What to measure.
   *
   * @param languageModel folder of the language model
   * @param rewardModel folder of the reward model, or null to leave out its figures
   * @param problems number of held-out problems, the first of the file in the repository
   * @param samples number of sampled solutions of each; pass@k and best-of-k use k of 1 to this
   * @param temperature of the samples
   * @param seed of the samples
   * @param workers number of threads
   */
  public record Settings(
      Path languageModel,
      @Nullable Path rewardModel,
      int problems,
      int samples,
      double temperature,
      long seed,
      int workers) {
    public Settings {
      if (problems < 1 || samples < 1 || workers < 1) {
        throw new IllegalArgumentException(
            "problems, samples and workers must be positive, not %d, %d, %d"
                .formatted(problems, samples, workers));
      }
      if (!(temperature > 0 && temperature <= 2)) {
        throw new IllegalArgumentException("temperature must lie in (0, 2], not " + temperature);
      }
    }

    /** What the model cards report. */
    public static Settings standard(Path languageModel, @Nullable Path rewardModel) {
      return new Settings(languageModel, rewardModel, 500, 32, 0.8, 1, 2);
    }
  }

  /**
   * Shares in [0, 1] of problems, unless said otherwise; NaN where there was no reward model.
   *
   * @param greedy solved by the most likely tokens
   * @param sampled mean share of samples that solve their problem
   * @param passAt by k: problems of which one of k samples is right, expected
   * @param stepAccuracy steps on the right side of one half
   * @param stepAuc chance that a right step scores above a wrong one, over the steps of 16 samples
   * @param rightSteps share of those steps that are right
   * @param majority solved by the most frequent answer of 16 samples
   * @param bestOfLast solved by the sample of 16 whose last step scores best
   * @param bestOfMinimum solved by the sample of 16 whose worst step scores best
   * @param greedyByLength greedy accuracy by the number of calculations
   */
  public record Figures(
      double greedy,
      double sampled,
      Map<Integer, Double> passAt,
      double stepAccuracy,
      double stepAuc,
      double rightSteps,
      double majority,
      double bestOfLast,
      double bestOfMinimum,
      Map<Integer, Double> greedyByLength) {}

  /** Seed of the held-out problems in the repository. */
  public static final long HELD_OUT_SEED = 1;

  private static final int BEST_OF = 16;
  private static final Pattern BOXED = Pattern.compile("\\\\boxed\\{([^}]*)\\}");

  /** One sampled solution with the scores of its steps, empty without a reward model. */
  @SuppressWarnings("ArrayRecordComponent") // scores go to arithmetic as they are, never compared
  private record Judged(
      @Nullable String answer, boolean solved, ImmutableBooleanList right, double[] scores) {}

  private final Settings settings;
  private final Documents documents;
  private final ImmutableList<WordProblem> problems;

  private Evaluation(Settings settings) throws IOException {
    this.settings = settings;
    documents = new Documents(TokenizerFolder.read(settings.languageModel));
    problems = Lists.immutable.withAll(heldOut(settings.problems));
  }

  /** The held-out problems of the repository. */
  public static List<WordProblem> heldOut(int count) {
    return ProblemFile.heldOut(ProblemMix.HELD_OUT, HELD_OUT_SEED, count);
  }

  /**
   * Runs the whole measurement.
   *
   * @throws IOException if a model cannot be read
   */
  public static Figures run(Settings settings) throws IOException, InterruptedException {
    return new Evaluation(settings).measure();
  }

  private Figures measure() throws IOException, InterruptedException {
    ImmutableList<ImmutableList<String>> greedy;
    ImmutableList<ImmutableList<String>> sampled;
    ImmutableList<String> texts = problems.collect(WordProblem::text);
    try (Network network =
        Network.open(ModelFolder.read(settings.languageModel), settings.workers)) {
      var sampler = new SolutionSampler(network, settings.workers, SolutionSampler.LIMIT);
      greedy = sampler.solutions(documents, texts, 1, 0, settings.seed);
      sampled =
          sampler.solutions(
              documents, texts, settings.samples, settings.temperature, settings.seed);
    }
    MutableList<MutableList<Judged>> judged =
        sampled
            .collectWithIndex((all, i) -> all.collect(s -> unscored(problems.get(i), s)).toList())
            .toList();
    if (settings.rewardModel != null) {
      try (RewardModel judge = judge(settings.rewardModel)) {
        score(judge, sampled, judged);
      }
    }
    return figures(
        greedy.collectWithIndex((g, i) -> solves(problems.get(i), g.getFirst())), judged);
  }

  private static Judged unscored(WordProblem problem, String solution) {
    return new Judged(
        answer(solution),
        solves(problem, solution),
        StepChecker.check(problem, Documents.steps(solution)),
        new double[0]);
  }

  /** The last boxed text, or null. */
  private static @Nullable String answer(String solution) {
    Matcher matcher = BOXED.matcher(solution);
    String last = null;
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }

  private static boolean solves(WordProblem problem, String solution) {
    return Long.toString(problem.answer()).equals(answer(solution));
  }

  private static RewardModel judge(Path folder) throws IOException {
    try {
      return Judges.open(
          dev.espalier.search.lm.transformer.Checkpoint.open(folder),
          null,
          Extent.STEP,
          RuntimeOptions.DEFAULT);
    } catch (ModelFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Adds scores to the first samples of each problem, a problem's in one call. */
  private void score(
      RewardModel judge,
      ImmutableList<ImmutableList<String>> sampled,
      MutableList<MutableList<Judged>> judged) {
    for (int i = 0; i < sampled.size(); i++) {
      MutableList<Solution> solutions = Lists.mutable.empty();
      MutableList<Integer> places = Lists.mutable.empty();
      for (int k = 0; k < Math.min(BEST_OF, settings.samples); k++) {
        ImmutableList<String> steps = Documents.steps(sampled.get(i).get(k));
        if (steps.notEmpty()) {
          solutions.add(new Solution(problems.get(i).text(), steps));
          places.add(k);
        }
      }
      if (solutions.notEmpty()) {
        ImmutableList<StepScores> scores = judge.score(solutions.toImmutable());
        MutableList<Judged> row = judged.get(i);
        for (int s = 0; s < scores.size(); s++) {
          Judged plain = row.get(places.get(s));
          row.set(
              places.get(s),
              new Judged(
                  plain.answer, plain.solved, plain.right, scores.get(s).scores().toArray()));
        }
        judge.forget();
      }
    }
  }

  private Figures figures(ImmutableList<Boolean> greedy, MutableList<MutableList<Judged>> judged) {
    int count = greedy.size();
    boolean scored = settings.rewardModel != null;
    var scores = new DoubleArrayList();
    var labels = new BooleanArrayList();
    double majority = 0;
    double last = 0;
    double minimum = 0;
    for (MutableList<Judged> samples : judged) {
      MutableList<Judged> some = samples.take(BEST_OF);
      for (Judged sample : some) {
        labels.addAll(sample.right);
        scores.addAll(sample.scores);
      }
      majority += mostFrequent(some).solved ? 1 : 0;
      last += some.get(best(some, Ranking::last)).solved ? 1 : 0;
      minimum += some.get(best(some, Ranking::minimum)).solved ? 1 : 0;
    }
    Map<Integer, Double> passAt = new LinkedHashMap<>();
    for (int k = 1; k <= settings.samples; k *= 2) {
      int draws = k;
      passAt.put(
          k,
          judged.sumOfDouble(
                  all -> Ranking.passAt(draws, settings.samples, all.count(Judged::solved)))
              / count);
    }
    int accurate = 0;
    for (int i = 0; i < scores.size(); i++) {
      accurate += (scores.get(i) > 0.5) == labels.get(i) ? 1 : 0;
    }
    return new Figures(
        (double) greedy.count(solved -> solved) / count,
        judged.sumOfInt(all -> all.count(Judged::solved)) / ((double) count * settings.samples),
        passAt,
        scored ? (double) accurate / scores.size() : Double.NaN,
        scored ? Ranking.areaUnderCurve(scores.toArray(), labels.toArray()) : Double.NaN,
        (double) labels.count(right -> right) / labels.size(),
        majority / count,
        scored ? last / count : Double.NaN,
        scored ? minimum / count : Double.NaN,
        byLength(greedy));
  }

  private interface Aggregate {
    double of(double[] scores);
  }

  private static int best(MutableList<Judged> samples, Aggregate aggregate) {
    return Ranking.best(samples.collectDouble(s -> aggregate.of(s.scores)).toArray());
  }

  /** A sample with the answer that most samples give, of equally many the first. */
  private static Judged mostFrequent(MutableList<Judged> samples) {
    Judged best = samples.getFirst();
    int most = 0;
    for (Judged sample : samples) {
      String answer = sample.answer;
      int votes = answer == null ? 0 : samples.count(other -> answer.equals(other.answer));
      if (votes > most) {
        most = votes;
        best = sample;
      }
    }
    return best;
  }

  private Map<Integer, Double> byLength(ImmutableList<Boolean> greedy) {
    Map<Integer, Double> shares = new LinkedHashMap<>();
    for (int length : problems.collect(WordProblem::length).distinct().toSortedList()) {
      int of = 0;
      int solved = 0;
      for (int i = 0; i < greedy.size(); i++) {
        if (problems.get(i).length() == length) {
          of++;
          solved += greedy.get(i) ? 1 : 0;
        }
      }
      shares.put(length, (double) solved / of);
    }
    return shares;
  }
}
