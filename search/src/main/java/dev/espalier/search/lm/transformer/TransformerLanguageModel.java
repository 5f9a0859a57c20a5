package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Prefixes;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A transformer decoder that evaluates the nodes of a token tree, keeping what it computed of each
 * in a key-value cache of one slot for each distinct token.
 */
public final class TransformerLanguageModel implements LanguageModel {

  private final DecoderRuntime runtime;
  private final TokenEmbeddings embeddings;

  private TransformerLanguageModel(DecoderRuntime runtime, TokenEmbeddings embeddings) {
    this.runtime = runtime;
    this.embeddings = embeddings;
  }

  /**
   * Opens a language model.
   *
   * @throws ModelFormatException if a file of it is missing, damaged, or of a kind that cannot be
   *     run
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  public static TransformerLanguageModel open(Checkpoint checkpoint, RuntimeOptions options)
      throws ModelFormatException {
    return open(checkpoint, options, LoadStage.Watcher.NONE);
  }

  /**
   * Opens a language model.
   *
   * @param watcher is told how far it is
   * @throws ModelFormatException if a file of it is missing, damaged, or of a kind that cannot be
   *     run
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  public static TransformerLanguageModel open(
      Checkpoint checkpoint, RuntimeOptions options, LoadStage.Watcher watcher)
      throws ModelFormatException {
    watcher.at(LoadStage.READING);
    return checkpoint.load(
        Checkpoint::languageModel,
        source -> open(source, options, TokenEmbeddings.of(checkpoint), watcher));
  }

  /** Opens a language model whose weights stay where they are. */
  static TransformerLanguageModel open(DecoderSource source, RuntimeOptions options) {
    return open(source, options, TokenEmbeddings.of(source.weights()), LoadStage.Watcher.NONE);
  }

  private static TransformerLanguageModel open(
      DecoderSource source,
      RuntimeOptions options,
      TokenEmbeddings embeddings,
      LoadStage.Watcher watcher) {
    return new TransformerLanguageModel(
        DecoderRuntime.open(source, options, source.shape().vocabulary(), watcher), embeddings);
  }

  @Override
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

  @Override
  public Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
    MutableList<NextTokens> rows = Lists.mutable.withInitialCapacity(prefixes.size());
    MutableList<HiddenState> hidden = Lists.mutable.empty();
    runtime.evaluate(
        prefixes,
        (engine, batch, slots) -> {
          Evaluation part = engine.step(batch, slots, wanted);
          rows.addAllIterable(part.rows());
          hidden.addAllIterable(part.hiddenStates());
        });
    return new Evaluation(rows.toImmutable(), hidden.toImmutable());
  }

  @Override
  public HiddenState embedding(int token) {
    Prefixes.checkToken(token, description());
    return embeddings.of(token);
  }

  /** Forgets what was computed, keeping the memory for what comes. It changes no answer. */
  public void forget() {
    runtime.forget(0);
  }

  /**
   * Keeps at most {@code tokens} tokens of what was computed, those used last, and gives the memory
   * of the others back. It changes no answer.
   */
  public void release(int tokens) {
    runtime.release(tokens);
  }

  @Override
  public void close() {
    embeddings.close();
    runtime.close();
  }
}
