package dev.espalier.search.run;

import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A language model that at one place gives only one token any probability, or one token none.
 *
 * <p>A function of the prefix alone, so that it steers every algorithm alike: each text that comes
 * to the place is bound there, and no text elsewhere is touched. Rows are not renormalised, as
 * under a constraint: what an algorithm adds up stays the text's log-probability under the model.
 */
final class SteeredLanguageModel implements LanguageModel {

  private final LanguageModel model;
  private final boolean forbid;

  /** The token in question after each prefix in question. */
  private final Map<TokenSequence, Integer> places = new HashMap<>();

  SteeredLanguageModel(LanguageModel model, Steering steering) {
    this.model = model;
    this.forbid = steering.forbid();
    TokenSequence prefix = TokenSequence.of(steering.before());
    for (int i = 0; i < steering.tokens().size(); i++) {
      int token = steering.tokens().get(i);
      // A forbidden text is left at its last token; up to there others may begin alike.
      if (!forbid || i == steering.tokens().size() - 1) {
        places.put(prefix, token);
      }
      prefix = prefix.append(token);
    }
  }

  @Override
  public ModelDescription description() {
    return model.description();
  }

  @Override
  public Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
    if (prefixes.noneSatisfy(places::containsKey)) {
      return model.evaluate(prefixes, wanted);
    }
    Evaluation plain = model.evaluate(prefixes, new Wanted(0, wanted.hiddenStates()));
    MutableList<NextTokens> rows = Lists.mutable.empty();
    for (int i = 0; i < prefixes.size(); i++) {
      NextTokens row = plain.rows().get(i);
      Integer token = places.get(prefixes.get(i));
      NextTokens steered = token == null ? row : row.masked(mask(token));
      rows.add(wanted.top() == 0 ? steered : steered.top(wanted.top()));
    }
    return new Evaluation(rows.toImmutable(), plain.hiddenStates());
  }

  private long[] mask(int token) {
    long[] mask = new long[(description().vocabularySize() + 63) / 64];
    java.util.Arrays.fill(mask, forbid ? -1 : 0);
    mask[token >> 6] ^= 1L << (token & 63);
    return mask;
  }

  @Override
  public void close() {
    model.close();
  }
}
