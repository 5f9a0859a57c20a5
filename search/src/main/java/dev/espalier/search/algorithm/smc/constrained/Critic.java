package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.potential.Potential;
import dev.espalier.search.potential.RewardPotential;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What weighs the particles beside the constraint: nothing, the reward model, or a potential that
 * the user brought along.
 *
 * @param name as users choose it
 */
record Critic(String name) {

  private static final String REWARD = "reward";

  static final Parameter PARAMETER =
      new Parameter.Choice(
          "critic",
          "What weighs texts beside the constraint: nothing, the odds of the reward model's score"
              + " of each finished step, or a potential from the class path."
              + Brought.faults(),
          Brought.NONE,
          Lists.immutable.with(Brought.NONE, REWARD).newWithAll(Brought.ALL.names()));

  boolean isNone() {
    return name.equals(Brought.NONE);
  }

  /**
   * The potential.
   *
   * @param stepwise whether it is asked about beginnings too
   * @throws ModelFailure if there is none to be had
   */
  Potential potential(String question, boolean stepwise, Models models) {
    if (!name.equals(REWARD)) {
      return Brought.create(name, models);
    }
    if (models.reward() == null) {
      throw new ModelFailure(
          "the critic is the reward model, and none is loaded; load one, or choose another critic");
    }
    return new RewardPotential(
        models.reward(), models.tokenizer(), question, Decoding.STEP_SEPARATOR, stepwise);
  }

  /**
   * Asks the potential.
   *
   * @throws ModelFailure if its code fails, or what it gives is no weight
   */
  Potential.Weights weigh(Potential potential, ImmutableList<Potential.Question> questions) {
    Potential.Weights weights = Brought.guarded(name, () -> potential.weigh(questions));
    if (weights.logs().size() != questions.size()
        || Arrays.stream(weights.logs().toArray())
            .anyMatch(log -> Double.isNaN(log) || log == Double.POSITIVE_INFINITY)) {
      throw new ModelFailure(
          "the critic %s gave the log-weights %s for %d texts"
              .formatted(name, weights.logs(), questions.size()));
    }
    return weights;
  }
}
