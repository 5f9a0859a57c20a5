package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import java.util.Arrays;

/**
 * Keeps the least set of most probable tokens whose mass reaches p: the least probable go as long
 * as all that went have 1 − p or less together. 1 keeps all.
 *
 * <p>Holtzman, Buys, Du, Forbes and Choi, arXiv 1904.09751 (2019).
 */
record TopP(double p) implements Stage.Filter {

  static final Parameter PARAMETER =
      new Parameter.Real(
          "top-p", "Draw among the most probable tokens of this mass together.", 1, 1e-6, 1);

  TopP {
    if (!(p > 0 && p <= 1)) {
      throw new IllegalArgumentException("top-p " + p + " is not above 0 and at most 1");
    }
  }

  @Override
  public String name() {
    return "top-p";
  }

  @Override
  public boolean neutral() {
    return p == 1;
  }

  @Override
  public Distribution apply(Distribution before) {
    double[] sorted = before.probabilities().clone();
    // What is below its even share of 1 − p goes whatever its order, so only the rest is sorted.
    double surelyOut = (1 - p) / sorted.length;
    int rest = 0;
    double dropped = 0;
    for (double one : sorted) {
      if (one < surelyOut) {
        dropped += one;
      } else {
        sorted[rest++] = one;
      }
    }
    Arrays.sort(sorted, 0, rest);
    int first = 0;
    while (first < rest - 1 && dropped + sorted[first] <= 1 - p) {
      dropped += sorted[first++];
    }
    double least = sorted[first];
    int equals = 0;
    for (int i = first; i < rest && sorted[i] == least; i++) {
      equals++;
    }
    // Of tokens as probable as the last that stays, the first ones stay.
    boolean[] stays = new boolean[before.size()];
    for (int i = 0; i < stays.length; i++) {
      double own = before.probability(i);
      stays[i] = own > least || (own == least && equals-- > 0);
    }
    return before.keep(i -> stays[i]);
  }
}
