package dev.espalier.reward.training;

import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** Reads a reward model's opinion of many solutions, in blocks of like length. */
final class StepScorer {
  private static final int BLOCK_TOKENS = 1024;

  private final Network network;
  private final int workers;

  StepScorer(Network network, int workers) {
    this.network = network;
    this.workers = workers;
  }

  /** For each solution, the probability that each of its steps is right. */
  ImmutableList<double[]> score(ImmutableList<Example> solutions) throws InterruptedException {
    MutableList<Integer> order =
        Lists.mutable
            .fromStream(java.util.stream.IntStream.range(0, solutions.size()).boxed())
            .sortThis(Comparator.comparingInt(i -> -solutions.get(i).ids().length));
    var scores = new double[solutions.size()][];
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      MutableList<Future<?>> pending = Lists.mutable.empty();
      for (int at = 0; at < order.size(); ) {
        int columns = solutions.get(order.get(at)).ids().length;
        int rows = Math.clamp(BLOCK_TOKENS / columns, 1, order.size() - at);
        MutableList<Integer> part = order.subList(at, at + rows);
        pending.add(executor.submit(() -> score(solutions, part, columns, scores)));
        at += rows;
      }
      for (Future<?> future : pending) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scoring thread failed: " + e.getMessage(), e);
    }
    return Lists.immutable.of(scores);
  }

  private void score(
      ImmutableList<Example> solutions, MutableList<Integer> part, int columns, double[][] scores) {
    MutableList<Example> examples = part.collect(solutions::get);
    float[][] rows = network.logProbabilities(Batch.block(examples, columns, 1));
    int at = 0;
    for (int i = 0; i < part.size(); i++) {
      var own = new double[examples.get(i).positions().length];
      for (int k = 0; k < own.length; k++) {
        own[k] = Math.exp(rows[at++][1]);
      }
      scores[part.get(i)] = own;
    }
  }
}
