package dev.espalier.app.cli;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.run.RunRefused;
import dev.espalier.reward.problems.ProblemFile;
import dev.espalier.reward.training.Evaluation;
import dev.espalier.reward.training.LanguageModelTraining;
import dev.espalier.reward.training.RewardModelTraining;
import dev.espalier.reward.training.TrainingProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code espalier train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Trains and measures the bundled models.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier train lm --work work/lm --out lm",
      "  espalier train prm --lm lm --base lm --work work/prm --out prm",
      "  espalier train evaluate --lm lm --prm prm"
    },
    subcommands = {
      TrainCommand.Lm.class,
      TrainCommand.Prm.class,
      TrainCommand.Problems.class,
      TrainCommand.Evaluate.class
    })
final class TrainCommand implements Runnable {

  private static final int TOLD_EVERY = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to train: espalier train lm|prm|problems|evaluate");
  }

  /** A bar for who watches; else lines, which are the log of the training. */
  private static TrainingProgress progress(ProgressBar bar, PrintWriter err) {
    return report -> {
      if (bar.watched()) {
        bar.at(
            report.step(),
            report.steps(),
            String.format(
                Locale.ROOT, "loss %.4f  accuracy %.3f", report.loss(), report.accuracy()));
      } else if (report.step() % TOLD_EVERY == 0 || report.step() == report.steps()) {
        err.printf(
            Locale.ROOT,
            "step %d of %d  loss %.4f  accuracy %.3f  %.0f tokens/s  %.0f s left%n",
            report.step(),
            report.steps(),
            report.loss(),
            report.accuracy(),
            report.tokensPerSecond(),
            report.secondsLeft());
        err.flush();
      }
    };
  }

  /** {@code espalier train lm}. */
  @Command(
      name = "lm",
      mixinStandardHelpOptions = true,
      description = {
        "Trains the language model by the recipe of the bundled one.",
        "Goes on from the newest checkpoint in the work folder. The bundled judge is its last",
        "checkpoint (--judge), the bundled language model an earlier one (--step 600)."
      },
      footerHeading = "%nExample:%n",
      footer = "  espalier train lm --work work/lm --out lm --step 600")
  static final class Lm implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--work",
        paramLabel = "DIR",
        required = true,
        description = "folder of the checkpoints")
    private Path work = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the model")
    private Path out = Path.of("");

    @Option(
        names = "--step",
        paramLabel = "N",
        description = "write the model of this checkpoint instead of the last")
    private int step;

    @Option(names = "--judge", description = "write it as a judge of steps, by likelihood")
    private boolean judge;

    @Override
    public Integer call() throws IOException, InterruptedException {
      LanguageModelTraining.Outcome outcome;
      try (ProgressBar bar = ProgressBar.of(spec)) {
        outcome =
            LanguageModelTraining.run(
                LanguageModelTraining.Settings.bundled(),
                work,
                new LanguageModelTraining.Wanted(out, step, judge),
                progress(bar, spec.commandLine().getErr()));
      }
      spec.commandLine().getOut().println(outcome);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** {@code espalier train prm}. */
  @Command(
      name = "prm",
      mixinStandardHelpOptions = true,
      description = {
        "Trains a process reward model with a head of two classes at each step.",
        "From a language model, on exact labels; or from such a reward model, in rounds on the mean",
        "of exact labels and what a judge by likelihood says (--teacher), each round ending with",
        "the mean of the weights before and after it. Goes on from the checkpoints in the work",
        "folder."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  espalier train prm --lm lm --base lm --work work/prm --out prm",
        "  espalier train prm --lm lm --base prm --teacher judge --work work/refined --out refined"
      })
  static final class Prm implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--lm",
        paramLabel = "DIR",
        required = true,
        description = "the language model to be judged")
    private Path languageModel = Path.of("");

    @Option(
        names = "--base",
        paramLabel = "DIR",
        required = true,
        description = "the language model to start from, or a reward model to refine")
    private Path base = Path.of("");

    @Option(
        names = "--teacher",
        paramLabel = "DIR",
        description = "the judge by likelihood that refines a reward model")
    private @Nullable Path teacher;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "of refining (${DEFAULT-VALUE})",
        defaultValue = "3")
    private int rounds;

    @Option(
        names = "--updates",
        paramLabel = "N",
        description = "number of updates instead of the recipe's")
    private @Nullable Integer updates;

    @Option(
        names = "--work",
        paramLabel = "DIR",
        required = true,
        description = "folder of the checkpoints")
    private Path work = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the model")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (updates != null && updates < 1) {
        throw new ParameterException(
            spec.commandLine(), "--updates is " + updates + "; it must be at least 1");
      }
      if (rounds < 1) {
        throw new ParameterException(
            spec.commandLine(), "--rounds is " + rounds + "; it must be at least 1");
      }
      boolean judge = RewardModelTraining.isJudge(base);
      if (judge && teacher == null) {
        throw new ParameterException(
            spec.commandLine(),
            base
                + " is a reward model already; to refine it, name a judge by likelihood: --teacher"
                + " DIR");
      }
      if (!judge && teacher != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--teacher refines a reward model, and --base " + base + " is a language model");
      }
      RewardModelTraining.Settings standard =
          judge ? RewardModelTraining.Settings.refining() : RewardModelTraining.Settings.bundled();
      RewardModelTraining.Settings recipe =
          updates == null ? standard : standard.withSteps(updates);
      var models = new RewardModelTraining.Models(languageModel, base, teacher);
      RewardModelTraining.Outcome outcome;
      try (ProgressBar bar = ProgressBar.of(spec)) {
        TrainingProgress progress = progress(bar, spec.commandLine().getErr());
        outcome =
            judge
                ? RewardModelTraining.refine(recipe, rounds, models, work, out, progress)
                : RewardModelTraining.run(recipe, models, work, out, progress);
      }
      spec.commandLine().getOut().println(outcome);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** {@code espalier train problems}. */
  @Command(
      name = "problems",
      mixinStandardHelpOptions = true,
      description = "Writes held-out word problems, one JSON object a line.",
      footerHeading = "%nExample:%n",
      footer = "  espalier train problems --count 300 --out problems.jsonl")
  static final class Problems implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--count", paramLabel = "N", description = "how many (${DEFAULT-VALUE})")
    private int count = 500;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the file")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      if (count < 1) {
        throw new ParameterException(
            spec.commandLine(), "--count is " + count + "; it must be at least 1");
      }
      ProblemFile.write(out, Evaluation.heldOut(count));
      spec.commandLine().getOut().println(out);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** {@code espalier train evaluate}. */
  @Command(
      name = "evaluate",
      mixinStandardHelpOptions = true,
      description = "Measures the models on the held-out problems; minutes.",
      footerHeading = "%nExample:%n",
      footer = "  espalier train evaluate --problems 100 --samples 16")
  static final class Evaluate implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lm", paramLabel = "ID|DIR", description = "language model")
    private String languageModel = ModelPlaces.LANGUAGE_MODEL;

    @Option(names = "--prm", paramLabel = "ID|DIR", description = "process reward model")
    private @Nullable String rewardModel = ModelPlaces.REWARD_MODEL;

    @Option(names = "--problems", paramLabel = "N", description = "how many (${DEFAULT-VALUE})")
    private int problems = 500;

    @Option(names = "--samples", paramLabel = "N", description = "of each (${DEFAULT-VALUE})")
    private int samples = 32;

    @Override
    public Integer call() throws IOException, InterruptedException, RunRefused {
      ModelPlaces places = ModelPlaces.installed();
      Evaluation.Settings standard =
          Evaluation.Settings.standard(
              places.find(languageModel),
              rewardModel == null || rewardModel.isBlank() ? null : places.find(rewardModel));
      PrintWriter out = spec.commandLine().getOut();
      Evaluation.Figures figures =
          Evaluation.run(
              new Evaluation.Settings(
                  standard.languageModel(),
                  standard.rewardModel(),
                  problems,
                  samples,
                  standard.temperature(),
                  standard.seed(),
                  standard.workers()));
      out.printf(
          Locale.ROOT,
          """
          greedy                    %.3f
          sampled, mean             %.3f
          pass@k                    %s
          step accuracy             %.3f
          step AUC                  %.3f
          right steps               %.3f
          majority of 16            %.3f
          best of 16, last step     %.3f
          best of 16, worst step    %.3f
          greedy by calculations    %s
          """,
          figures.greedy(),
          figures.sampled(),
          shares(figures.passAt()),
          figures.stepAccuracy(),
          figures.stepAuc(),
          figures.rightSteps(),
          figures.majority(),
          figures.bestOfLast(),
          figures.bestOfMinimum(),
          shares(figures.greedyByLength()));
      out.flush();
      return 0;
    }

    private static String shares(java.util.Map<Integer, Double> shares) {
      StringBuilder text = new StringBuilder();
      shares.forEach((k, share) -> text.append(String.format(Locale.ROOT, "%d: %.3f  ", k, share)));
      return text.toString().stripTrailing();
    }
  }
}
