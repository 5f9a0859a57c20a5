package dev.espalier.app.experiment;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.engine.Target;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of a {@link Grid}. A run depends on its trial and the models alone, so what is
 * already in a file need not be made again, and several may be made at a time.
 */
public final class Comparison {

  /** Told of progress, by one thread at a time. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param row the newest
     * @param done rows there are, those already in the file included
     * @param all rows there will be
     */
    void made(Row row, int done, int all);
  }

  private final Grid grid;
  private final ImmutableList<LoadedModels> engines;
  private final int exactRows;
  private final Map<String, AllowedMass> masses = new ConcurrentHashMap<>();
  private final @Nullable RowFile file;
  private final Progress progress;

  /**
   * @param engines models, all the same; as many runs are made at a time as there are of them
   * @param exactRows prefixes of each problem that the model may be asked about, beside the runs,
   *     to know the probability of an allowed text; 0 to leave it to the runs to estimate
   * @param file takes every row as it is made, or null for none
   */
  public Comparison(
      Grid grid,
      ImmutableList<LoadedModels> engines,
      int exactRows,
      @Nullable RowFile file,
      Progress progress) {
    this.grid = grid;
    this.engines = engines;
    this.exactRows = exactRows;
    this.file = file;
    this.progress = progress;
  }

  /**
   * Makes the runs.
   *
   * @return all rows, in the order of the grid
   * @throws RunRefused if a problem cannot be put to the model; the message names it
   */
  public ImmutableList<Row> run() throws IOException, RunRefused, InterruptedException {
    LoadedModels first = engines.getFirst();
    for (ProblemSet.Item problem : grid.problems().items()) {
      try {
        first.problem(problem.prompt(), 0);
        first.models(problem.constraint());
      } catch (RunRefused e) {
        throw new RunRefused("Problem " + problem.id() + ": " + e.words(), e);
      }
    }
    ImmutableList<Grid.Trial> trials = grid.trials();
    Row[] rows = new Row[trials.size()];
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      Row made = file == null ? null : file.made(Row.key(trials.get(i), first));
      if (made == null) {
        missing.add(i);
      } else {
        rows[i] = made;
      }
    }
    make(trials, missing, rows);
    return Lists.immutable.of(rows);
  }

  /** Every engine takes the next trial that nobody has taken. */
  private void make(ImmutableList<Grid.Trial> trials, List<Integer> missing, @Nullable Row[] rows)
      throws IOException, RunRefused, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger(rows.length - missing.size());
    try (ExecutorService workers = Executors.newFixedThreadPool(engines.size())) {
      List<Future<Void>> all = new ArrayList<>();
      for (LoadedModels engine : engines) {
        Callable<Void> work =
            () -> {
              for (int i = next.getAndIncrement(); i < missing.size(); i = next.getAndIncrement()) {
                Row row = make(trials.get(missing.get(i)), engine);
                synchronized (rows) {
                  rows[missing.get(i)] = row;
                  if (file != null) {
                    file.append(row);
                  }
                  progress.made(row, done.incrementAndGet(), rows.length);
                }
              }
              return null;
            };
        all.add(workers.submit(work));
      }
      try {
        for (Future<Void> one : all) {
          one.get();
        }
      } catch (ExecutionException e) {
        // The others end after the run they are at.
        next.set(missing.size());
        switch (e.getCause()) {
          case RunRefused refused -> throw refused;
          case IOException failed -> throw failed;
          case RuntimeException fault -> throw fault;
          case Error fault -> throw fault;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
  }

  private Row make(Grid.Trial trial, LoadedModels loaded) throws IOException, RunRefused {
    SearchOrder order =
        new SearchOrder(
            trial.problem().prompt(),
            trial.contender().algorithm(),
            trial.contender().settings(),
            trial.seed(),
            trial.budget(),
            Objects.requireNonNullElse(trial.problem().answer(), ""),
            trial.problem().constraint());
    // What one contender left in the caches must not make the next one look fast.
    loaded.forget();
    long begin = System.nanoTime();
    SearchRun<?> run = new Searches(loaded, Clock.systemUTC()).start(order, null);
    run.runToEnd();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Target target =
        Target.of(trial.contender().algorithm(), trial.contender().settings().castToMap());
    ConstraintSource constraint = trial.problem().constraint();
    return Row.of(
        trial,
        RunReport.of(
            order,
            run.events(),
            seconds,
            null,
            loaded.description().id(),
            loaded.description().device()),
        loaded,
        target,
        target == null || constraint == null || exactRows == 0
            ? null
            : mass(trial.problem(), constraint, target, loaded));
  }

  /** Bounds of the probability of an allowed text; one run of many finds them for all. */
  private AllowedMass mass(
      ProblemSet.Item problem, ConstraintSource constraint, Target target, LoadedModels loaded)
      throws RunRefused {
    String key = problem.id() + " " + target;
    AllowedMass known = masses.get(key);
    if (known == null) {
      known = target.mass(loaded, problem.prompt(), constraint, exactRows);
      masses.put(key, known);
    }
    return known;
  }
}
