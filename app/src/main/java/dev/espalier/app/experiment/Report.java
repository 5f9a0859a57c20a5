package dev.espalier.app.experiment;

import dev.espalier.app.engine.Target;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a comparison as a report: a page in Markdown, the figures as CSV, and pictures. The
 * same rows give the same files to the letter, whatever their order.
 */
public final class Report {

  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::contender)
          .thenComparingDouble(row -> size(row.budget()))
          .thenComparing(Row::budget)
          .thenComparing(Row::problem)
          .thenComparingLong(Row::seed);

  private final ImmutableList<Row> rows;
  private final ImmutableList<Cell> cells;
  private final ImmutableList<String> problems;
  private final Bootstrap bootstrap;
  private final Summary summary;

  /**
   * @param rows of which the later one counts where a run was made twice
   * @throws RunRefused if there is no row
   */
  public Report(ImmutableList<Row> rows) throws RunRefused {
    if (rows.isEmpty()) {
      throw new RunRefused("There is no row to report on.");
    }
    Map<String, Row> newest = new LinkedHashMap<>();
    rows.forEach(row -> newest.put(row.key(), row));
    this.rows = Lists.mutable.withAll(newest.values()).sortThis(ORDER).toImmutable();
    this.cells = Cell.of(this.rows);
    this.problems = this.rows.collect(Row::problem).distinct().toSortedList().toImmutable();
    this.bootstrap = new Bootstrap(problems.size());
    this.summary = Summary.of(this.rows);
  }

  /** How large a budget is, for sorting; none is the largest. */
  private static double size(String budget) {
    Budget parsed = Budget.parse(budget);
    return parsed.limits().isEmpty()
        ? Double.POSITIVE_INFINITY
        : Arrays.stream(CostUnit.values())
            .mapToDouble(unit -> parsed.limits().getIfAbsentValue(unit, 0L))
            .sum();
  }

  public Summary summary() {
    return summary;
  }

  /**
   * Writes the report.
   *
   * @param reference the contender to compare the others with, and {@code @} and its budget where
   *     it ran under several; null for none
   * @return the files, the page first
   * @throws RunRefused if there is no such contender; the message names those there are
   */
  public ImmutableList<Path> write(Path folder, @Nullable String reference)
      throws IOException, RunRefused {
    Cell compared = reference == null ? null : named(reference);
    Files.createDirectories(folder);
    MutableList<Path> files = Lists.mutable.empty();
    files.add(folder.resolve("report.md"));
    files.add(folder.resolve("summary.csv"));
    Files.writeString(folder.resolve("summary.csv"), csv());
    MutableList<String> pictures = Lists.mutable.empty();
    picture(folder, "tokens", "generated tokens", Cell.Sums::tokens, pictures);
    picture(folder, "prm-passes", "PRM passes", Cell.Sums::passes, pictures);
    picture(folder, "model-rows", "model rows", Cell.Sums::modelRows, pictures);
    pictures.forEach(name -> files.add(folder.resolve(name)));
    Files.writeString(folder.resolve("report.md"), page(pictures.toImmutable(), compared));
    return files.toImmutable();
  }

  private Cell named(String reference) throws RunRefused {
    ImmutableList<Cell> exact = cells.select(cell -> cell.label().equals(reference.strip()));
    ImmutableList<Cell> found =
        exact.notEmpty()
            ? exact
            : cells.select(cell -> cell.contender().toString().equals(reference.strip()));
    if (found.size() != 1) {
      throw new RunRefused(
          "--reference \"%s\" is %s; there are %s."
              .formatted(
                  reference,
                  found.isEmpty() ? "none of the contenders" : "more than one contender",
                  cells.collect(Cell::label).makeString("\"", "\", \"", "\"")));
    }
    return found.getFirst();
  }

  private interface Unit {
    double of(Cell.Sums sums, int[] weights);
  }

  /** Draws accuracy against a cost, if there are answers and the cost arises at all. */
  private void picture(
      Path folder, String name, String words, Unit unit, MutableList<String> pictures)
      throws IOException {
    int[] once = new int[problems.size()];
    Arrays.fill(once, 1);
    MutableList<AccuracyPlot.Line> lines = Lists.mutable.empty();
    for (Curve curve : Curve.of(cells)) {
      MutableList<AccuracyPlot.Point> points = Lists.mutable.empty();
      for (Cell cell : curve.points()) {
        Cell.Sums sums = cell.sums(problems);
        double cost = unit.of(sums, once);
        if (!Double.isNaN(cell.accuracy()) && cost > 0) {
          points.add(
              new AccuracyPlot.Point(
                  cell.label(),
                  cost,
                  bootstrap.interval(w -> unit.of(sums, w)),
                  cell.accuracy(),
                  bootstrap.interval(sums::accuracy)));
        }
      }
      if (points.notEmpty()) {
        lines.add(new AccuracyPlot.Line(curve.label(), points.toImmutable()));
      }
    }
    if (lines.notEmpty()) {
      String file = "accuracy-by-" + name + ".svg";
      Files.writeString(
          folder.resolve(file),
          AccuracyPlot.draw(
              "Accuracy against " + words, words + " a problem", lines.toImmutable()));
      pictures.add(file);
    }
  }

  private String page(ImmutableList<String> pictures, @Nullable Cell reference) {
    StringBuilder page = new StringBuilder();
    page.append("# Comparison\n\n");
    page.append(
        "%d runs: %d problems, %d seeds, %d contenders.\n\n"
            .formatted(
                rows.size(),
                problems.size(),
                rows.collect(Row::seed).distinct().size(),
                cells.size()));
    page.append(summary.columns().markdown()).append('\n');
    page.append(
        """
        Costs and seconds are means over the runs. Brackets hold 95 %% intervals by resampling
        problems (%d resamples, runs of one problem kept together).
        """
            .formatted(Bootstrap.RESAMPLES));
    Totals totals = Totals.of(rows);
    if (totals.size() > 0) {
      page.append(divergences(totals));
    }
    for (String picture : pictures) {
      page.append(
          "\n![%s](%s)\n".formatted(picture.replace(".svg", "").replace('-', ' '), picture));
    }
    if (reference != null) {
      page.append(differences(reference));
      page.append(matchings(reference));
    }
    return page.toString();
  }

  private static String divergences(Totals totals) {
    return """

    KL says how far a contender's texts are from the model's own distribution of allowed texts:
    log Z less the mean log-weight of the texts, which is right on average and may fall below 0
    by chance; for weighted particles it is an upper bound. Z, the probability that the model
    writes an allowed text, is known to %.0f %% for %d of %d targets, and estimated by all runs
    together for the others.
    """
        .formatted(100 * Target.TOLERANCE, totals.known(), totals.size());
  }

  /** Every other contender beside the reference, on the same problems. */
  private String differences(Cell reference) {
    Cell.Sums goal = reference.sums(problems);
    ImmutableList<Cell> others = cells.reject(cell -> cell.equals(reference));
    Table table = new Table();
    table.text("contender", others.collect(Cell::label));
    table.number(
        "accuracy, points more",
        others.collect(cell -> {
          Cell.Sums own = cell.sums(problems);
          return with(
              "%.1f", bootstrap, problems.size(), w -> 100 * (own.accuracy(w) - goal.accuracy(w)));
        }));
    table.number(
        "tokens, times the reference's",
        others.collect(cell -> {
          Cell.Sums own = cell.sums(problems);
          return with("%.2f", bootstrap, problems.size(), w -> own.tokens(w) / goal.tokens(w));
        }));
    return "\n## Beside %s\n\n%s".formatted(reference.label(), table.markdown());
  }

  private static String with(
      String format, Bootstrap bootstrap, int problems, ToDoubleFunction<int[]> statistic) {
    int[] once = new int[problems];
    Arrays.fill(once, 1);
    return figure(format, statistic.applyAsDouble(once), bootstrap.interval(statistic));
  }

  private static String figure(String format, double value, Bootstrap.Interval interval) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return String.format(
        Locale.ROOT,
        format + " [" + format + ", " + format + "]",
        value,
        interval.low(),
        interval.high());
  }

  private String matchings(Cell reference) {
    ImmutableList<Matching> matchings =
        Curve.of(cells)
            .reject(curve -> curve.points().contains(reference))
            .collect(curve -> Matching.of(curve, reference, problems, bootstrap));
    if (matchings.isEmpty()) {
      return "";
    }
    Table table = new Table();
    table.text("curve", matchings.collect(Matching::curve));
    table.number(
        "tokens it takes",
        matchings.collect(one ->
            Double.isNaN(one.tokens())
                ? "not reached"
                : String.format(Locale.ROOT, "%.0f", one.tokens())));
    table.number(
        "times fewer tokens",
        matchings.collect(one -> figure("%.2f", one.fewerTokens(), one.fewerTokensInterval())));
    table.number(
        "times fewer PRM passes",
        matchings.collect(one -> figure("%.2f", one.fewerPasses(), one.fewerPassesInterval())));
    table.number(
        "reached in",
        matchings.collect(one -> String.format(Locale.ROOT, "%.0f %%", 100 * one.reached())));
    return """

    ## To be right as often as %s

    %s
    Between the points of a curve the cost is interpolated, linear in the logarithm of the
    tokens; a curve whose cheapest point is good enough already may need even less. The last
    column says in how many of the resamples the curve comes so far; intervals are over those.
    """
        .formatted(reference.label(), table.markdown());
  }

  private String csv() {
    StringBuilder csv = new StringBuilder();
    csv.append(
        "contender,algorithm,budget,problems,runs,failed,accuracy,accuracy_low,accuracy_high,generated_tokens,prompt_tokens,model_rows,model_calls,prm_passes,prm_tokens,constraint_checks,seconds,outputs,distinct_outputs,valid,log_prob,divergence,divergence_low,divergence_high,rep_2,rep_3,rep_4,diversity\r\n");
    for (Summary.Line line : summary.lines()) {
      csv.append(quoted(line.contender().toString())).append(',');
      csv.append(quoted(line.contender().algorithm())).append(',');
      csv.append(quoted(line.budget())).append(',');
      csv.append(line.problems()).append(',').append(line.runs()).append(',');
      csv.append(line.failed());
      for (double value :
          new double[] {
            line.accuracy(),
            line.interval().low(),
            line.interval().high(),
            line.generatedTokens(),
            line.promptTokens(),
            line.modelRows(),
            line.modelCalls(),
            line.prmPasses(),
            line.prmTokens(),
            line.constraintChecks(),
            line.seconds(),
            line.outputs(),
            line.distinct(),
            line.validity(),
            line.logProb(),
            line.divergence(),
            line.divergences().low(),
            line.divergences().high(),
            line.repetition().rep(2),
            line.repetition().rep(3),
            line.repetition().rep(4),
            line.repetition().diversity()
          }) {
        csv.append(',');
        if (!Double.isNaN(value)) {
          csv.append(String.format(Locale.ROOT, "%.6f", value));
        }
      }
      csv.append("\r\n");
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
