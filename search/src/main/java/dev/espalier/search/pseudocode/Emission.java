package dev.espalier.search.pseudocode;

import dev.espalier.search.event.SearchEvent;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A kind of event that a line of pseudo-code writes, and the values in it that belong to the line.
 *
 * @param kind the name of the event's record, such as {@code Popped}, or with that of the score,
 *     the reason or the rule in it, such as {@code Pruned.BelowCut}
 */
public record Emission(String kind, ImmutableList<Symbol> symbols) {

  /**
   * A symbol and where its value is.
   *
   * @param name in the line
   * @param component of the event's record, or of the score or reason in it
   */
  public record Symbol(String name, String component) {

    /** Whether an event has such a component, as every one that this algorithm writes has. */
    public boolean isIn(SearchEvent event) {
      Object detail = detail(event);
      return named(event.getClass(), component) != null
          || (detail != null && named(detail.getClass(), component) != null);
    }

    /**
     * The value in an event of the emission's kind.
     *
     * @throws IllegalArgumentException if such events have no such component
     */
    public @Nullable Object of(SearchEvent event) {
      Object detail = detail(event);
      RecordComponent own = named(event.getClass(), component);
      if (own != null) {
        return value(own, event);
      }
      RecordComponent inner = detail == null ? null : named(detail.getClass(), component);
      if (inner == null) {
        throw new IllegalArgumentException(
            "%s has no component \"%s\"".formatted(kindOf(event), component));
      }
      return value(inner, detail);
    }
  }

  /** The most precise kind of an event. */
  public static String kindOf(SearchEvent event) {
    String name = event.getClass().getSimpleName();
    Object detail = detail(event);
    return detail == null
        ? name
        : name + "." + (detail instanceof String rule ? rule : detail.getClass().getSimpleName());
  }

  /** The kind without what is said in the event. */
  static String plain(String kind) {
    int dot = kind.indexOf('.');
    return dot < 0 ? kind : kind.substring(0, dot);
  }

  /** What makes events of one record different from each other. */
  private static @Nullable Object detail(SearchEvent event) {
    if (event instanceof SearchEvent.Scored scored) {
      return scored.score();
    }
    if (event instanceof SearchEvent.Pruned pruned) {
      return pruned.reason();
    }
    return event instanceof SearchEvent.Voted voted ? voted.rule() : null;
  }

  private static @Nullable RecordComponent named(Class<?> type, String name) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static @Nullable Object value(RecordComponent component, @Nullable Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that hides " + component, e);
    }
  }
}
