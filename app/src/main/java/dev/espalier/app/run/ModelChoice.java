package dev.espalier.app.run;

import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;

/**
 * Which models are to be loaded, and how they are to run.
 *
 * @param language a bundled or downloaded model, a folder, or a GGUF file
 * @param reward what judges steps, as written on the command line, or empty for nothing
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param context tokens the cache must hold, 0 to derive them from the memory
 */
public record ModelChoice(
    String language, String reward, String device, PrecisionChoice precision, int context) {

  /** These models, everything else left to the program. */
  public static ModelChoice of(String language, String reward) {
    return new ModelChoice(language, reward, "auto", PrecisionChoice.AUTO, 0);
  }

  /**
   * How they are to run.
   *
   * @throws IllegalArgumentException naming what can be chosen, if device or context are none
   */
  public RuntimeOptions options() {
    return RuntimeOptions.DEFAULT.withDevice(device).withPrecision(precision).withSlots(context);
  }
}
