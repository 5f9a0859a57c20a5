package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Keeps the tokens whose surprise is nearest to the expected one, until their mass reaches the
 * given one; 1 keeps all.
 *
 * <p>With H the entropy, tokens are taken by growing |−log p − H|; those as far off as the one that
 * reaches the mass are kept with it.
 *
 * <p>Meister, Pimentel, Wiher and Cotterell, "Locally Typical Sampling", arXiv 2202.00666 (2022).
 */
record Typical(double mass) implements Stage.Filter {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "typical",
          "Draw among the tokens of this mass whose surprise is nearest to the expected one.",
          1,
          1e-6,
          1);

  Typical {
    if (!(mass > 0 && mass <= 1)) {
      throw new IllegalArgumentException("typical " + mass + " is not above 0 and at most 1");
    }
  }

  @Override
  public String name() {
    return "typical";
  }

  @Override
  public boolean neutral() {
    return mass == 1;
  }

  @Override
  public Distribution apply(Distribution before) {
    double entropy = before.entropy();
    double[] deviation = new double[before.size()];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = Math.abs(-before.logProbability(i) - entropy);
    }
    int[] nearest =
        IntStream.range(0, deviation.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> deviation[i]))
            .mapToInt(i -> i)
            .toArray();
    int last = 0;
    double sum = before.probability(nearest[0]);
    while (sum < mass && last < nearest.length - 1) {
      sum += before.probability(nearest[++last]);
    }
    double furthest = deviation[nearest[last]];
    return before.keep(i -> deviation[i] <= furthest);
  }
}
