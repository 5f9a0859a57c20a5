package dev.espalier.search.algorithm.steps;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenText;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Writes drafts token by token, all open ones in one call of the model.
 *
 * @param chain through which tokens are drawn
 * @param maxTokens longest draft
 * @param separators whether a blank line or a boxed answer ends a draft; if not, only the end of
 *     the text does
 */
public record StepWriter(SamplingChain chain, int maxTokens, boolean separators) {

  /** Entries of all rows from which on it pays to wake other threads. */
  private static final int MANY = 1 << 17;

  /**
   * Appends one token to every open draft.
   *
   * @param drafts of which at least one is open
   * @param events takes what happened
   */
  public ImmutableList<Draft> advance(
      ImmutableList<Draft> drafts, Models models, MutableList<SearchEvent> events) {
    int contextLength = models.language().description().contextLength();
    ImmutableList<Draft> started =
        drafts.collect(draft ->
            draft.isOpen() && draft.sequence().length() >= contextLength
                ? ended(draft, Ending.CONTEXT, events)
                : draft);
    ImmutableList<Draft> open = started.select(Draft::isOpen);
    if (open.isEmpty()) {
      return started;
    }
    ImmutableList<NextTokens> rows =
        models.language().evaluate(open.collect(Draft::sequence), Wanted.ALL_TOKENS).rows();
    events.add(
        new SearchEvent.Charged(Cost.modelCall(rows.size()).plus(Cost.generated(rows.size()))));
    Decoding.noteMasks(
        rows, open.collectInt(Draft::node, IntLists.mutable.empty()).toImmutable(), events);
    ImmutableList<SamplingChain.Draw> draws = draws(open, rows);
    MutableList<Draft> next = Lists.mutable.empty();
    int row = 0;
    for (Draft draft : started) {
      if (draft.isOpen()) {
        next.add(extended(draft, rows.get(row), draws.get(row), models, events));
        row++;
      } else {
        next.add(draft);
      }
    }
    return next.toImmutable();
  }

  /** Draws depend on their own rows alone, so those over large vocabularies share the work. */
  private ImmutableList<SamplingChain.Draw> draws(
      ImmutableList<Draft> open, ImmutableList<NextTokens> rows) {
    rows.each(NextTokens::requirePossible);
    IntStream all = IntStream.range(0, rows.size());
    boolean many = rows.sumOfLong(NextTokens::size) >= MANY;
    return Lists.immutable.fromStream(
        (many ? all.parallel() : all)
            .mapToObj(i -> chain.draw(rows.get(i), open.get(i).key().uniform())));
  }

  private Draft extended(
      Draft draft,
      NextTokens row,
      SamplingChain.Draw draw,
      Models models,
      MutableList<SearchEvent> events) {
    double uniform = draft.key().uniform();
    String piece = models.tokenizer().text(draw.token());
    double logProb = row.logProbOf(draw.token());
    events.add(
        new SearchEvent.Drawn(
            draft.node(), draw.token(), draw.stages(), uniform, draw.probability()));
    events.add(new SearchEvent.Extended(draft.node(), draw.token(), piece, logProb));
    Draft longer =
        new Draft(
            draft.node(),
            draft.sequence().append(draw.token()),
            draft.begin(),
            draft.text() + piece,
            draft.logProb() + logProb,
            draft.key().child(0),
            null);
    Ending ending = ending(longer, models);
    return ending == null ? longer : ended(longer, ending, events);
  }

  private @Nullable Ending ending(Draft draft, Models models) {
    if (models.tokenizer().endTokens().contains(draft.sequence().last())) {
      return draft.length() == 1 ? Ending.EMPTY : Ending.END_OF_TEXT;
    }
    if (separators && Decoding.endsStep(draft.text())) {
      // Under a constraint only the end token ends a text: it alone shows that the text is whole.
      return models.constraint() == null && isAnswer(draft) ? Ending.ANSWER : Ending.SEPARATOR;
    }
    if (draft.length() >= maxTokens) {
      return Ending.LENGTH;
    }
    return draft.sequence().length() >= models.language().description().contextLength()
        ? Ending.CONTEXT
        : null;
  }

  private static boolean isAnswer(Draft draft) {
    return TokenText.join(draft.text()).contains(Decoding.ANSWER_MARK);
  }

  private static Draft ended(Draft draft, Ending ending, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Ended(draft.node(), ending));
    return new Draft(
        draft.node(),
        draft.sequence(),
        draft.begin(),
        draft.text(),
        draft.logProb(),
        draft.key(),
        ending);
  }
}
