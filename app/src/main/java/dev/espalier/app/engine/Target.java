package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.algorithm.aligned.AllowedMassSearch;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.constraint.ConstraintSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distribution that a sampler under a constraint aims at: the model's own, at a temperature,
 * given that the text is allowed and no longer than some length.
 */
public record Target(double temperature, int maxTokens) {

  /** Bounds of the probability of an allowed text are sought to be this near each other. */
  public static final double TOLERANCE = 0.02;

  /**
   * What an algorithm with these settings aims at, or null if it is at something else.
   *
   * @throws IllegalArgumentException if there is no such algorithm, or a setting is wrong
   */
  public static @Nullable Target of(String name, Map<String, String> given) {
    AlgorithmDescription algorithm = AlgorithmCatalogue.named(name);
    // What weighs texts by more than the constraint aims elsewhere.
    if (!algorithm.needsConstraint() || algorithm.bindsByItself(given)) {
      return null;
    }
    Settings settings = Settings.of(algorithm.parameters(), given);
    double temperature = has(algorithm, "temperature") ? settings.real("temperature") : 1;
    return temperature > 0 ? new Target(temperature, settings.whole("max-tokens")) : null;
  }

  private static boolean has(AlgorithmDescription algorithm, String parameter) {
    return algorithm.parameters().anySatisfy(one -> one.name().equals(parameter));
  }

  /**
   * Bounds of the probability that the model writes an allowed text.
   *
   * @param mostRows prefixes that the model may be asked about
   * @throws RunRefused if the constraint or the prompt cannot be used
   */
  public AllowedMass mass(
      LoadedModels loaded, String prompt, ConstraintSource constraint, int mostRows)
      throws RunRefused {
    AllowedMassSearch search = weigh(loaded, prompt, constraint, mostRows);
    boolean more = true;
    while (more) {
      more = search.advance();
    }
    return search.bounds();
  }

  /** The same, one model call at a time. */
  AllowedMassSearch weigh(
      LoadedModels loaded, String prompt, ConstraintSource constraint, int mostRows)
      throws RunRefused {
    return new AllowedMassSearch(
        loaded.models(constraint),
        loaded.problem(prompt, 0).prompt(),
        temperature,
        maxTokens,
        TOLERANCE / 2,
        mostRows);
  }
}
