package dev.espalier.search.lm;

import dev.espalier.search.token.TokenSequence;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A model whose distributions are written down or computed from the prefix: exact, tiny, and with
 * nothing to hide. Tests enumerate it, lessons explain it.
 */
public final class TableLanguageModel implements LanguageModel {

  private final ModelDescription description;
  private final Function<TokenSequence, float[]> logProbs;
  private final Function<TokenSequence, HiddenState> hidden;
  private final @Nullable IntFunction<HiddenState> embeddings;

  /**
   * @param logProbs natural log-probabilities of all tokens after a prefix
   * @param hidden the hidden state at a prefix's last token
   */
  public TableLanguageModel(
      String id,
      int vocabularySize,
      int contextLength,
      int hiddenWidth,
      Function<TokenSequence, float[]> logProbs,
      Function<TokenSequence, HiddenState> hidden) {
    this(
        new ModelDescription(
            id, "", "table", 0, vocabularySize, contextLength, hiddenWidth, "table", "fp32"),
        logProbs,
        hidden,
        null);
  }

  private TableLanguageModel(
      ModelDescription description,
      Function<TokenSequence, float[]> logProbs,
      Function<TokenSequence, HiddenState> hidden,
      @Nullable IntFunction<HiddenState> embeddings) {
    this.description = description;
    this.logProbs = logProbs;
    this.hidden = hidden;
    this.embeddings = embeddings;
  }

  public TableLanguageModel(
      String id, int vocabularySize, int contextLength, Function<TokenSequence, float[]> logProbs) {
    this(id, vocabularySize, contextLength, 0, logProbs, prefix -> HiddenState.of());
  }

  /** The same model with vectors for its tokens. */
  public TableLanguageModel withEmbeddings(IntFunction<HiddenState> vectors) {
    return new TableLanguageModel(description, logProbs, hidden, vectors);
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
    Prefixes.check(prefixes, description);
    ImmutableList<NextTokens> rows =
        prefixes.collect(prefix -> {
          NextTokens all = NextTokens.all(logProbs.apply(prefix).clone());
          return wanted.top() == 0 ? all : all.top(wanted.top());
        });
    return new Evaluation(
        rows, wanted.hiddenStates() ? prefixes.collect(hidden::apply) : Lists.immutable.empty());
  }

  @Override
  public HiddenState embedding(int token) {
    if (embeddings == null) {
      return LanguageModel.super.embedding(token);
    }
    Prefixes.checkToken(token, description);
    return embeddings.apply(token);
  }

  @Override
  public void close() {}
}
