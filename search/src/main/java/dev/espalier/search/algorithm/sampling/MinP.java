package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;

/**
 * Keeps tokens of at least this share of the greatest probability; 0 keeps all.
 *
 * <p>Nguyen, Baker, Neo, Roush, Kirsch and Shwartz-Ziv, arXiv 2407.01082 (2024).
 */
record MinP(double share) implements Stage.Filter {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "min-p", "Draw among tokens of at least this share of the best one's.", 0, 0, 1);

  MinP {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("min-p " + share + " is not in 0 to 1");
    }
  }

  @Override
  public String name() {
    return "min-p";
  }

  @Override
  public boolean neutral() {
    return share == 0;
  }

  @Override
  public Distribution apply(Distribution before) {
    double least = share * before.probability(before.mode());
    return before.keep(i -> before.probability(i) >= least);
  }
}
