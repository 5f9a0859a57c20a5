package dev.espalier.search.run;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/** Models with a stop-watch around them, so that algorithms need no clock. */
final class TimedModels {

  private final Models timed;
  private long nanos;

  TimedModels(Models models) {
    RewardModel reward = models.reward();
    this.timed =
        new Models(
            new TimedLanguageModel(models.language()),
            models.tokenizer(),
            reward == null ? null : new TimedRewardModel(reward),
            models.constraint());
  }

  Models models() {
    return timed;
  }

  /** Time spent inside the models since the last call. */
  long takeNanos() {
    long taken = nanos;
    nanos = 0;
    return taken;
  }

  private final class TimedLanguageModel implements LanguageModel {
    private final LanguageModel model;

    TimedLanguageModel(LanguageModel model) {
      this.model = model;
    }

    @Override
    public ModelDescription description() {
      return model.description();
    }

    @Override
    public Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
      long begin = System.nanoTime();
      try {
        return model.evaluate(prefixes, wanted);
      } finally {
        nanos += System.nanoTime() - begin;
      }
    }

    @Override
    public HiddenState embedding(int token) {
      long begin = System.nanoTime();
      try {
        return model.embedding(token);
      } finally {
        nanos += System.nanoTime() - begin;
      }
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private final class TimedRewardModel implements RewardModel {
    private final RewardModel model;

    TimedRewardModel(RewardModel model) {
      this.model = model;
    }

    @Override
    public RewardDescription description() {
      return model.description();
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      long begin = System.nanoTime();
      try {
        return model.score(solutions);
      } finally {
        nanos += System.nanoTime() - begin;
      }
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
