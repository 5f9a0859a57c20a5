package dev.espalier.search.algorithm;

import java.util.Map;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * An algorithm as users choose it.
 *
 * @param name on the command line and in files, such as {@code a-star}
 * @param title on screen, such as {@code A*-decoding}
 * @param summary one sentence
 * @param needsReward whether it asks a reward model
 * @param needsConstraint whether it has no meaning without a constraint; every other algorithm
 *     obeys one if it is given
 * @param factory makes the kernel from checked settings
 */
public record AlgorithmDescription(
    String name,
    String title,
    String summary,
    ImmutableList<Parameter> parameters,
    boolean needsReward,
    boolean needsConstraint,
    Function<Settings, SearchAlgorithm<?>> factory) {

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
   * The kernel with these settings, defaults for the rest.
   *
   * @throws IllegalArgumentException naming an unknown parameter or a value out of range
   */
  public SearchAlgorithm<?> create(Map<String, String> given) {
    return factory.apply(Settings.of(parameters, given));
  }
}
