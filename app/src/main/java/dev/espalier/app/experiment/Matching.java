package dev.espalier.app.experiment;

import dev.espalier.app.experiment.Bootstrap.Interval;
import dev.espalier.app.experiment.Cell.Sums;
import java.util.Arrays;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What it costs to be as often right as a reference: along a {@link Curve}, between its points by
 * interpolation, linear in the logarithm of the tokens. Nothing is said beyond the last point, and
 * where the first point is good enough already its cost is an upper bound.
 *
 * @param curve its label
 * @param tokens generated tokens it takes, NaN if the curve does not come so far
 * @param fewerTokens tokens of the reference by those of the curve: 3 is a third of the tokens
 * @param fewerPasses the same of PRM passes; NaN where one of them asks no reward model
 * @param reached share of the resamples in which the curve comes so far, in [0, 1]
 */
record Matching(
    String curve,
    double tokens,
    double fewerTokens,
    Interval fewerTokensInterval,
    double fewerPasses,
    Interval fewerPassesInterval,
    double reached) {

  private record Point(double tokens, double passes, double accuracy) {
    static Point of(Sums sums, int[] weights) {
      return new Point(sums.tokens(weights), sums.passes(weights), sums.accuracy(weights));
    }

    static final Point NOWHERE = new Point(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Matches a curve with a reference.
   *
   * @param problems ids of all problems
   */
  static Matching of(
      Curve curve, Cell reference, ImmutableList<String> problems, Bootstrap bootstrap) {
    Sums goal = reference.sums(problems);
    ImmutableList<Sums> points = curve.points().collect(cell -> cell.sums(problems));
    int[] once = new int[problems.size()];
    Arrays.fill(once, 1);
    Point at = crossing(points, goal, once);
    double[] tokens = bootstrap.values(w -> goal.tokens(w) / crossing(points, goal, w).tokens());
    double[] passes =
        bootstrap.values(w -> ratio(goal.passes(w), crossing(points, goal, w).passes()));
    return new Matching(
        curve.label(),
        at.tokens(),
        goal.tokens(once) / at.tokens(),
        Bootstrap.interval(tokens),
        ratio(goal.passes(once), at.passes()),
        Bootstrap.interval(passes),
        (double) Arrays.stream(tokens).filter(t -> !Double.isNaN(t)).count() / tokens.length);
  }

  private static double ratio(double reference, double own) {
    return reference > 0 && own > 0 ? reference / own : Double.NaN;
  }

  /** Where the curve first comes to the accuracy of the reference. */
  private static Point crossing(ImmutableList<Sums> sums, Sums goal, int[] weights) {
    double accuracy = goal.accuracy(weights);
    ImmutableList<Point> points =
        Lists.immutable.withAll(
            sums.collect(one -> Point.of(one, weights))
                .toSortedList(Comparator.comparingDouble(Point::tokens)));
    Point before = null;
    for (Point point : points) {
      if (point.accuracy() >= accuracy) {
        return before == null ? point : between(before, point, accuracy);
      }
      // A dearer point that is worse is no part of the way.
      if (before == null || point.accuracy() > before.accuracy()) {
        before = point;
      }
    }
    return Point.NOWHERE;
  }

  private static Point between(Point low, Point high, double accuracy) {
    double share = (accuracy - low.accuracy()) / (high.accuracy() - low.accuracy());
    return new Point(
        Math.exp(mix(Math.log(low.tokens()), Math.log(high.tokens()), share)),
        mix(low.passes(), high.passes(), share),
        accuracy);
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }
}
