package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.lm.ModelDescription;
import org.jspecify.annotations.Nullable;

/** Models that searches can be begun with. */
public interface ReadyModels {

  /** What a search of free text asks. */
  Models models();

  /**
   * What a search asks.
   *
   * @param source what its text must be, or null if it is free
   * @throws RunRefused if the constraint is wrong; the message names the place
   */
  Models models(@Nullable ConstraintSource source) throws RunRefused;

  /**
   * What is to be continued.
   *
   * @throws RunRefused if the models cannot go on from it; the message says why
   */
  Problem problem(String question, long seed) throws RunRefused;

  ModelDescription description();

  boolean hasReward();
}
