package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Prefixes;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A transformer decoder that evaluates the nodes of a token tree, keeping what it computed of each
 * in a key-value cache of one slot for each distinct token.
 */
public final class TransformerLanguageModel implements LanguageModel {

  private final ModelDescription description;
  private final DecoderEngine engine;
  private final TreeEvaluator evaluator;
  private boolean closed;

  TransformerLanguageModel(ModelDescription description, DecoderEngine engine, int slots) {
    this.description = description;
    this.engine = engine;
    this.evaluator =
        new TreeEvaluator(
            engine, slots, description.vocabularySize(), description.vocabularySize());
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public synchronized Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
    if (closed) {
      throw new ModelFailure("the model %s has been closed".formatted(description.id()));
    }
    Prefixes.check(prefixes, description);
    MutableList<NextTokens> rows = Lists.mutable.withInitialCapacity(prefixes.size());
    MutableList<HiddenState> hidden = Lists.mutable.empty();
    evaluator.evaluate(
        prefixes,
        (batch, slots) -> {
          Evaluation part = engine.step(batch, slots, wanted);
          rows.addAllIterable(part.rows());
          hidden.addAllIterable(part.hiddenStates());
        });
    return new Evaluation(rows.toImmutable(), hidden.toImmutable());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      engine.close();
    }
  }
}
