package dev.espalier.search.algorithm;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A setting of an algorithm: its name, one line of explanation, its range and its default. Forms
 * and the command line are generated from these.
 */
public sealed interface Parameter {

  /** As written in {@code --set name=value} and in session files. */
  String name();

  /** One sentence for users. */
  String explanation();

  /** The default, as written. */
  String byDefault();

  /**
   * The value in its canonical form.
   *
   * @throws IllegalArgumentException naming the parameter, the value and the range
   */
  String check(String value);

  /** The range in words. */
  String range();

  /** A whole number in [min, max]. */
  record Whole(String name, String explanation, long byDefaultValue, long min, long max)
      implements Parameter {
    @Override
    public String byDefault() {
      return Long.toString(byDefaultValue);
    }

    @Override
    public String range() {
      return max == Long.MAX_VALUE
          ? "a whole number of at least " + min
          : "a whole number from " + min + " to " + max;
    }

    @Override
    public String check(String value) {
      try {
        long n = Long.parseLong(value.strip());
        if (n >= min && n <= max) {
          return Long.toString(n);
        }
      } catch (NumberFormatException _) {
        // said below, with the range
      }
      throw refused(this, value);
    }
  }

  /** A real number in [min, max]; {@code inf} is allowed where max is infinite. */
  record Real(String name, String explanation, double byDefaultValue, double min, double max)
      implements Parameter {
    @Override
    public String byDefault() {
      return written(byDefaultValue);
    }

    @Override
    public String range() {
      return max == Double.POSITIVE_INFINITY
          ? "a number of at least " + written(min) + ", or inf"
          : "a number from " + written(min) + " to " + written(max);
    }

    @Override
    public String check(String value) {
      try {
        String text = value.strip();
        double x = text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        if (x >= min && x <= max) {
          return written(x);
        }
      } catch (NumberFormatException _) {
        // said below, with the range
      }
      throw refused(this, value);
    }

    private static String written(double x) {
      return x == Double.POSITIVE_INFINITY
          ? "inf"
          : x == Math.rint(x) && Math.abs(x) < 1e9 ? Long.toString((long) x) : Double.toString(x);
    }
  }

  /** One of a few names. */
  record Choice(String name, String explanation, String byDefault, ImmutableList<String> choices)
      implements Parameter {
    @Override
    public String range() {
      return "one of " + choices.makeString(", ");
    }

    @Override
    public String check(String value) {
      String text = value.strip();
      if (choices.contains(text)) {
        return text;
      }
      throw refused(this, value);
    }
  }

  /**
   * Words of the user's own; none by default.
   *
   * @param range in words
   * @param rule what the words must be
   */
  record Text(String name, String explanation, String range, Rule rule) implements Parameter {

    /** What a text must be. */
    @FunctionalInterface
    public interface Rule {

      /**
       * @throws IllegalArgumentException saying what is wrong with the text
       */
      void check(String text);
    }

    @Override
    public String byDefault() {
      return "";
    }

    @Override
    public String check(String value) {
      if (!value.isEmpty()) {
        try {
          rule.check(value);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s is \"%s\"; it must be %s: %s".formatted(name, value, range, e.getMessage()), e);
        }
      }
      return value;
    }
  }

  /** On or off. */
  record Switch(String name, String explanation, boolean byDefaultValue) implements Parameter {
    @Override
    public String byDefault() {
      return Boolean.toString(byDefaultValue);
    }

    @Override
    public String range() {
      return "true or false";
    }

    @Override
    public String check(String value) {
      String text = value.strip();
      if (text.equals("true") || text.equals("false")) {
        return text;
      }
      throw refused(this, value);
    }
  }

  /**
   * The order in which some things follow each other.
   *
   * @param items all of them, in the order in which those stand that a value does not name
   * @param known orders that have a name
   */
  record Order(
      String name,
      String explanation,
      String byDefault,
      ImmutableList<String> items,
      ImmutableMap<String, ImmutableList<String>> known)
      implements Parameter {
    @Override
    public String range() {
      return "one of %s, or what comes first of %s, separated by commas"
          .formatted(known.keysView().toSortedList().makeString(", "), items.makeString(", "));
    }

    /** A known order by its name, any other written out. */
    @Override
    public String check(String value) {
      String text = value.strip();
      return known.containsKey(text) ? text : sequence(text).makeString(",");
    }

    /**
     * The items in the order that {@code value} means.
     *
     * @throws IllegalArgumentException naming the range, if it is none
     */
    public ImmutableList<String> sequence(String value) {
      ImmutableList<String> order = known.get(value.strip());
      if (order != null) {
        return order;
      }
      ImmutableList<String> first =
          Lists.immutable.with(value.strip().split(",", -1)).collect(String::strip);
      if (!items.containsAll(first.castToList()) || first.distinct().size() != first.size()) {
        throw refused(this, value);
      }
      return first.newWithAll(items.reject(first::contains));
    }
  }

  private static IllegalArgumentException refused(Parameter parameter, String value) {
    return new IllegalArgumentException(
        "%s is \"%s\"; it must be %s".formatted(parameter.name(), value, parameter.range()));
  }
}
