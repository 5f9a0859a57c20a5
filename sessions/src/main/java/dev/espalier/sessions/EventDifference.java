package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares events field by field, numbers within a tolerance. */
final class EventDifference {

  private final double tolerance;
  private double largest;

  /**
   * @param tolerance not negative; whole numbers, texts and structure must be equal all the same
   */
  EventDifference(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("a tolerance of " + tolerance + "; it must be at least 0");
    }
    this.tolerance = tolerance;
  }

  /** The largest difference of two numbers that counted as the same. */
  double largest() {
    return largest;
  }

  /** The path of the first field that differs, empty for the whole event, or null if none does. */
  @Nullable String between(SearchEvent recorded, SearchEvent again) {
    return recorded.equals(again) ? null : between(json(recorded), json(again), "");
  }

  private static JsonNode json(SearchEvent event) {
    return SessionJson.MAPPER.valueToTree(event);
  }

  private @Nullable String between(JsonNode recorded, JsonNode again, String path) {
    if (recorded.isFloatingPointNumber() && again.isFloatingPointNumber()) {
      double difference = Math.abs(recorded.doubleValue() - again.doubleValue());
      if (difference <= tolerance) {
        largest = Math.max(largest, difference);
        return null;
      }
      return Double.compare(recorded.doubleValue(), again.doubleValue()) == 0 ? null : path;
    }
    if (recorded.isObject() && again.isObject() && sameKind(recorded, again)) {
      for (String name : recorded.propertyNames()) {
        String below =
            between(
                recorded.get(name), again.path(name), path.isEmpty() ? name : path + "." + name);
        if (below != null) {
          return below;
        }
      }
      return recorded.size() == again.size() ? null : path;
    }
    if (recorded.isArray() && again.isArray() && recorded.size() == again.size()) {
      for (int i = 0; i < recorded.size(); i++) {
        String below = between(recorded.get(i), again.get(i), path + "[" + i + "]");
        if (below != null) {
          return below;
        }
      }
      return null;
    }
    return recorded.equals(again) ? null : path;
  }

  private static boolean sameKind(JsonNode recorded, JsonNode again) {
    return recorded.path("event").equals(again.path("event"))
        && recorded.path("kind").equals(again.path("kind"));
  }

  /** What differs, both sides in words. */
  static String words(SearchEvent recorded, @Nullable SearchEvent again) {
    if (again == null) {
      return "the record goes on with %s, but the search has ended.".formatted(named(recorded));
    }
    String path = new EventDifference(0).between(recorded, again);
    if (path == null || path.isEmpty()) {
      return "it was %s and is now %s.".formatted(named(recorded), named(again));
    }
    return "%s of \"%s\" was %s and is now %s."
        .formatted(path, kind(recorded), value(recorded, path), value(again, path));
  }

  private static String value(SearchEvent event, String path) {
    return json(event)
        .at("/" + path.replace("[", "/").replace("]", "").replace('.', '/'))
        .toString();
  }

  private static String kind(SearchEvent event) {
    return event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String named(SearchEvent event) {
    StringBuilder words = new StringBuilder("\"").append(kind(event)).append('"');
    JsonNode json = json(event);
    String separator = " with ";
    for (String name : json.propertyNames()) {
      if (!name.equals("event")) {
        words
            .append(separator)
            .append(name)
            .append(' ')
            .append(Misfit.shown(json.get(name).toString()));
        separator = ", ";
      }
    }
    return words.toString();
  }
}
