package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A transformer decoder with a head of classes instead of tokens, such as a process reward model:
 * it judges a sequence at its last token, and shares the work of common prefixes as a language
 * model does.
 */
public final class TransformerClassifier implements AutoCloseable {

  private final DecoderRuntime runtime;
  private final int classes;

  private TransformerClassifier(DecoderRuntime runtime, int classes) {
    this.runtime = runtime;
    this.classes = classes;
  }

  /**
   * Opens a classifier.
   *
   * @throws ModelFormatException if a file of it is missing, damaged, or of a kind that cannot be
   *     run
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  public static TransformerClassifier open(Checkpoint checkpoint, RuntimeOptions options)
      throws ModelFormatException {
    return checkpoint.load(Checkpoint::classifier, source -> open(source, options));
  }

  /**
   * Opens a language model as a classifier of its next token: its classes are {@code tokens}, and
   * their logits are the language model's.
   *
   * @throws ModelFormatException if a file of it is missing, damaged, or of a kind that cannot be
   *     run
   * @throws IllegalArgumentException if a token is outside the vocabulary
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  public static TransformerClassifier ofTokens(
      Checkpoint checkpoint, ImmutableIntList tokens, RuntimeOptions options)
      throws ModelFormatException {
    return checkpoint.load(
        (whole, weights) -> whole.tokenClassifier(weights, tokens),
        source -> open(source, options));
  }

  static TransformerClassifier open(DecoderSource source, RuntimeOptions options) {
    int classes = Math.toIntExact(source.weights().matrixRows("score"));
    return new TransformerClassifier(DecoderRuntime.open(source, options, classes), classes);
  }

  public ModelDescription description() {
    return runtime.description();
  }

  /** Which number format was chosen, and why. */
  public Calibration calibration() {
    return runtime.calibration();
  }

  /**
   * What the user should know of how the model was opened: where it differs from what was asked.
   */
  public ImmutableList<String> notices() {
    return runtime.notices();
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /**
   * The logits of the classes at the last token of each prefix, in order; arguments and failures as
   * of {@link dev.espalier.search.lm.LanguageModel#evaluate}.
   *
   * @return {@code [prefixes][classes]}
   */
  public float[][] evaluate(ImmutableList<TokenSequence> prefixes) {
    MutableList<float[]> rows = Lists.mutable.withInitialCapacity(prefixes.size());
    runtime.evaluate(
        prefixes,
        (engine, batch, slots) -> {
          float[] logits = engine.classify(batch, slots);
          for (int row = 0; row < slots.length; row++) {
            rows.add(Arrays.copyOfRange(logits, row * classes, (row + 1) * classes));
          }
        });
    return rows.toArray(new float[0][]);
  }

  /** Forgets what was computed, keeping the memory for what comes. It changes no answer. */
  public void forget() {
    runtime.forget(0);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
