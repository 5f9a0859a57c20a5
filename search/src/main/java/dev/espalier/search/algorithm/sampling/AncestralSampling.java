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
 * Ancestral sampling: one token after another, each drawn from the model's distribution after a
 * chain of filters.
 *
 * <pre>{@code
 * y <- prompt  ▷ Rooted
 * repeat
 *   q <- filters(p(. | y))  ▷ Masked: allowed, mass; Drawn: stages
 *   v ~ q  ▷ Drawn: uniform, q(v) = probability
 *   y <- y v  ▷ Grown: v = text, log p = logProb, y = node
 *   adapt the filters to v, if they are adaptive  ▷ Adapted: surprise, before, after
 * until v ends the text or y is long enough  ▷ Ended: ending; Finished: log p(y) = score
 * return y  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>y</td><td>{@link Trail#sequence()}</td></tr>
 *   <tr><td>q</td><td>{@link SamplingChain}</td></tr>
 * </table>
 *
 * <p>The filters, and the order in which they follow each other, are {@link SamplingStages}; each
 * names the paper or code it comes from.
 *
 * <p>Complexity: one row a token, one call a row.
 */
public final class AncestralSampling implements SearchAlgorithm<Trail> {

  public static final ImmutableList<Parameter> PARAMETERS =
      SamplingStages.PARAMETERS.newWithAll(GreedySearch.PARAMETERS);

  private final SamplingChain chain;
  private final int maxTokens;

  public AncestralSampling(SamplingChain chain, int maxTokens) {
    this.chain = chain;
    this.maxTokens = maxTokens;
  }

  public static AncestralSampling of(Settings settings) {
    return new AncestralSampling(SamplingStages.chain(settings), settings.whole("max-tokens"));
  }

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public Transition<Trail> init(Problem problem) {
    return SingleText.begin(problem);
  }

  @Override
  public Transition<Trail> step(Trail trail, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    NextTokens row = SingleText.row(trail, models, Wanted.ALL_TOKENS, events);
    if (row == null) {
      return SingleText.noRoom(trail);
    }
    double uniform = trail.key().uniform();
    SamplingChain.Draw draw =
        chain.draw(
            row,
            uniform,
            new Situation(
                trail.sequence(),
                trail.promptLength(),
                models.tokenizer(),
                trail.key(),
                trail.bound()));
    SamplingChain.Adaptation adaptation = draw.adaptation();
    if (adaptation != null) {
      events.add(
          new SearchEvent.Adapted(
              trail.node(), adaptation.surprise(), adaptation.bound(), adaptation.next()));
    }
    events.add(
        new SearchEvent.Drawn(
            trail.node(), draw.token(), draw.stages(), uniform, draw.probability()));
    return SingleText.grown(
        adaptation == null ? trail : trail.boundedBy(adaptation.next()),
        models,
        draw.token(),
        row.logProbOf(draw.token()),
        maxTokens,
        events);
  }

  @Override
  public Transition<Trail> conclude(Trail trail, Models models, Outcome why, String explanation) {
    return SingleText.stopped(trail, models.tokenizer(), why, explanation);
  }
}
