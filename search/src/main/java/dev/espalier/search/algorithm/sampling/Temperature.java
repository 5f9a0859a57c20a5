package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;

/**
 * Divides log-probabilities by t; 0 leaves the most probable token alone, the smallest id of
 * equals.
 */
record Temperature(double t) implements Stage.Filter {

  Temperature {
    if (!(t >= 0 && t <= 100)) {
      throw new IllegalArgumentException("temperature " + t + " is not in 0 to 100");
    }
  }

  static Parameter parameter(double byDefault) {
    return new Parameter.Real(
        "temperature",
        "Flattens (above 1) or sharpens (below 1) the distribution; 0 is greedy.",
        byDefault,
        0,
        100);
  }

  @Override
  public String name() {
    return "temperature";
  }

  @Override
  public boolean neutral() {
    return t == 1;
  }

  @Override
  public Distribution apply(Distribution before) {
    return t == 0 ? before.keepMode() : before.reweigh(i -> before.logProbability(i) / t);
  }
}
