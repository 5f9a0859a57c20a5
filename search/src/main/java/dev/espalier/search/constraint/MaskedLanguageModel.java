package dev.espalier.search.constraint;

import dev.espalier.search.cache.RecentlyUsed;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A language model seen through a constraint: tokens after which the text could not be completed
 * have the log-probability −∞, all others keep the model's own.
 *
 * <p>Rows are not renormalised, so that what an algorithm adds up stays the text's log-probability
 * under the model; an algorithm that draws renormalises what it draws from. Each row says what was
 * removed ({@link NextTokens#masking()}). States are found by following the text; those of prefixes
 * seen before are kept, which changes nothing but speed.
 */
public final class MaskedLanguageModel implements LanguageModel {

  private static final int KEPT_STATES = 20_000;

  private final LanguageModel model;
  private final Constraint constraint;
  private final int promptLength;
  private final Map<TokenSequence, Optional<ParserState>> states = new RecentlyUsed<>(KEPT_STATES);

  /**
   * @param promptLength tokens before the text that is constrained
   */
  public MaskedLanguageModel(LanguageModel model, Constraint constraint, int promptLength) {
    this.model = model;
    this.constraint = constraint;
    this.promptLength = promptLength;
  }

  @Override
  public ModelDescription description() {
    return model.description();
  }

  @Override
  public Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted) {
    Evaluation plain = model.evaluate(prefixes, new Wanted(0, wanted.hiddenStates()));
    MutableList<NextTokens> rows = Lists.mutable.empty();
    for (int i = 0; i < prefixes.size(); i++) {
      NextTokens row = plain.rows().get(i);
      if (prefixes.get(i).length() >= promptLength) {
        ParserState state = state(prefixes.get(i));
        row = row.masked(state == null ? constraint.nothing() : constraint.allowed(state));
      }
      rows.add(wanted.top() == 0 ? row : row.top(wanted.top()));
    }
    return new Evaluation(rows.toImmutable(), plain.hiddenStates());
  }

  /** Where the text after the prompt stands, or null if it cannot be completed. */
  private @Nullable ParserState state(TokenSequence sequence) {
    MutableList<TokenSequence> unknown = Lists.mutable.empty();
    TokenSequence known = sequence;
    Optional<ParserState> found = states.get(known);
    while (found == null && known.length() > promptLength) {
      unknown.add(known);
      known = known.parent();
      found = states.get(known);
    }
    @Nullable ParserState state = found == null ? constraint.start() : found.orElse(null);
    for (TokenSequence longer : unknown.reverseThis()) {
      state = state == null ? null : constraint.advance(state, longer.last());
      states.put(longer, Optional.ofNullable(state));
    }
    return state;
  }

  @Override
  public HiddenState embedding(int token) {
    return model.embedding(token);
  }

  @Override
  public void close() {
    model.close();
  }
}
