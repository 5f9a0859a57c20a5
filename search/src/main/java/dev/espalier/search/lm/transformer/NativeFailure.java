package dev.espalier.search.lm.transformer;

import ai.djl.engine.EngineException;
import dev.espalier.search.lm.ModelFailure;

/** Turns what the native library throws into words for a user. */
final class NativeFailure {

  private NativeFailure() {}

  /**
   * @param doing what was being done, such as {@code evaluating 3 rows}
   */
  static ModelFailure of(String doing, EngineException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("not enough memory") || message.contains("out of memory")) {
      return new ModelFailure(
          "memory ran out while %s; a shorter context, bf16, or a smaller model helps"
              .formatted(doing),
          cause);
    }
    return new ModelFailure("%s failed: %s".formatted(doing, reason(message)), cause);
  }

  /** The last line says what happened; those before it say where in the program. */
  private static String reason(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((_, last) -> last)
        .orElse("no reason was given");
  }
}
