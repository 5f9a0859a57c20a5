package dev.espalier.search.algorithm.steps;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenText;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;

/** How the scores of a solution's steps become one number. */
public enum Aggregation {
  /** The score of the last step. */
  LAST,
  /** The worst step. */
  MIN,
  /** The product of all steps. */
  PROD,
  /** The average step. */
  MEAN,
  /**
   * The model's own opinion of the whole text, which it reads as a single step: what the released
   * scorer of Qwen2.5-Math-PRM does.
   */
  MODEL;

  /** The parameter by which users choose one. */
  public static final Parameter PARAMETER =
      new Parameter.Choice(
          "aggregation",
          "How step scores become one: the last, the least, their product or their mean; or model:"
              + " the whole text is scored as one step.",
          "last",
          Lists.immutable.with("last", "min", "prod", "mean", "model"));

  public static Aggregation of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a reward model is shown of a solution, so that its scores can be put together. */
  public Solution shown(String question, ImmutableList<String> steps) {
    return new Solution(
        question,
        this == MODEL ? Lists.immutable.with(steps.makeString(Decoding.STEP_SEPARATOR)) : steps);
  }

  /** One number of {@code scores}; a missing score (NaN) counts as 0. */
  public double of(ImmutableDoubleList scores) {
    double[] known = Arrays.stream(scores.toArray()).map(s -> Double.isNaN(s) ? 0 : s).toArray();
    return switch (this) {
      case LAST, MODEL -> known[known.length - 1];
      case MIN -> Arrays.stream(known).min().orElseThrow();
      case PROD -> Arrays.stream(known).reduce(1, (a, b) -> a * b);
      case MEAN -> Arrays.stream(known).average().orElseThrow();
    };
  }

  public double of(StepScores scores) {
    return of(scores.scores());
  }

  /** The steps of a text, separators stripped, blank ones left out; at least one. */
  public static ImmutableList<String> steps(String text) {
    ImmutableList<String> steps =
        Lists.immutable
            .with(TokenText.join(text).split(Decoding.STEP_SEPARATOR))
            .collect(String::strip)
            .reject(String::isEmpty);
    return steps.isEmpty() ? Lists.immutable.with("") : steps;
  }
}
