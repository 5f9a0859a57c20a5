package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Models;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Between which bounds Z lies, the probability that the model writes a text that is allowed: what
 * texts found add up to, and that plus what could still come of the prefixes not followed.
 *
 * @param logLow log of the lower bound; −∞ if no text was found
 * @param logHigh log of the upper bound
 * @param rows prefixes the model was asked about
 */
public record AllowedMass(double logLow, double logHigh, int rows) {

  /**
   * Narrows the bounds until they are near each other, as {@link AllowedMassSearch} does.
   *
   * @param models with a constraint, their language model not masked
   * @param temperature above 0
   * @param maxTokens longest text, end token included
   * @param tolerance how far the bounds may be from each other, as a logarithm
   * @param mostRows prefixes looked at before giving up
   */
  public static AllowedMass of(
      Models models,
      ImmutableIntList prompt,
      double temperature,
      int maxTokens,
      double tolerance,
      int mostRows) {
    var search = new AllowedMassSearch(models, prompt, temperature, maxTokens, tolerance, mostRows);
    boolean more = true;
    while (more) {
      more = search.advance();
    }
    return search.bounds();
  }

  /** Whether the bounds are so near each other that Z may be called known. */
  public boolean isWithin(double tolerance) {
    return logHigh - logLow <= tolerance;
  }

  /** log of the middle of the bounds. */
  public double logMiddle() {
    return LogSum.of(logLow, logHigh) - Math.log(2);
  }
}
