package dev.espalier.search.lm.transformer;

import org.eclipse.collections.api.list.primitive.ImmutableFloatList;
import org.eclipse.collections.impl.factory.primitive.FloatLists;

/** How rotary frequencies are stretched beyond the context a model was first trained with. */
public sealed interface RopeScaling {

  /** Not at all. */
  record None() implements RopeScaling {}

  /** All by the same factor (arXiv:2306.15595). */
  record Linear(double factor) implements RopeScaling {}

  /**
   * Llama 3's: long wavelengths by the factor, short ones not, and a blend between.
   *
   * @param lowFrequency wavelengths above original context / this are stretched
   * @param highFrequency wavelengths below original context / this are kept
   * @param originalContext tokens the model was first trained with
   */
  record Llama3(double factor, double lowFrequency, double highFrequency, double originalContext)
      implements RopeScaling {}

  /**
   * Each pair by its own factor, as GGUF files list them.
   *
   * @param factors one a pair
   */
  record Factors(ImmutableFloatList factors) implements RopeScaling {}

  /**
   * The angle by which each pair of a head turns per position: {@code theta^(-2i/headDim)} for pair
   * i, stretched (arXiv:2104.09864).
   */
  default ImmutableFloatList frequencies(double theta, int headDim) {
    float[] frequencies = new float[headDim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) stretched(Math.pow(theta, -2.0 * i / headDim), i);
    }
    return FloatLists.immutable.with(frequencies);
  }

  private double stretched(double frequency, int pair) {
    return switch (this) {
      case None() -> frequency;
      case Linear(double factor) -> frequency / factor;
      case Factors(ImmutableFloatList factors) -> frequency / factors.get(pair);
      case Llama3(double factor, double low, double high, double original) -> {
        double turns = original * frequency / (2 * Math.PI);
        double kept = Math.clamp((turns - low) / (high - low), 0, 1);
        yield (1 - kept) * frequency / factor + kept * frequency;
      }
    };
  }
}
