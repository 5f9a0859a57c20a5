package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * "Exclude top choices": now and then removes all tokens of at least the threshold but the least
 * probable of them, so that a text leaves the beaten track.
 *
 * <p>p-e-w, text-generation-webui, pull request 6335 (2024). There it is left out where an end of
 * text or of line would be removed; here it is not.
 *
 * @param probability of doing so at a token; 0 is never
 */
record Xtc(double probability, double threshold) implements Stage.Contextual {

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "xtc-probability",
              "How often the most probable tokens are left out; 0 is never.",
              0,
              0,
              1),
          new Parameter.Real(
              "xtc-threshold",
              "Of the tokens of at least this probability only the least probable stays then.",
              0.1,
              0,
              1));

  Xtc {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("xtc-probability " + probability + " is not in 0 to 1");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("xtc-threshold " + threshold + " is not in 0 to 1");
    }
  }

  @Override
  public String name() {
    return "xtc";
  }

  @Override
  public boolean neutral() {
    return probability == 0;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    if (situation.key().child(1).uniform() >= probability) {
      return before;
    }
    int stays = -1;
    for (int i = 0; i < before.size(); i++) {
      if (before.probability(i) >= threshold
          && (stays < 0 || before.probability(i) < before.probability(stays))) {
        stays = i;
      }
    }
    int least = stays;
    return before.keep(i -> i == least || before.probability(i) < threshold);
  }
}
