package dev.espalier.search.algorithm;

import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Maps;

/** Checked values of an algorithm's parameters, every one of them present. */
public final class Settings {

  private final ImmutableMap<String, String> values;

  private Settings(ImmutableMap<String, String> values) {
    this.values = values;
  }

  /**
   * The defaults of {@code parameters}, overridden by {@code given}.
   *
   * @throws IllegalArgumentException naming an unknown parameter or a value out of range
   */
  public static Settings of(ImmutableList<Parameter> parameters, Map<String, String> given) {
    MutableMap<String, String> values = Maps.mutable.empty();
    parameters.forEach(p -> values.put(p.name(), p.byDefault()));
    given.forEach((name, value) -> {
      Parameter parameter = parameters.detect(p -> p.name().equals(name));
      if (parameter == null) {
        throw new IllegalArgumentException(
            "there is no parameter \"%s\"; there are %s"
                .formatted(name, parameters.collect(Parameter::name).makeString(", ")));
      }
      values.put(name, parameter.check(value));
    });
    return new Settings(values.toImmutable());
  }

  public int whole(String name) {
    return Math.toIntExact(Long.parseLong(text(name)));
  }

  public double real(String name) {
    String text = text(name);
    return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  public boolean on(String name) {
    return Boolean.parseBoolean(text(name));
  }

  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no parameter \"" + name + "\"");
    }
    return value;
  }

  /** All values as written, for a session's header. */
  public ImmutableMap<String, String> asMap() {
    return values;
  }
}
