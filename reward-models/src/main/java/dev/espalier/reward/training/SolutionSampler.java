package dev.espalier.reward.training;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Generates continuations of many prompts in batches with a dense key/value cache.
 *
 * <p>Each request draws from its own seed, so its continuation does not depend on the batch it
 * falls into, up to rounding.
 */
final class SolutionSampler {
  /** A prompt and the seed of its draws. */
  @SuppressWarnings("ArrayRecordComponent") // handed to native code as they are, never compared
  record Request(int[] prompt, long seed) {}

  /** New tokens a solution may have; the longest of the training text's has about two thirds. */
  static final int LIMIT = 320;

  private static final int ROWS = 128;

  private final Network network;
  private final int workers;
  private final int limit;

  /**
   * @param limit largest number of new tokens
   */
  SolutionSampler(Network network, int workers, int limit) {
    this.network = network;
    this.workers = workers;
    this.limit = limit;
  }

  /**
   * The continuations in the order of the requests, without the stop token; one that reached the
   * limit has as many tokens as the limit.
   */
  ImmutableList<int[]> sample(ImmutableList<Request> requests, double temperature)
      throws InterruptedException {
    // Batches of like lengths waste little on padding.
    MutableList<Integer> order =
        Lists.mutable
            .fromStream(java.util.stream.IntStream.range(0, requests.size()).boxed())
            .sortThis(Comparator.comparingInt(i -> requests.get(i).prompt().length));
    var results = new int[requests.size()][];
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      MutableList<Future<?>> pending = Lists.mutable.empty();
      for (int at = 0; at < order.size(); at += ROWS) {
        MutableList<Integer> part = order.subList(at, Math.min(order.size(), at + ROWS));
        pending.add(executor.submit(() -> run(requests, part, temperature, results)));
      }
      for (Future<?> future : pending) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sampling thread failed: " + e.getMessage(), e);
    }
    return Lists.immutable.of(results);
  }

  /** For each problem, as many solutions as asked, as text. */
  ImmutableList<ImmutableList<String>> solutions(
      Documents documents,
      ImmutableList<String> problems,
      int samples,
      double temperature,
      long seed)
      throws InterruptedException {
    MutableList<Request> requests = Lists.mutable.empty();
    for (int i = 0; i < problems.size(); i++) {
      int[] prompt = documents.opening(problems.get(i));
      for (int k = 0; k < samples; k++) {
        requests.add(new Request(prompt, seed * 0x9e3779b97f4a7c15L + i * 4096L + k));
      }
    }
    ImmutableList<int[]> answers = sample(requests.toImmutable(), temperature);
    MutableList<ImmutableList<String>> grouped = Lists.mutable.empty();
    for (int i = 0; i < problems.size(); i++) {
      MutableList<String> texts = Lists.mutable.empty();
      for (int k = 0; k < samples; k++) {
        texts.add(documents.vocabulary().decode(answers.get(i * samples + k)));
      }
      grouped.add(texts.toImmutable());
    }
    return grouped.toImmutable();
  }

  private void run(
      ImmutableList<Request> requests,
      MutableList<Integer> part,
      double temperature,
      int[][] results) {
    var uniform = new float[part.size() * limit];
    for (int row = 0; row < part.size(); row++) {
      var random = new SplittableRandom(requests.get(part.get(row)).seed());
      for (int i = 0; i < limit; i++) {
        uniform[row * limit + i] = (random.nextLong() >>> 40) * 0x1p-24f;
      }
    }
    Network.Continuations continuations =
        network.generate(
            part.collect(i -> requests.get(i).prompt()).toImmutable(),
            uniform,
            temperature,
            SpecialToken.END.id());
    for (int row = 0; row < part.size(); row++) {
      int length = 0;
      while (length < limit
          && continuations.tokens()[row * limit + length] != SpecialToken.END.id()) {
        length++;
      }
      int start = row * limit;
      results[part.get(row)] =
          java.util.Arrays.copyOfRange(continuations.tokens(), start, start + length);
    }
  }
}
