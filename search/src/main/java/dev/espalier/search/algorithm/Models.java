package dev.espalier.search.algorithm;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.token.Tokenizer;
import org.jspecify.annotations.Nullable;

/** The models a step may ask. */
public record Models(LanguageModel language, Tokenizer tokenizer, @Nullable RewardModel reward) {

  /**
   * The reward model.
   *
   * @throws IllegalStateException if there is none
   */
  public RewardModel requireReward() {
    if (reward == null) {
      throw new IllegalStateException("this algorithm needs a reward model; none was given");
    }
    return reward;
  }
}
