package dev.espalier.app.experiment;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/**
 * An algorithm with settings, as it enters a comparison.
 *
 * @param settings those that were given, in their canonical form; the rest are the defaults
 */
public record Contender(String algorithm, ImmutableMap<String, String> settings)
    implements Comparable<Contender> {

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final int LONGEST = 12;

  /** Checked settings. */
  private static Contender of(String algorithm, Map<String, String> given) {
    AlgorithmDescription description = AlgorithmCatalogue.named(algorithm);
    Settings checked = Settings.of(description.parameters(), given);
    // Not every parameter can be checked alone; the algorithm has the last word.
    description.create(given);
    Map<String, String> canonical = new TreeMap<>();
    given.keySet().forEach(name -> canonical.put(name, checked.text(name)));
    return new Contender(algorithm, Maps.immutable.withAll(canonical));
  }

  /**
   * Reads {@code a-star:w=0:branching=4}, one for each name.
   *
   * @param names algorithms, each with settings of its own or without
   * @param common settings for all: {@code ALGORITHM.KEY} for one algorithm, {@code KEY} for every
   *     one that has it; a contender's own settings come before these
   * @throws IllegalArgumentException naming what is unknown, out of range or given twice
   */
  public static ImmutableList<Contender> parse(Iterable<String> names, Map<String, String> common) {
    MutableList<Contender> contenders = Lists.mutable.empty();
    MutableList<String> unused = Lists.mutable.withAll(common.keySet());
    for (String name : names) {
      String[] parts = name.strip().split(":", -1);
      AlgorithmDescription description = AlgorithmCatalogue.named(parts[0]);
      Map<String, String> given = new LinkedHashMap<>();
      common.forEach((key, value) -> {
        if (key.startsWith(parts[0] + ".")) {
          given.put(key.substring(parts[0].length() + 1), value);
          unused.remove(key);
        } else if (description.parameters().anySatisfy(p -> p.name().equals(key))) {
          given.putIfAbsent(key, value);
          unused.remove(key);
        }
      });
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].split("=", 2);
        if (pair.length < 2) {
          throw new IllegalArgumentException(
              "\"%s\" in \"%s\" is not KEY=VALUE; %s has %s"
                  .formatted(
                      parts[i],
                      name,
                      parts[0],
                      description.parameters().collect(Parameter::name).makeString(", ")));
        }
        given.put(pair[0], pair[1]);
      }
      Contender contender = in(name, given, parts[0]);
      if (contenders.contains(contender)) {
        throw new IllegalArgumentException(
            "\"%s\" is named twice; give one of the two other settings".formatted(contender));
      }
      contenders.add(contender);
    }
    if (contenders.isEmpty()) {
      throw new IllegalArgumentException("no algorithm is named");
    }
    if (unused.notEmpty()) {
      throw new IllegalArgumentException(
          "--set %s: none of the algorithms %s has it"
              .formatted(
                  unused.getFirst(),
                  contenders.collect(Contender::algorithm).distinct().makeString(", ")));
    }
    return contenders.toImmutable();
  }

  private static Contender in(String name, Map<String, String> given, String algorithm) {
    try {
      return of(algorithm, given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  public boolean needsReward() {
    return AlgorithmCatalogue.named(algorithm).needsReward();
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(algorithm);
    new TreeMap<>(settings.castToMap())
        .forEach((key, value) -> text.append(':').append(key).append('=').append(value));
    return text.toString();
  }

  /** By name, numbers in it by their size: 4 samples come before 16. */
  @Override
  public int compareTo(Contender other) {
    return Comparator.comparing(Contender::sortable)
        .thenComparing(Contender::toString)
        .compare(this, other);
  }

  private String sortable() {
    return DIGITS
        .matcher(toString())
        .replaceAll(
            found -> "0".repeat(Math.max(0, LONGEST - found.group().length())) + found.group());
  }
}
