package dev.espalier.app.experiment;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The distribution that a sampler under a constraint aims at: the model's own, at a temperature,
 * given that the text is allowed and no longer than some length.
 */
record Target(double temperature, int maxTokens) {

  /** Settings that weigh texts by more than the constraint, and so aim elsewhere. */
  private static final ImmutableList<String> WEIGHING = Lists.immutable.with("critic", "condition");

  /** What a contender aims at, or null if it is at something else. */
  static @Nullable Target of(Contender contender) {
    AlgorithmDescription algorithm = AlgorithmCatalogue.named(contender.algorithm());
    if (!algorithm.needsConstraint()) {
      return null;
    }
    Settings settings = Settings.of(algorithm.parameters(), contender.settings().castToMap());
    for (String weighing : WEIGHING) {
      if (has(algorithm, weighing) && !settings.text(weighing).equals("none")) {
        return null;
      }
    }
    double temperature = has(algorithm, "temperature") ? settings.real("temperature") : 1;
    return temperature > 0 ? new Target(temperature, settings.whole("max-tokens")) : null;
  }

  private static boolean has(AlgorithmDescription algorithm, String parameter) {
    return algorithm.parameters().anySatisfy(one -> one.name().equals(parameter));
  }
}
