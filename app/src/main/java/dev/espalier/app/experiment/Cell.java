package dev.espalier.app.experiment;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.measure.Repetition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one contender under one budget.
 *
 * @param rows at least one
 * @param totals of all rows of the comparison
 */
record Cell(Contender contender, String budget, ImmutableList<Row> rows, Totals totals) {

  /** Rows by contender and budget, in the order in which these appear. */
  static ImmutableList<Cell> of(Iterable<Row> rows) {
    record Place(Contender contender, String budget) {}
    Map<Place, MutableList<Row>> cells = new LinkedHashMap<>();
    for (Row row : rows) {
      cells
          .computeIfAbsent(new Place(row.contender(), row.budget()), _ -> Lists.mutable.empty())
          .add(row);
    }
    Totals totals = Totals.of(rows);
    MutableList<Cell> all = Lists.mutable.empty();
    cells.forEach((place, of) ->
        all.add(new Cell(place.contender(), place.budget(), of.toImmutable(), totals)));
    return all.toImmutable();
  }

  /** The contender, and the budget where there is one: {@code a-star:w=0 @ tokens=800}. */
  String label() {
    return budget.isEmpty() ? contender.toString() : contender + " @ " + budget;
  }

  int failed() {
    return rows.count(row -> row.finished().equals("failed"));
  }

  /** Mean over the runs. */
  double mean(ToDoubleFunction<Row> value) {
    return rows.sumOfDouble(value::applyAsDouble) / rows.size();
  }

  /** Mean over the runs. */
  double meanCost(ToLongFunction<Cost> unit) {
    return mean(row -> unit.applyAsLong(row.costs()));
  }

  /** Share of the runs with a known answer that found it; NaN where none is known. */
  double accuracy() {
    return share(Row::correct);
  }

  /** Share of the runs under a constraint whose text satisfies it; NaN where there is none. */
  double validity() {
    return share(Row::valid);
  }

  /** Mean log-probability of the texts chosen, where there are any. */
  double meanLogProb() {
    return meanWhereKnown(Row::logProb);
  }

  /** Mean divergence from the model's own distribution of allowed texts, where it is estimated. */
  double meanDivergence() {
    return meanWhereKnown(totals::divergence);
  }

  private double meanWhereKnown(ToDoubleFunction<Row> value) {
    ImmutableList<Row> some = rows.reject(row -> Double.isNaN(value.applyAsDouble(row)));
    return some.isEmpty() ? Double.NaN : some.sumOfDouble(value::applyAsDouble) / some.size();
  }

  /** How much the texts chosen repeat themselves, all together. */
  Repetition repetition() {
    return rows.injectInto(
        Repetition.NONE, (sum, row) -> sum.plus(Repetition.ofTokens(row.tokens())));
  }

  private interface Verdict {
    @Nullable Boolean of(Row row);
  }

  private double share(Verdict verdict) {
    int known = rows.count(row -> verdict.of(row) != null);
    return known == 0
        ? Double.NaN
        : (double) rows.count(row -> Boolean.TRUE.equals(verdict.of(row))) / known;
  }

  /**
   * Sums over the runs of each problem, for resampling problems.
   *
   * @param problems ids, in the order of the sums
   */
  Sums sums(ImmutableList<String> problems) {
    Map<String, Integer> places = new LinkedHashMap<>();
    problems.forEachWithIndex((id, i) -> places.put(id, i));
    Sums sums = new Sums(problems.size());
    for (Row row : rows) {
      Integer at = places.get(row.problem());
      if (at != null) {
        sums.add(at, row, totals.divergence(row));
      }
    }
    return sums;
  }

  /** By problem: runs, those with a known answer, right answers, costs and divergences. */
  static final class Sums {
    private final double[] runs;
    private final double[] known;
    private final double[] right;
    private final double[] tokens;
    private final double[] passes;
    private final double[] modelRows;
    private final double[] compared;
    private final double[] divergence;

    private Sums(int problems) {
      runs = new double[problems];
      known = new double[problems];
      right = new double[problems];
      tokens = new double[problems];
      passes = new double[problems];
      modelRows = new double[problems];
      compared = new double[problems];
      divergence = new double[problems];
    }

    private void add(int problem, Row row, double distance) {
      runs[problem]++;
      known[problem] += row.correct() == null ? 0 : 1;
      right[problem] += Boolean.TRUE.equals(row.correct()) ? 1 : 0;
      tokens[problem] += row.costs().generatedTokens();
      passes[problem] += row.costs().prmPasses();
      modelRows[problem] += row.costs().modelRows();
      compared[problem] += Double.isNaN(distance) ? 0 : 1;
      divergence[problem] += Double.isNaN(distance) ? 0 : distance;
    }

    double accuracy(int[] weights) {
      return dot(weights, right) / dot(weights, known);
    }

    double divergence(int[] weights) {
      return dot(weights, divergence) / dot(weights, compared);
    }

    double tokens(int[] weights) {
      return dot(weights, tokens) / dot(weights, runs);
    }

    double passes(int[] weights) {
      return dot(weights, passes) / dot(weights, runs);
    }

    double modelRows(int[] weights) {
      return dot(weights, modelRows) / dot(weights, runs);
    }

    private static double dot(int[] weights, double[] values) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[i];
      }
      return sum;
    }
  }
}
