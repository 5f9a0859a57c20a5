package dev.espalier.reward.training;

import java.util.Comparator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The examples of one training step, cut into blocks of sequences of nearly equal length and dealt
 * to workers.
 *
 * @param shares the blocks of each worker
 * @param tokens number of tokens without padding
 * @param next index of the first example of the step after this one
 */
record Batch(ImmutableList<ImmutableList<Block>> shares, int tokens, long next) {

  /**
   * Takes examples from {@code first} on until they hold at least {@code tokens} tokens.
   *
   * @param blockTokens largest size of a block, padding included, unless one sequence is longer
   */
  static Batch collect(ExampleSource source, long first, int tokens, int blockTokens, int workers) {
    MutableList<Example> examples = Lists.mutable.empty();
    int taken = 0;
    long next = first;
    double weight = 0;
    while (taken < tokens) {
      Example example = source.example(next++);
      examples.add(example);
      taken += example.ids().length;
      for (float w : example.weights()) {
        weight += w;
      }
    }
    return new Batch(deal(blocks(examples, blockTokens, weight), workers), taken, next);
  }

  private static MutableList<Block> blocks(
      MutableList<Example> examples, int blockTokens, double weight) {
    // A stable sort keeps the composition of blocks a function of the examples alone.
    MutableList<Example> sorted =
        examples.toSortedList(Comparator.comparingInt((Example e) -> e.ids().length).reversed());
    MutableList<Block> blocks = Lists.mutable.empty();
    int at = 0;
    while (at < sorted.size()) {
      int columns = sorted.get(at).ids().length;
      int rows = Math.clamp(blockTokens / columns, 1, sorted.size() - at);
      blocks.add(block(sorted.subList(at, at + rows), columns, weight));
      at += rows;
    }
    return blocks;
  }

  static Block block(MutableList<Example> examples, int columns, double weight) {
    int rows = examples.size();
    int count = (int) examples.sumOfInt(e -> e.positions().length);
    var ids = new int[rows * columns];
    var positions = new int[count];
    var targets = new int[count];
    var weights = new float[count];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      Example example = examples.get(row);
      System.arraycopy(example.ids(), 0, ids, row * columns, example.ids().length);
      for (int i = 0; i < example.positions().length; i++) {
        positions[at] = row * columns + example.positions()[i];
        targets[at] = example.targets()[i];
        weights[at] = (float) (example.weights()[i] / weight);
        at++;
      }
    }
    return new Block(rows, columns, ids, positions, targets, weights);
  }

  private static ImmutableList<ImmutableList<Block>> deal(MutableList<Block> blocks, int workers) {
    MutableList<MutableList<Block>> hands =
        Lists.mutable.withNValues(workers, Lists.mutable::empty);
    var load = new long[workers];
    for (Block block : blocks) {
      int lightest = 0;
      for (int i = 1; i < workers; i++) {
        if (load[i] < load[lightest]) {
          lightest = i;
        }
      }
      hands.get(lightest).add(block);
      load[lightest] += block.ids().length;
    }
    return hands.collect(MutableList::toImmutable).toImmutable();
  }
}
