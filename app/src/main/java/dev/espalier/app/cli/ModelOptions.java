package dev.espalier.app.cli;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.RewardChoice;
import dev.espalier.app.run.RunRefused;
import dev.espalier.reward.process.PrmFormat;
import dev.espalier.reward.process.ProcessRewardModel.Extent;
import dev.espalier.reward.verifier.RewardEnsemble.Combination;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** Which models, and how to run them. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "ID|PATH",
      defaultValue = ModelPlaces.LANGUAGE_MODEL,
      description =
          "language model: a bundled one, a Hugging Face folder or a GGUF file (${DEFAULT-VALUE})")
  private String model = ModelPlaces.LANGUAGE_MODEL;

  @Option(
      names = "--reward",
      paramLabel = "ID|DIR[,…]",
      defaultValue = ModelPlaces.REWARD_MODEL,
      description = {
        "what judges steps, for algorithms that ask: a bundled process reward model, a Hugging"
            + " Face folder, likelihood:MODEL (a language model, by its least likely token),"
            + " verifier (checks arithmetic) or verifier:FILE (knows the answers of a problem"
            + " file); several form an ensemble (${DEFAULT-VALUE})"
      })
  private String reward = ModelPlaces.REWARD_MODEL;

  @Option(
      names = "--reward-format",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "how the reward model reads: qwen, math-shepherd, rlhflow or skywork; auto tells it from"
              + " the folder (${DEFAULT-VALUE})")
  private String rewardFormat = "auto";

  @Option(
      names = "--reward-extent",
      paramLabel = "NAME",
      defaultValue = "step",
      description =
          "step: each step is judged; whole: all up to its end as one, for any algorithm, as"
              + " aggregation=model has it for those that put scores together (${DEFAULT-VALUE})")
  private Extent rewardExtent = Extent.STEP;

  @Option(
      names = "--ensemble",
      paramLabel = "NAME",
      defaultValue = "mean",
      description = "how several rewards become one: mean, min or product (${DEFAULT-VALUE})")
  private String ensemble = "mean";

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, cpu, cuda or cuda:N (${DEFAULT-VALUE})")
  private String device = "auto";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, fp32 or bf16; auto measures which is faster (${DEFAULT-VALUE})")
  private String precision = "auto";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "torchscript",
      description = "torchscript, or reference to compare with (${DEFAULT-VALUE})")
  private EngineChoice engine = EngineChoice.TORCHSCRIPT;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "threads of one matrix product; 0 is the library's choice")
  private int threads;

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "0",
      description = "tokens of prompts and texts that are kept; 0 is as many as fit")
  private int context;

  RuntimeOptions runtime() {
    return RuntimeOptions.DEFAULT
        .withDevice(device)
        .withPrecision(PrecisionChoice.of(precision))
        .withEngine(engine)
        .withThreads(threads)
        .withSlots(context);
  }

  String model() {
    return model;
  }

  /**
   * Opens the models several times, to be asked by several threads.
   *
   * @param opened takes them, those too that were opened before one could not be
   */
  void openCopies(int copies, boolean withReward, PrintWriter err, List<LoadedModels> opened)
      throws RunRefused {
    RuntimeOptions options = runtime();
    if (copies > 1 && options.threads() == 0) {
      options =
          options.withThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / copies));
    }
    ModelPlaces places = ModelPlaces.installed();
    for (int i = 0; i < copies; i++) {
      opened.add(
          LoadedModels.judged(places.find(model), withReward ? reward(places) : null, options));
    }
    opened.getFirst().notices().forEach(err::println);
    err.flush();
  }

  private RewardChoice reward(ModelPlaces places) throws RunRefused {
    return RewardChoice.parse(
        reward,
        places,
        rewardFormat.equals("auto") ? null : PrmFormat.of(rewardFormat),
        rewardExtent,
        Combination.of(ensemble));
  }

  /** Opens the models; what there is to say of it goes to {@code err}. */
  LoadedModels open(boolean withReward, PrintWriter err) throws RunRefused {
    ModelPlaces places = ModelPlaces.installed();
    LoadedModels loaded =
        LoadedModels.judged(places.find(model), withReward ? reward(places) : null, runtime());
    loaded.notices().forEach(err::println);
    err.flush();
    return loaded;
  }
}
