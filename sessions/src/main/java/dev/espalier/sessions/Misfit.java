package dev.espalier.sessions;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.collections.api.PrimitiveIterable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in words where a line of a session does not fit the record it should be. */
final class Misfit {

  private static final int SHOWN = 60;

  private Misfit() {}

  /**
   * @param line what was read
   * @param misfit what the reading of it as a record failed with
   */
  static String words(JsonNode line, JacksonException misfit) {
    return switch (misfit) {
      case InvalidTypeIdException unknown -> {
        Class<?> sealed = unknown.getBaseType().getRawClass();
        String id = unknown.getTypeId();
        yield id == null
            ? "%s has no kind; this program knows %s".formatted(place(unknown), kinds(sealed))
            : "\"%s\" is no kind of %s this program knows, which are %s"
                .formatted(shown(id), plain(sealed), kinds(sealed));
      }
      case ValueInstantiationException refused ->
          String.valueOf(
              refused.getCause() == null
                  ? refused.getOriginalMessage()
                  : refused.getCause().getMessage());
      case MismatchedInputException mismatched ->
          found(line, misfit, expected(mismatched.getTargetType()));
      case InputCoercionException coerced -> found(line, misfit, expected(coerced.getTargetType()));
      default -> misfit.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
    };
  }

  private static String found(JsonNode line, JacksonException misfit, String expected) {
    JsonNode found = at(line, misfit);
    return found.isMissingNode() || found.isNull()
        ? "%s is missing; expected %s".formatted(place(misfit), expected)
        : "%s is %s; expected %s".formatted(place(misfit), shown(found.toString()), expected);
  }

  private static String place(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "the line" : "\"" + path + "\"";
  }

  private static JsonNode at(JsonNode line, JacksonException e) {
    JsonNode found = line;
    for (JacksonException.Reference step : e.getPath()) {
      found =
          step.getPropertyName() == null
              ? found.path(step.getIndex())
              : found.path(step.getPropertyName());
    }
    return found;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    } else if (type == int.class || type == long.class) {
      return "a whole number that fits " + (type == int.class ? "32" : "64") + " bits";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == String.class) {
      return "a text";
    } else if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    } else if (Iterable.class.isAssignableFrom(type)
        || PrimitiveIterable.class.isAssignableFrom(type)) {
      return "a list";
    }
    return "an object";
  }

  private static String kinds(Class<?> sealed) {
    Class<?>[] kinds = sealed.getPermittedSubclasses();
    return kinds == null
        ? "others"
        : Arrays.stream(kinds).map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
  }

  private static String plain(Class<?> sealed) {
    return switch (sealed.getSimpleName()) {
      case "SearchEvent" -> "event";
      case String name -> name.toLowerCase(Locale.ROOT);
    };
  }

  /** The beginning of a text from a file, fit for one line of a message. */
  static String shown(String found) {
    int[] beginning = found.codePoints().limit(SHOWN).toArray();
    String clean = clean(new String(beginning, 0, beginning.length));
    return found.codePointCount(0, found.length()) > SHOWN ? clean + "…" : clean;
  }

  /** A text without what would break a line or cannot be shown. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            clean.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                    ? '\uFFFD'
                    : c));
    return clean.toString();
  }
}
