package dev.espalier.search.budget;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * The most a search may spend, in any of the {@link CostUnit}s. A search stops before the step that
 * would begin with a limit reached; the step that reaches it is finished.
 */
public record Budget(ImmutableMap<CostUnit, Long> limits) {

  public static final Budget UNLIMITED = new Budget(Maps.immutable.empty());

  public Budget {
    limits.forEachKeyValue((unit, limit) -> {
      if (limit < 0) {
        throw new IllegalArgumentException(
            "a budget of " + limit + " " + unit.label() + " is negative");
      }
    });
  }

  public static Budget of(CostUnit unit, long limit) {
    return new Budget(Maps.immutable.with(unit, limit));
  }

  /**
   * Reads {@code tokens=4000,prm=200}; an empty text means no limit.
   *
   * @throws IllegalArgumentException naming the part that is wrong and what is allowed
   */
  public static Budget parse(String text) {
    MutableMap<CostUnit, Long> limits = Maps.mutable.empty();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      CostUnit unit =
          Arrays.stream(CostUnit.values())
              .filter(u -> u.key().equals(pair[0].strip()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(usage(part)));
      try {
        limits.put(unit, Long.parseLong(pair.length == 2 ? pair[1].strip().replace("_", "") : ""));
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(usage(part));
      }
    }
    return new Budget(limits.toImmutable());
  }

  private static String usage(String part) {
    return "budget part \"%s\" is not UNIT=NUMBER with a unit of %s"
        .formatted(
            part,
            Arrays.stream(CostUnit.values()).map(CostUnit::key).collect(Collectors.joining(", ")));
  }

  /** The first unit in which {@code spent} reaches its limit, or null if there is none. */
  public @Nullable CostUnit spentUnit(Cost spent) {
    for (CostUnit unit : CostUnit.values()) {
      Long limit = limits.get(unit);
      if (limit != null && unit.of(spent) >= limit) {
        return unit;
      }
    }
    return null;
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return limits.keyValuesView().toSortedListBy(pair -> pair.getOne()).stream()
        .map(pair -> Map.entry(pair.getOne().key(), pair.getTwo()))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
