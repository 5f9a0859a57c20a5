package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.Arrays;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/**
 * Draws from a distribution of which items can be taken out. Owned by one run of one sampler.
 *
 * <p>An item is found by bisection in sums of probabilities; one that was taken out since the sums
 * were made is drawn again. The sums are made anew when half of their mass is gone, so that m draws
 * among V items cost O(V + m log V) for each halving of the mass, and the mass that is left is
 * known to full relative precision however small it is.
 */
final class Draws {

  private final Distribution p;
  private final RandomKey key;
  private long drawn;

  /** The items the sums run over, or empty for all of them. */
  private int[] items = new int[0];

  private double[] cumulative;

  /** log of the mass that one unit of the sums stands for. */
  private double logUnit;

  private int size;
  private final IntHashSet gone = new IntHashSet();

  /** In units of the sums. */
  private double goneMass;

  Draws(Distribution p, RandomKey key) {
    this.p = p;
    this.key = key;
    this.cumulative = p.cumulative();
    this.size = p.size();
    this.logUnit = -Math.log(cumulative[size - 1]);
  }

  /** How many items are left. */
  int left() {
    return size - gone.size();
  }

  /**
   * log of the mass of the items left; −∞ when there are none.
   *
   * <p>In the papers this is log(1 − ψ), with ψ the mass taken out.
   */
  double logLeft() {
    return left() == 0
        ? Double.NEGATIVE_INFINITY
        : Math.min(0, logUnit + Math.log(cumulative[size - 1] - goneMass));
  }

  /** An item that is left, with a probability proportional to its own. At least one must be. */
  int draw() {
    while (true) {
      double at = uniform() * cumulative[size - 1];
      int found = Arrays.binarySearch(cumulative, 0, size, at);
      int i = found >= 0 ? found + 1 : -found - 1;
      // Items that underflow beside the others have the same sum as the one before.
      while (i < size - 1 && cumulative[i] <= at) {
        i++;
      }
      int item = items.length == 0 ? i : items[i];
      if (!gone.contains(item)) {
        return item;
      }
    }
  }

  /** Another number uniform in (0, 1). */
  double uniform() {
    return key.child(drawn++).uniform();
  }

  /** Takes an item out for good. */
  void remove(int item) {
    gone.add(item);
    goneMass += Math.exp(p.logProb(item) - logUnit);
    if (left() > 0 && goneMass > cumulative[size - 1] / 2) {
      sumUp();
    }
  }

  private void sumUp() {
    int[] live = new int[left()];
    int n = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      int item = items.length == 0 ? i : items[i];
      if (!gone.contains(item)) {
        live[n++] = item;
        best = Math.max(best, p.logProb(item));
      }
    }
    items = live;
    size = n;
    logUnit = best;
    cumulative = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.exp(p.logProb(live[i]) - best);
      cumulative[i] = sum;
    }
    gone.clear();
    goneMass = 0;
  }
}
