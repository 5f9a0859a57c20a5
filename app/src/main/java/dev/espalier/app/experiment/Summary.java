package dev.espalier.app.experiment;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.measure.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rows of a comparison say together: a line for each contender and budget.
 *
 * @param lines in the order in which contenders and budgets appear
 */
public record Summary(ImmutableList<Line> lines) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One contender under one budget; costs, seconds and outputs are means over the runs.
   *
   * @param problems how many different ones
   * @param failed runs that a failure of the model ended
   * @param accuracy share of right answers in [0, 1], NaN where no answer is known
   * @param interval of the accuracy, 95 %
   * @param outputs results a run came to
   * @param distinct of which different texts
   * @param validity share of texts that satisfy their constraint, in [0, 1], NaN without one
   * @param logProb mean log-probability of the texts chosen, NaN where there are none
   * @param divergence mean estimate of how far the texts are from the model's own distribution of
   *     allowed texts, in nats, NaN where no run has one
   * @param divergences its interval, 95 %
   * @param repetition of the tokens of the texts chosen, all runs together
   */
  public record Line(
      Contender contender,
      String budget,
      int problems,
      int runs,
      int failed,
      double accuracy,
      Bootstrap.Interval interval,
      double generatedTokens,
      double promptTokens,
      double modelRows,
      double modelCalls,
      double prmPasses,
      double prmTokens,
      double constraintChecks,
      double seconds,
      double outputs,
      double distinct,
      double validity,
      double logProb,
      double divergence,
      Bootstrap.Interval divergences,
      Repetition repetition) {}

  public static Summary of(Iterable<Row> rows) {
    MutableList<Line> lines = Lists.mutable.empty();
    for (Cell cell : Cell.of(rows)) {
      lines.add(line(cell));
    }
    return new Summary(lines.toImmutable());
  }

  static Line line(Cell cell) {
    ImmutableList<String> problems = cell.rows().collect(Row::problem).distinct();
    Cell.Sums sums = cell.sums(problems);
    Bootstrap bootstrap = new Bootstrap(problems.size());
    return new Line(
        cell.contender(),
        cell.budget(),
        problems.size(),
        cell.rows().size(),
        cell.failed(),
        cell.accuracy(),
        bootstrap.interval(sums::accuracy),
        cell.meanCost(Cost::generatedTokens),
        cell.meanCost(Cost::promptTokens),
        cell.meanCost(Cost::modelRows),
        cell.meanCost(Cost::modelCalls),
        cell.meanCost(Cost::prmPasses),
        cell.meanCost(Cost::prmTokens),
        cell.meanCost(Cost::constraintChecks),
        cell.mean(Row::seconds),
        cell.mean(row -> row.outputs().size()),
        cell.mean(row -> row.outputs().distinct().size()),
        cell.validity(),
        cell.meanLogProb(),
        cell.meanDivergence(),
        bootstrap.interval(sums::divergence),
        cell.repetition());
  }

  /** {@code {"summary": […]}} on one line. */
  public String json() {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode array = json.putArray("summary");
    for (Line line : lines) {
      ObjectNode one = array.addObject();
      one.put("algorithm", line.contender().algorithm());
      ObjectNode settings = one.putObject("settings");
      line.contender()
          .settings()
          .keysView()
          .toSortedList()
          .forEach(key -> settings.put(key, line.contender().settings().get(key)));
      one.put("budget", line.budget());
      one.put("problems", line.problems());
      one.put("runs", line.runs());
      one.put("failed", line.failed());
      number(one, "accuracy", line.accuracy());
      interval(one.putArray("accuracyInterval"), line.accuracy(), line.interval());
      number(one, "generatedTokens", line.generatedTokens());
      number(one, "promptTokens", line.promptTokens());
      number(one, "modelRows", line.modelRows());
      number(one, "modelCalls", line.modelCalls());
      number(one, "prmPasses", line.prmPasses());
      number(one, "prmTokens", line.prmTokens());
      number(one, "constraintChecks", line.constraintChecks());
      number(one, "seconds", line.seconds());
      number(one, "outputs", line.outputs());
      number(one, "distinctOutputs", line.distinct());
      number(one, "valid", line.validity());
      number(one, "logProb", line.logProb());
      number(one, "divergence", line.divergence());
      interval(one.putArray("divergenceInterval"), line.divergence(), line.divergences());
      number(one, "rep2", line.repetition().rep(2));
      number(one, "rep3", line.repetition().rep(3));
      number(one, "rep4", line.repetition().rep(4));
      number(one, "diversity", line.repetition().diversity());
    }
    return JSON.writeValueAsString(json);
  }

  private static void interval(ArrayNode json, double value, Bootstrap.Interval interval) {
    if (!Double.isNaN(value)) {
      json.add(rounded(interval.low())).add(rounded(interval.high()));
    }
  }

  private static void number(ObjectNode json, String field, double value) {
    if (Double.isNaN(value)) {
      json.putNull(field);
    } else {
      json.put(field, rounded(value));
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /** The summary for a terminal. */
  public String table() {
    return columns().plain();
  }

  /** The summary as a table: columns that are all nothing are left out. */
  Table columns() {
    Table table = new Table();
    table.text("algorithm", lines.collect(line -> line.contender().toString()));
    if (lines.anySatisfy(line -> !line.budget().isEmpty())) {
      table.text("budget", lines.collect(line -> line.budget().isEmpty() ? "–" : line.budget()));
    }
    table.number("runs", lines.collect(line -> Integer.toString(line.runs())));
    if (lines.anySatisfy(line -> line.failed() > 0)) {
      table.number("failed", lines.collect(line -> Integer.toString(line.failed())));
    }
    if (lines.anySatisfy(line -> !Double.isNaN(line.accuracy()))) {
      table.number("accuracy", lines.collect(Summary::accuracy));
    }
    if (lines.anySatisfy(line -> !Double.isNaN(line.validity()))) {
      table.number("valid", lines.collect(line -> percent(line.validity())));
      table.number(
          "log p",
          lines.collect(line ->
              Double.isNaN(line.logProb())
                  ? "–"
                  : String.format(Locale.ROOT, "%.2f", line.logProb())));
    }
    if (lines.anySatisfy(line -> !Double.isNaN(line.divergence()))) {
      table.number(
          "KL, nats",
          lines.collect(line ->
              Double.isNaN(line.divergence())
                  ? "–"
                  : String.format(
                      Locale.ROOT,
                      "%.3f [%.3f, %.3f]",
                      line.divergence(),
                      line.divergences().low(),
                      line.divergences().high())));
    }
    column(table, "tokens", lines, Line::generatedTokens);
    column(table, "model rows", lines, Line::modelRows);
    column(table, "model calls", lines, Line::modelCalls);
    column(table, "PRM passes", lines, Line::prmPasses);
    column(table, "PRM tokens", lines, Line::prmTokens);
    column(table, "checks", lines, Line::constraintChecks);
    table.number(
        "seconds", lines.collect(line -> String.format(Locale.ROOT, "%.2f", line.seconds())));
    if (lines.anySatisfy(line -> line.outputs() > 1)) {
      table.number(
          "distinct",
          lines.collect(
              line -> String.format(Locale.ROOT, "%.1f of %.1f", line.distinct(), line.outputs())));
    }
    table.number(
        "diversity",
        lines.collect(line -> String.format(Locale.ROOT, "%.2f", line.repetition().diversity())));
    return table;
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String accuracy(Line line) {
    return Double.isNaN(line.accuracy())
        ? "–"
        : String.format(
            Locale.ROOT,
            "%.1f %% [%.1f, %.1f]",
            100 * line.accuracy(),
            100 * line.interval().low(),
            100 * line.interval().high());
  }

  private interface Figure {
    double of(Line line);
  }

  private static void column(
      Table table, String heading, ImmutableList<Line> lines, Figure figure) {
    if (lines.anySatisfy(line -> figure.of(line) > 0)) {
      List<String> values = new ArrayList<>();
      lines.forEach(line -> values.add(String.format(Locale.ROOT, "%.1f", figure.of(line))));
      table.number(heading, Lists.immutable.withAll(values));
    }
  }
}
