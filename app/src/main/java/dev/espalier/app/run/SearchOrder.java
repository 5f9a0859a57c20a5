package dev.espalier.app.run;

import dev.espalier.search.budget.Budget;
import dev.espalier.search.constraint.ConstraintSource;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks for.
 *
 * @param prompt as written
 * @param algorithm its name, such as {@code a-star}
 * @param settings checked values of its parameters
 * @param knownAnswer the right answer, or empty where it is not known
 * @param constraint what the text must be, or null if it is free
 */
public record SearchOrder(
    String prompt,
    String algorithm,
    ImmutableMap<String, String> settings,
    long seed,
    Budget budget,
    String knownAnswer,
    @Nullable ConstraintSource constraint) {

  /** Of a free text. */
  public SearchOrder(
      String prompt,
      String algorithm,
      ImmutableMap<String, String> settings,
      long seed,
      Budget budget,
      String knownAnswer) {
    this(prompt, algorithm, settings, seed, budget, knownAnswer, null);
  }

  /** The same with other values of its parameters and another budget. */
  public SearchOrder with(ImmutableMap<String, String> otherSettings, Budget otherBudget) {
    return new SearchOrder(
        prompt, algorithm, otherSettings, seed, otherBudget, knownAnswer, constraint);
  }
}
