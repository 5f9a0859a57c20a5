package dev.espalier.reward.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Steps through a training set with data-parallel workers, saving checkpoints on the way.
 *
 * <p>The result depends on the plan, the examples, the start weights and the number format that is
 * fast on the processor, not on timing: blocks are dealt to workers by size and their gradients
 * summed in the workers' order.
 */
final class TrainingLoop {
  /**
   * What a run does.
   *
   * @param recipe all settings in words, compared when a run resumes
   * @param steps number of updates
   * @param stepTokens least number of tokens of an update
   * @param workers number of threads; part of the recipe, since it orders the sums
   * @param checkpointEvery number of steps between checkpoints
   * @param folder where checkpoints lie
   */
  record Plan(
      String recipe,
      int steps,
      int stepTokens,
      int workers,
      int checkpointEvery,
      Path folder,
      Optimiser optimiser) {}

  /** The trained weights, the mean loss of the last tenth of steps, and the whole run's time. */
  record Outcome(ImmutableList<Weights.Tensor> weights, double loss, double seconds) {}

  /** Above this size a block's activations leave the processor's cache. */
  private static final int BLOCK_TOKENS = 1024;

  private final Plan plan;
  private final ModelShape shape;
  private final ExampleSource source;
  private final TrainingProgress progress;

  TrainingLoop(Plan plan, ModelShape shape, ExampleSource source, TrainingProgress progress) {
    this.plan = plan;
    this.shape = shape;
    this.source = source;
    this.progress = progress;
  }

  /** Runs from the newest checkpoint in the plan's folder, or from the given weights. */
  Outcome run(ImmutableList<Weights.Tensor> initial) throws IOException, InterruptedException {
    return run(initial, plan.steps);
  }

  /** As {@link #run(ImmutableList)}, stopping early as if interrupted after the checkpoint. */
  Outcome run(ImmutableList<Weights.Tensor> initial, int until)
      throws IOException, InterruptedException {
    Checkpoint start = start(initial);
    try (var network =
            Network.open(
                shape,
                plan.workers,
                Network.Precision.fastest(),
                start.weights(),
                start.moments());
        ExecutorService workers = Executors.newFixedThreadPool(plan.workers);
        ExecutorService reader = Executors.newSingleThreadExecutor()) {
      long begun = System.nanoTime();
      long tokens = 0;
      double tail = 0;
      int tailSteps = 0;
      Future<Batch> pending = reader.submit(() -> collect(start.nextExample()));
      for (int step = start.step() + 1; step <= until; step++) {
        Batch batch = value(pending);
        pending = reader.submit(() -> collect(batch.next()));
        Network.Tally tally = accumulate(network, workers, batch);
        update(network, workers, step);
        if (!Double.isFinite(tally.loss())) {
          throw new IllegalStateException(
              "the loss became " + tally.loss() + " at step " + step + "; lower the learning rate");
        }
        tokens += batch.tokens();
        double seconds = (System.nanoTime() - begun) / 1e9;
        double left = seconds / (step - start.step()) * (plan.steps - step);
        progress.stepped(
            new TrainingProgress.Report(
                step, plan.steps, tally.loss(), tally.right(), tokens / seconds, left));
        if (step > until - Math.max(1, plan.steps / 10)) {
          tail += tally.loss();
          tailSteps++;
        }
        if (step % plan.checkpointEvery == 0 || step == until) {
          new Checkpoint(
                  step,
                  batch.next(),
                  start.seconds() + seconds,
                  plan.recipe,
                  network.weights(),
                  network.moments())
              .write(plan.folder);
        }
      }
      pending.cancel(true);
      double seconds = start.seconds() + (System.nanoTime() - begun) / 1e9;
      return new Outcome(network.weights(), tail / Math.max(1, tailSteps), seconds);
    }
  }

  private Checkpoint start(ImmutableList<Weights.Tensor> initial) throws IOException {
    Optional<Path> latest = Checkpoint.latest(plan.folder);
    if (latest.isEmpty()) {
      return new Checkpoint(0, 0, 0, plan.recipe, initial, Network.Moments.NONE);
    }
    Checkpoint found = Checkpoint.read(latest.get());
    if (!found.recipe().equals(plan.recipe)) {
      throw new IOException(
          latest.get()
              + " comes from another recipe ("
              + found.recipe()
              + "), this run's is ("
              + plan.recipe
              + "); choose another folder or remove the old checkpoints");
    }
    return found;
  }

  private Batch collect(long first) {
    return Batch.collect(source, first, plan.stepTokens, BLOCK_TOKENS, plan.workers);
  }

  private static Network.Tally accumulate(Network network, ExecutorService workers, Batch batch)
      throws InterruptedException {
    MutableList<Callable<Network.Tally>> tasks = Lists.mutable.empty();
    batch
        .shares()
        .forEachWithIndex((share, worker) ->
            tasks.add(() -> {
              var sum = new Network.Tally(0, 0);
              for (Block block : share) {
                sum = sum.plus(network.accumulate(worker, block));
              }
              return sum;
            }));
    return parallel(workers, tasks).injectInto(new Network.Tally(0, 0), Network.Tally::plus);
  }

  private void update(Network network, ExecutorService workers, int step)
      throws InterruptedException {
    Optimiser optimiser = plan.optimiser;
    double rate = optimiser.rate(step, plan.steps);
    network.gather(optimiser.clip());
    MutableList<Callable<Boolean>> tasks = Lists.mutable.empty();
    for (int i = 0; i < plan.workers; i++) {
      int worker = i;
      tasks.add(() -> {
        network.apply(worker, step, rate, optimiser);
        return true;
      });
    }
    parallel(workers, tasks);
    network.prepare();
  }

  private static <T> ImmutableList<T> parallel(
      ExecutorService workers, MutableList<Callable<T>> tasks) throws InterruptedException {
    MutableList<T> results = Lists.mutable.empty();
    for (Future<T> task : workers.invokeAll(tasks)) {
      results.add(value(task));
    }
    return results.toImmutable();
  }

  private static <T> T value(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training thread failed: " + e.getMessage(), e);
    }
  }
}
