package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;

/**
 * Keeps tokens of at least this probability; 0 keeps all.
 *
 * <p>Hewitt, Manning and Liang, "Truncation Sampling as Language Model Desmoothing", arXiv
 * 2210.15191 (2022).
 */
record Epsilon(double epsilon) implements Stage.Filter {

  static final Parameter PARAMETER =
      new Parameter.Real("epsilon", "Draw among tokens of at least this probability.", 0, 0, 1);

  Epsilon {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon " + epsilon + " is not in 0 to 1");
    }
  }

  @Override
  public String name() {
    return "epsilon";
  }

  @Override
  public boolean neutral() {
    return epsilon == 0;
  }

  @Override
  public Distribution apply(Distribution before) {
    return before.keep(i -> before.probability(i) >= epsilon);
  }
}
