package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;

/**
 * Keeps tokens of a probability of at least min(ε, √ε · e^−H), so that where the entropy H is high
 * less probable ones stay too; 0 keeps all.
 *
 * <p>Hewitt, Manning and Liang, "Truncation Sampling as Language Model Desmoothing", arXiv
 * 2210.15191 (2022).
 */
record Eta(double epsilon) implements Stage.Filter {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "eta",
          "Draw among tokens of at least this probability, or less where many are likely.",
          0,
          0,
          1);

  Eta {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("eta " + epsilon + " is not in 0 to 1");
    }
  }

  @Override
  public String name() {
    return "eta";
  }

  @Override
  public boolean neutral() {
    return epsilon == 0;
  }

  @Override
  public Distribution apply(Distribution before) {
    double least = Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-before.entropy()));
    return before.keep(i -> before.probability(i) >= least);
  }
}
