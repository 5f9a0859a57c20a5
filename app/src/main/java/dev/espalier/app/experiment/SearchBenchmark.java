package dev.espalier.app.experiment;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/**
 * Times searches, and tells how much of the time goes into the models and how much into all the
 * rest: choosing tokens, keeping states, making events.
 */
public final class SearchBenchmark {

  /** Settings that say how many rows a step asks for, the most telling first. */
  private static final ImmutableList<String> SIZES =
      Lists.immutable.with("particles", "samples", "beams", "width", "branching", "k");

  private static final int TEXT = 64;
  private static final int STEP = 32;
  private static final long ENOUGH = 2_000_000_000L;
  private static final int MOST_RUNS = 12;

  /** For algorithms that go by a constraint: any printable text. */
  private static final ConstraintSource ANYTHING =
      new ConstraintSource(ConstraintSource.Kind.REGEX, "[ -~\\n]*");

  private SearchBenchmark() {}

  /**
   * What was measured of one algorithm; figures are of all its runs together.
   *
   * @param settings it ran with, written as on the command line
   * @param rowsPerCall rows a call of the language model had, on average
   * @param millisPerToken wall time by generated tokens
   * @param outside share of the time spent outside the models, in [0, 1]
   */
  public record Figures(
      String algorithm,
      String settings,
      int runs,
      long modelCalls,
      double rowsPerCall,
      long generatedTokens,
      double millisPerToken,
      double outside) {}

  /**
   * Times one algorithm.
   *
   * @param rows that its steps shall ask for, if it can
   */
  public static Figures time(
      AlgorithmDescription algorithm, LoadedModels loaded, String prompt, int rows)
      throws IOException, RunRefused {
    Map<String, String> settings = settings(algorithm, rows);
    Stopwatch stopwatch = new Stopwatch();
    // The first run warms caches and the compiler.
    run(algorithm, settings, loaded, prompt, rows, 0, new Stopwatch());
    Cost cost = Cost.NONE;
    int runs = 0;
    while (runs == 0 || (stopwatch.nanos < ENOUGH && runs < MOST_RUNS)) {
      runs++;
      cost = cost.plus(run(algorithm, settings, loaded, prompt, rows, runs, stopwatch));
    }
    return new Figures(
        algorithm.name(),
        new Contender(algorithm.name(), Maps.immutable.withAll(settings)).toString(),
        runs,
        cost.modelCalls(),
        (double) cost.modelRows() / cost.modelCalls(),
        cost.generatedTokens(),
        stopwatch.nanos / 1e6 / cost.generatedTokens(),
        1 - (double) stopwatch.modelNanos / stopwatch.nanos);
  }

  /** Short texts, and as many at a time as asked for. */
  private static Map<String, String> settings(AlgorithmDescription algorithm, int rows) {
    Map<String, String> settings = new TreeMap<>();
    String size =
        SIZES.detect(name ->
            algorithm
                .parameters()
                .anySatisfy(p ->
                    p instanceof Parameter.Whole whole
                        && whole.name().equals(name)
                        && whole.max() >= rows));
    Map<String, Integer> wanted = new LinkedHashMap<>();
    wanted.put("max-tokens", TEXT);
    wanted.put("step-tokens", STEP);
    if (size != null) {
      wanted.put(size, rows);
    }
    wanted.forEach((name, value) -> {
      if (algorithm.parameters().anySatisfy(p -> p.name().equals(name))) {
        settings.put(name, Integer.toString(value));
      }
    });
    return settings;
  }

  private static Cost run(
      AlgorithmDescription algorithm,
      Map<String, String> settings,
      LoadedModels loaded,
      String prompt,
      int rows,
      long seed,
      Stopwatch stopwatch)
      throws IOException, RunRefused {
    loaded.forget();
    SearchRun<?> run =
        SearchRun.start(
            algorithm.create(settings),
            loaded.problem(prompt, seed),
            loaded.models(algorithm.needsConstraint() ? ANYTHING : null),
            Budget.of(CostUnit.TOKENS, (long) TEXT * rows),
            stopwatch.sink());
    run.runToEnd();
    return run.spent();
  }

  /** Adds up the time of steps. */
  private static final class Stopwatch {
    private long nanos;
    private long modelNanos;

    StepSink sink() {
      return (_, telemetry) -> add(telemetry);
    }

    private void add(Telemetry telemetry) {
      nanos += telemetry.nanos();
      modelNanos += telemetry.modelNanos();
    }
  }

  /** The figures for a terminal. */
  public static String table(ImmutableList<Figures> all) {
    Table table = new Table();
    table.text("algorithm", all.collect(Figures::settings));
    table.number("model calls", all.collect(one -> Long.toString(one.modelCalls())));
    table.number("rows a call", all.collect(one -> decimal("%.1f", one.rowsPerCall())));
    table.number("tokens", all.collect(one -> Long.toString(one.generatedTokens())));
    table.number("ms a token", all.collect(one -> decimal("%.3f", one.millisPerToken())));
    table.number("outside the models", all.collect(one -> decimal("%.1f %%", 100 * one.outside())));
    return table.plain();
  }

  private static String decimal(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
