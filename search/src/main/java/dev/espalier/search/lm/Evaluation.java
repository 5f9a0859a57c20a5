package dev.espalier.search.lm;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The answer of a {@link LanguageModel}.
 *
 * @param rows one distribution for each prefix asked, in order
 * @param hiddenStates where wanted, the last layer's output at each prefix's last token, each of
 *     the model's hidden width; otherwise empty
 */
public record Evaluation(ImmutableList<NextTokens> rows, ImmutableList<HiddenState> hiddenStates) {

  public Evaluation {
    if (!hiddenStates.isEmpty() && hiddenStates.size() != rows.size()) {
      throw new IllegalArgumentException(
          hiddenStates.size() + " hidden states for " + rows.size() + " rows");
    }
  }

  public static Evaluation of(ImmutableList<NextTokens> rows) {
    return new Evaluation(rows, Lists.immutable.empty());
  }
}
