package dev.espalier.app.budget;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.Series;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.algorithm.aligned.SampledTexts;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** The costs and the best score at the cursor, and their course. */
public final class BudgetViewModel {

  /** Points of a curve; more than pixels of a sparkline would be waste. */
  static final int POINTS = 240;

  /** Bounds this near each other are shown as one number. */
  private static final double NEAR = 0.05;

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
   * @param hint what it says, for who does not know
   */
  public record Curve(
      String label, ImmutableDoubleList values, String now, boolean stepped, String hint) {}

  /** All of it at one moment. */
  public record Report(ImmutableList<Meter> meters, ImmutableList<Curve> curves) {}

  private final TreeViewModel model;
  private final Masses masses;
  private final DivergenceCourse course = new DivergenceCourse();
  private @Nullable AllowedMass mass;
  private final ObjectProperty<Budget> budget =
      new SimpleObjectProperty<>(this, "budget", Budget.UNLIMITED);
  private final ReadOnlyObjectWrapper<Report> report =
      new ReadOnlyObjectWrapper<>(
          this, "report", new Report(Lists.immutable.empty(), Lists.immutable.empty()));
  private boolean stale = true;

  public BudgetViewModel(TreeViewModel model) {
    this(model, Masses.NONE);
  }

  /**
   * @param masses tells how much the constraint of the search on show allows
   */
  public BudgetViewModel(TreeViewModel model, Masses masses) {
    this.model = model;
    this.masses = masses;
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
    if (course.kind() == SampledTexts.Kind.DRAWS || course.kind() == SampledTexts.Kind.PARTICLES) {
      AllowedMass known = masses.ofSearchOnShow();
      stale |= !Objects.equals(known, mass);
      mass = known;
    }
    if (stale) {
      stale = false;
      course.follow(model.source());
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

  /** The event that charged the last of what is spent; −1 if nothing is. */
  int lastCharge() {
    EventSource events = model.source();
    if (events == null) {
      return -1;
    }
    int event = model.cursor() - 1;
    while (event >= 0 && !(events.event(event) instanceof SearchEvent.Charged)) {
      event--;
    }
    return event;
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
            true,
            "The best score of any node so far"),
        new Curve(
            "best finished",
            sample(tree, tree.bestFinished()),
            Double.isNaN(finished) ? "none yet" : Numbers.score(finished),
            true,
            "The best score of a finished text so far"),
        switch (course.kind()) {
          case DRAWS -> divergence(cursor);
          case PARTICLES -> evidence(cursor);
          case NONE, JUDGED -> frontier(cursor);
        },
        new Curve(
            "tokens",
            tokens(tree),
            Numbers.count(tree.costAt(cursor).generatedTokens()),
            false,
            "Tokens generated so far"));
  }

  private Curve frontier(int cursor) {
    SearchTree tree = model.tree();
    return new Curve(
        "frontier",
        sample(tree, tree.frontierSize()),
        Double.isNaN(tree.frontierSize().at(cursor))
            ? "–"
            : Numbers.count((long) tree.frontierSize().at(cursor)),
        true,
        "Nodes that wait to be gone on from");
  }

  /** log Z where it is known closely enough, else NaN. */
  private double logTotal() {
    return mass != null && mass.isWithin(NEAR) ? mass.logMiddle() : Double.NaN;
  }

  private Curve divergence(int cursor) {
    double logTotal = logTotal();
    double now = course.of(cursor, logTotal);
    boolean exact = !Double.isNaN(logTotal);
    return new Curve(
        exact ? "KL from the model, Z known" : "KL from the model, estimated",
        values(i -> course.of(cursorAt(model.tree(), i), logTotal)),
        Double.isNaN(now) ? "–" : Numbers.score(now),
        true,
        "How far the texts are from the model's own distribution of allowed texts, in nats, by the"
            + " later half of the texts drawn so far; "
            + (exact
                ? "the model writes an allowed text with "
                    + Numbers.percent(Math.exp(logTotal))
                    + ", found by following its most probable texts."
                : "the probability of an allowed text is estimated from the same texts, so that few"
                    + " of them say too little."));
  }

  private Curve evidence(int cursor) {
    double logTotal = logTotal();
    double now = course.at(cursor).meanLogWeight();
    return new Curve(
        Double.isNaN(logTotal) ? "log Ẑ" : "log Ẑ, log Z is " + Numbers.score(logTotal),
        values(i -> course.at(cursorAt(model.tree(), i)).meanLogWeight()),
        Double.isNaN(now) ? "–" : Numbers.score(now),
        true,
        "log of the estimated probability that the model's own text is allowed, as far as the"
            + " particles have come. At the end, log Z less this is on average a bound on how far a"
            + " text drawn by the weights is from the model's own distribution, in nats.");
  }

  private static ImmutableDoubleList values(IntToDoubleFunction point) {
    double[] values = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      values[i] = point.applyAsDouble(i);
    }
    return DoubleLists.immutable.of(values);
  }

  private static ImmutableDoubleList sample(SearchTree tree, Series series) {
    return values(i -> series.at(cursorAt(tree, i)));
  }

  private static ImmutableDoubleList tokens(SearchTree tree) {
    return values(i -> tree.costAt(cursorAt(tree, i)).generatedTokens());
  }

  private static int cursorAt(SearchTree tree, int point) {
    return (int) Math.round((double) tree.size() * point / (POINTS - 1));
  }
}
