package dev.espalier.app.course;

import dev.espalier.app.format.Numbers;
import dev.espalier.search.budget.CostUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run is measured by on its way. */
public enum Axis {
  TOKENS("generated tokens", CostUnit.TOKENS),
  ROWS("model rows", CostUnit.ROWS),
  CALLS("model calls", CostUnit.CALLS),
  PRM("PRM passes", CostUnit.PRM),
  PRM_TOKENS("PRM tokens", CostUnit.PRM_TOKENS),
  CHECKS("constraint checks", CostUnit.CHECKS),
  EVENTS("events", null),
  SECONDS("seconds", null);

  private final String label;
  private final @Nullable CostUnit unit;

  Axis(String label, @Nullable CostUnit unit) {
    this.label = label;
    this.unit = unit;
  }

  /** The name in a sentence. */
  public String label() {
    return label;
  }

  /** The unit of cost that it counts, null for the axes that count something else. */
  public @Nullable CostUnit unit() {
    return unit;
  }

  /** A place on it as it is written: whole numbers but for seconds. */
  public String figure(double at) {
    return this == SECONDS
        ? String.format(Locale.ROOT, "%.2f", at)
        : Numbers.count((long) Math.floor(at));
  }
}
