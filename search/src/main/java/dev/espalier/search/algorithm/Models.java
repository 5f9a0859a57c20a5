package dev.espalier.search.algorithm;

import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.MaskedLanguageModel;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.token.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The models a step may ask, and what the text is bound by.
 *
 * @param reward judges solutions, or null if there is none
 * @param constraint what the generated text must be, or null if it is free
 */
public record Models(
    LanguageModel language,
    Tokenizer tokenizer,
    @Nullable RewardModel reward,
    @Nullable Constraint constraint) {

  /** Without a constraint. */
  public Models(LanguageModel language, Tokenizer tokenizer, @Nullable RewardModel reward) {
    this(language, tokenizer, reward, null);
  }

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

  /**
   * The constraint.
   *
   * @throws IllegalStateException if there is none
   */
  public Constraint requireConstraint() {
    if (constraint == null) {
      throw new IllegalStateException("this algorithm needs a constraint; none was given");
    }
    return constraint;
  }

  /** The same models bound by {@code other}, or free if it is null. */
  public Models with(@Nullable Constraint other) {
    return new Models(language, tokenizer, reward, other);
  }

  /**
   * The same models, the language model seen through the constraint if there is one.
   *
   * @param promptLength tokens before the text that is constrained
   */
  public Models masked(int promptLength) {
    return constraint == null
        ? this
        : new Models(
            new MaskedLanguageModel(language, constraint, promptLength),
            tokenizer,
            reward,
            constraint);
  }
}
