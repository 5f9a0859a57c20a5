package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Greedy search: always the most probable token, the smallest id on ties.
 *
 * <pre>{@code
 * y <- prompt  ▷ Rooted
 * repeat
 *   v <- argmax over tokens of log p(v | y)  ▷ Grown: v = text, log p = logProb
 *     ▷ Masked: allowed, mass
 *   y <- y v  ▷ Grown: y = node
 * until v ends the text or y is long enough  ▷ Ended: ending; Finished: log p(y) = score
 * return y  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>y</td><td>{@link Trail#sequence()}</td></tr>
 *   <tr><td>log p(v | y)</td><td>{@link NextTokens}</td></tr>
 * </table>
 *
 * <p>Complexity: one row a token, one call a row.
 */
public final class GreedySearch implements SearchAlgorithm<Trail> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Whole("max-tokens", "Stop after this many tokens.", 400, 1, 1_000_000));

  private final int maxTokens;

  public GreedySearch(int maxTokens) {
    this.maxTokens = maxTokens;
  }

  public static GreedySearch of(Settings settings) {
    return new GreedySearch(settings.whole("max-tokens"));
  }

  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public Transition<Trail> init(Problem problem) {
    return SingleText.begin(problem);
  }

  @Override
  public Transition<Trail> step(Trail trail, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    NextTokens best = SingleText.row(trail, models, Wanted.top(1), events);
    if (best == null) {
      return SingleText.noRoom(trail);
    }
    best.requirePossible();
    return SingleText.grown(trail, models, best.token(0), best.logProb(0), maxTokens, events);
  }

  @Override
  public Transition<Trail> conclude(Trail trail, Models models, Outcome why, String explanation) {
    return SingleText.stopped(trail, models.tokenizer(), why, explanation);
  }
}
