package dev.espalier.search.lm;

import dev.espalier.search.token.TokenSequence;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A model whose distributions are written down or computed from the prefix: exact, tiny, and with
 * nothing to hide. Tests enumerate it, lessons explain it.
 */
public final class TableLanguageModel implements LanguageModel {

  private final ModelDescription description;
  private final Function<TokenSequence, float[]> logProbs;
  private final Function<TokenSequence, HiddenState> hidden;

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
    this.description =
        new ModelDescription(
            id, "", "table", 0, vocabularySize, contextLength, hiddenWidth, "table", "fp32");
    this.logProbs = logProbs;
    this.hidden = hidden;
  }

  public TableLanguageModel(
      String id, int vocabularySize, int contextLength, Function<TokenSequence, float[]> logProbs) {
    this(id, vocabularySize, contextLength, 0, logProbs, prefix -> HiddenState.of());
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
  public void close() {}
}
