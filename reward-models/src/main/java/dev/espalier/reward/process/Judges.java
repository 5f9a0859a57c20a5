package dev.espalier.reward.process;

import dev.espalier.reward.process.ProcessRewardModel.Extent;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardModel;
import org.jspecify.annotations.Nullable;

/** Opens whatever judges steps in a folder. */
public final class Judges {

  private Judges() {}

  /**
   * Opens the judge in a folder: by likelihood if its configuration says so, otherwise a process
   * reward model.
   *
   * @param asked the format of a process reward model, or null to tell the kind from the folder
   * @param extent what a process reward model is shown as a step
   * @throws ModelFormatException if a file of it is missing, damaged, or of another kind of model
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes what is returned.
  public static RewardModel open(
      Checkpoint folder, @Nullable PrmFormat asked, Extent extent, RuntimeOptions options)
      throws ModelFormatException {
    String judge = folder.stepJudge();
    if (asked != null || judge == null) {
      return ProcessRewardModel.open(folder, asked, extent, options);
    }
    if (!judge.equals(LikelihoodRewardModel.NAME)) {
      throw new ModelFormatException(
          folder.path(),
          "its config.json has the step_judge \"%s\"; known is %s"
              .formatted(judge, LikelihoodRewardModel.NAME));
    }
    return LikelihoodRewardModel.open(folder, options);
  }
}
