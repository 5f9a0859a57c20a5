package dev.espalier.app.budget;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.Series;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.budget.CostUnit;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** The costs and the best score at the cursor, and their course. */
public final class BudgetViewModel {

  /** Points of a curve; more than pixels of a sparkline would be waste. */
  static final int POINTS = 240;

  /**
   * Spent in one unit.
   *
   * @param share of the limit in [0, 1], NaN where there is no limit
   */
  public record Meter(String label, String figures, double share) {}

  /**
   * A curve over the events.
   *
   * @param values at {@link #POINTS} evenly spaced cursors from 0 to the end, NaN where there is
   *     none
   * @param now what holds at the cursor, as written
   */
  public record Curve(String label, ImmutableDoubleList values, String now, boolean stepped) {}

  /** All of it at one moment. */
  public record Report(ImmutableList<Meter> meters, ImmutableList<Curve> curves) {}

  private final TreeViewModel model;
  private final ObjectProperty<Budget> budget =
      new SimpleObjectProperty<>(this, "budget", Budget.UNLIMITED);
  private final ReadOnlyObjectWrapper<Report> report =
      new ReadOnlyObjectWrapper<>(
          this, "report", new Report(Lists.immutable.empty(), Lists.immutable.empty()));
  private boolean stale = true;

  public BudgetViewModel(TreeViewModel model) {
    this.model = model;
    model.cursorProperty().addListener(_ -> stale = true);
    model.sizeProperty().addListener(_ -> stale = true);
    model.treeProperty().addListener(_ -> stale = true);
    budget.addListener(_ -> stale = true);
  }

  /** The limits of the search on show. */
  public ObjectProperty<Budget> budgetProperty() {
    return budget;
  }

  public ReadOnlyObjectProperty<Report> reportProperty() {
    return report.getReadOnlyProperty();
  }

  public Report report() {
    return Objects.requireNonNull(report.get());
  }

  public TreeViewModel model() {
    return model;
  }

  /** Brings the report up to date; called once a frame. */
  public void refresh() {
    if (stale) {
      stale = false;
      report.set(new Report(meters(), curves()));
    }
  }

  private ImmutableList<Meter> meters() {
    Cost cost = model.tree().costAt(model.cursor());
    Budget limits = Objects.requireNonNull(budget.get());
    MutableList<Meter> meters = Lists.mutable.empty();
    for (CostUnit unit : CostUnit.values()) {
      long spent = unit.of(cost);
      Long limit = limits.limits().get(unit);
      if (limit != null) {
        meters.add(
            new Meter(
                unit.label(),
                Numbers.count(spent) + " of " + Numbers.count(limit),
                limit == 0 ? 1 : Math.min(1, (double) spent / limit)));
      } else if (spent > 0 || unit == CostUnit.TOKENS) {
        meters.add(new Meter(unit.label(), Numbers.count(spent), Double.NaN));
      }
    }
    return meters.toImmutable();
  }

  private ImmutableList<Curve> curves() {
    SearchTree tree = model.tree();
    int cursor = model.cursor();
    double best = tree.bestScored().at(cursor);
    double finished = tree.bestFinished().at(cursor);
    return Lists.immutable.of(
        new Curve(
            "best score",
            sample(tree, tree.bestScored()),
            Double.isNaN(best) ? "–" : Numbers.score(best),
            true),
        new Curve(
            "best finished",
            sample(tree, tree.bestFinished()),
            Double.isNaN(finished) ? "none yet" : Numbers.score(finished),
            true),
        new Curve(
            "frontier",
            sample(tree, tree.frontierSize()),
            Double.isNaN(tree.frontierSize().at(cursor))
                ? "–"
                : Numbers.count((long) tree.frontierSize().at(cursor)),
            true),
        new Curve(
            "tokens", tokens(tree), Numbers.count(tree.costAt(cursor).generatedTokens()), false));
  }

  private static ImmutableDoubleList sample(SearchTree tree, Series series) {
    double[] values = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      values[i] = series.at(cursorAt(tree, i));
    }
    return DoubleLists.immutable.of(values);
  }

  private static ImmutableDoubleList tokens(SearchTree tree) {
    double[] values = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      values[i] = tree.costAt(cursorAt(tree, i)).generatedTokens();
    }
    return DoubleLists.immutable.of(values);
  }

  private static int cursorAt(SearchTree tree, int point) {
    return (int) Math.round((double) tree.size() * point / (POINTS - 1));
  }
}
