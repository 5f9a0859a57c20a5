package dev.espalier.reward.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;

/** The pool of labelled solutions a reward model learns from, in a new order each time round. */
final class RewardExamples implements ExampleSource {
  private final ImmutableList<Example> pool;
  private final long seed;
  private volatile Round round = new Round(-1, new int[0]);

  @SuppressWarnings("ArrayRecordComponent") // private to this class, never compared
  private record Round(long number, int[] order) {}

  RewardExamples(ImmutableList<Example> pool, long seed) {
    if (pool.isEmpty()) {
      throw new IllegalArgumentException("a reward model needs at least one labelled solution");
    }
    this.pool = pool;
    this.seed = seed;
  }

  @Override
  public Example example(long index) {
    long number = index / pool.size();
    Round current = round;
    if (current.number != number) {
      current = new Round(number, shuffled(number));
      round = current;
    }
    return pool.get(current.order[(int) (index % pool.size())]);
  }

  private int[] shuffled(long number) {
    var random = new SplittableRandom(seed ^ (number * 0x9e3779b97f4a7c15L));
    var order = new int[pool.size()];
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
