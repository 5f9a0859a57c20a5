package dev.espalier.app.model;

import dev.espalier.app.format.Numbers;
import dev.espalier.search.lm.transformer.MemoryForecast;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What a language model and what judges it will need together.
 *
 * @param parts the language model first
 * @param availableBytes memory they can count on
 */
public record Forecast(ImmutableList<Part> parts, long availableBytes) {

  /** One model, and its share of the memory. */
  public record Part(String name, MemoryForecast memory) {}

  /**
   * Models that share the memory: each has what it needs however short the context is, and what is
   * left is shared by what a token takes, so that all hold as many.
   *
   * @param alone each as if it had all of the memory
   */
  public static Forecast shared(ImmutableList<Part> alone, long availableBytes) {
    if (alone.size() == 1) {
      return new Forecast(alone, availableBytes);
    }
    long fixed = alone.sumOfLong(part -> fixedBytes(part.memory()));
    double tokens = alone.sumOfLong(part -> part.memory().tokenBytes());
    return new Forecast(
        alone.collect(part -> {
          MemoryForecast memory = part.memory();
          double share = (availableBytes - fixed) * (memory.tokenBytes() / tokens);
          return new Part(part.name(), memory.within(fixedBytes(memory) + (long) share));
        }),
        availableBytes);
  }

  private static long fixedBytes(MemoryForecast memory) {
    return memory.weightBytes() + memory.workspaceBytes();
  }

  /** Whether all of them fit. */
  public boolean fits() {
    return first() == null;
  }

  private @Nullable Part first() {
    return parts.detect(part -> !part.memory().fits());
  }

  /** Weights of all models. */
  public long weightBytes() {
    return parts.sumOfLong(part -> part.memory().weightBytes());
  }

  /** Caches of all models, for the context that they are to hold. */
  public long cacheBytes() {
    return parts.sumOfLong(part -> part.memory().cacheBytes());
  }

  /** What searching itself needs: scores, rows of the vocabulary, weights on their way. */
  public long workspaceBytes() {
    return parts.sumOfLong(part -> part.memory().workspaceBytes());
  }

  /** Everything. */
  public long totalBytes() {
    return weightBytes() + cacheBytes() + workspaceBytes();
  }

  /** Why they do not fit and what would help, with the numbers; empty if they fit. */
  public String refusal() {
    Part part = first();
    return part == null
        ? ""
        : "%s does not fit: %s. %s."
            .formatted(part.name(), part.memory().words(), sentence(part.memory().advice()));
  }

  /** What would help, as a sentence; empty if they fit. */
  public String advice() {
    Part part = first();
    return part == null ? "" : sentence(part.memory().advice()) + ".";
  }

  /** The sum, in a sentence. */
  public String words() {
    MemoryForecast language = parts.getFirst().memory();
    return "%s in %s and a cache of %s: at most %s of the %s that are free."
        .formatted(
            Numbers.millions(language.parameters()),
            language.precision().label(),
            Numbers.counted(language.tokens(), "token"),
            Numbers.bytes(totalBytes()),
            Numbers.bytes(availableBytes));
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
  }
}
