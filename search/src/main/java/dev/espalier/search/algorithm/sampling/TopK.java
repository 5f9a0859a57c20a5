package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import java.util.Arrays;

/**
 * Keeps the k most probable tokens, and all that are as probable as the last of them; 0 keeps all.
 *
 * <p>Fan, Lewis and Dauphin, arXiv 1805.04833 (2018).
 */
record TopK(int k) implements Stage.Filter {

  private static final int WINDOW = 256;

  static final Parameter PARAMETER =
      new Parameter.Whole(
          "top-k", "Draw among the k most probable tokens; 0 is all.", 0, 0, 1_000_000);

  TopK {
    if (k < 0) {
      throw new IllegalArgumentException("top-k " + k + " is negative");
    }
  }

  @Override
  public String name() {
    return "top-k";
  }

  @Override
  public boolean neutral() {
    return k == 0;
  }

  @Override
  public Distribution apply(Distribution before) {
    if (k >= before.size()) {
      return before;
    }
    double least = kthGreatest(before.probabilities());
    return before.keep(i -> before.probability(i) >= least);
  }

  private double kthGreatest(double[] p) {
    if (k > WINDOW) {
      double[] sorted = p.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length - k];
    }
    // Through a sorted window, which is tiny beside the vocabulary.
    double[] window = new double[k];
    Arrays.fill(window, -1);
    for (double one : p) {
      if (one > window[k - 1]) {
        int at = k - 1;
        for (; at > 0 && one > window[at - 1]; at--) {
          window[at] = window[at - 1];
        }
        window[at] = one;
      }
    }
    return window[k - 1];
  }
}
