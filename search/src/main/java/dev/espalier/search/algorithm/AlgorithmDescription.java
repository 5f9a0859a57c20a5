package dev.espalier.search.algorithm;

import java.util.Map;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * An algorithm as users choose it.
 *
 * @param name on the command line and in files, such as {@code a-star}
 * @param title on screen, such as {@code A*-decoding}
 * @param summary one sentence
 * @param needsReward whether it asks a reward model
 * @param needsConstraint whether it has no meaning without a constraint; every other algorithm
 *     obeys one if it is given
 * @param insteadOfConstraint parameters that, set otherwise than by default, take its place
 * @param factory makes the kernel from checked settings
 */
public record AlgorithmDescription(
    String name,
    String title,
    String summary,
    ImmutableList<Parameter> parameters,
    boolean needsReward,
    boolean needsConstraint,
    ImmutableList<String> insteadOfConstraint,
    Function<Settings, SearchAlgorithm<?>> factory) {

  /** Of an algorithm that nothing but a constraint can bind, if it needs one. */
  public AlgorithmDescription(
      String name,
      String title,
      String summary,
      ImmutableList<Parameter> parameters,
      boolean needsReward,
      boolean needsConstraint,
      Function<Settings, SearchAlgorithm<?>> factory) {
    this(
        name,
        title,
        summary,
        parameters,
        needsReward,
        needsConstraint,
        Lists.immutable.empty(),
        factory);
  }

  /** Of an algorithm that needs no constraint. */
  public AlgorithmDescription(
      String name,
      String title,
      String summary,
      ImmutableList<Parameter> parameters,
      boolean needsReward,
      Function<Settings, SearchAlgorithm<?>> factory) {
    this(name, title, summary, parameters, needsReward, false, factory);
  }

  /**
   * Whether it has no meaning without a constraint under these settings.
   *
   * @throws IllegalArgumentException naming an unknown parameter or a value out of range
   */
  public boolean needsConstraint(Map<String, String> given) {
    return needsConstraint && !bindsByItself(given);
  }

  /** Whether its texts are weighed by more than a constraint. */
  public boolean bindsByItself(Map<String, String> given) {
    Settings settings = Settings.of(parameters, given);
    return insteadOfConstraint.anySatisfy(name ->
        parameters.anySatisfy(
            one -> one.name().equals(name) && !one.byDefault().equals(settings.text(name))));
  }

  /**
   * The kernel with these settings, defaults for the rest.
   *
   * @throws IllegalArgumentException naming an unknown parameter or a value out of range
   */
  public SearchAlgorithm<?> create(Map<String, String> given) {
    return factory.apply(Settings.of(parameters, given));
  }
}
