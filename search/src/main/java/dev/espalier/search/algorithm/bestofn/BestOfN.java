package dev.espalier.search.algorithm.bestofn;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.algorithm.steps.Samples;
import dev.espalier.search.algorithm.steps.Samples.Sample;
import dev.espalier.search.algorithm.steps.StepWriter;
import dev.espalier.search.algorithm.voting.Election;
import dev.espalier.search.algorithm.voting.Selection;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.reward.StepScores;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Best-of-n: n solutions are sampled, a reward model judges each, and the best one is chosen.
 *
 * <pre>{@code
 * x <- prompt  ▷ Rooted
 * for i = 1 .. n
 *   y_i ~ pi(. | x)
 *     ▷ Masked: y_i = node, allowed, mass; Drawn: y_i = node, uniform, probability
 *     ▷ Grown: y_i = node, after = parent; Ended: y_i = node, ending
 *     ▷ Extended: y_i = node, text, log p = logProb
 *   s_i <- aggregate(r(x, y_i))
 *     ▷ Scored: y_i = node, r = steps, s_i = value; Finished: y_i = node, s_i = score
 * best:     y <- the y_i of greatest s_i, the first of equals  ▷ Voted.best: ballots
 * weighted: y <- a y_i whose answer has the greatest sum of s_i  ▷ Voted.weighted: ballots
 * majority: y <- a y_i whose answer is the most frequent  ▷ Voted.majority: ballots
 * return y before all others
 *   ▷ Pruned.Outscored: y_i = node, s_i = score, best; Pruned.Outvoted: y_i = node, share, best
 *   ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>n</td><td>{@code samples}</td></tr>
 *   <tr><td>y_i</td><td>{@link Sample}</td></tr>
 *   <tr><td>r</td><td>{@link dev.espalier.search.reward.RewardModel}</td></tr>
 *   <tr><td>aggregate</td><td>{@link Aggregation}</td></tr>
 *   <tr><td>best, weighted, majority</td><td>{@link Selection}</td></tr>
 * </table>
 *
 * <p>Complexity: samples of L tokens ask for n·L rows in L calls, all samples growing side by side,
 * and for n judgements in one call.
 *
 * <p>Departures: a sample that reached the limit of tokens is no answer and is chosen only if no
 * sample came to its end. A sample ends with the step that holds a boxed answer. Votes use the
 * chosen aggregation, where published code votes with the last step's score always.
 *
 * <p>Stiennon et al., "Learning to summarize from human feedback", arXiv 2009.01325 (2020); with
 * step-wise judgement, Lightman et al., "Let's Verify Step by Step", arXiv 2305.20050 (2023).
 */
public final class BestOfN implements SearchAlgorithm<Samples> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole("samples", "How many solutions are sampled (n).", 8, 1, 4_096),
              Aggregation.PARAMETER,
              Selection.PARAMETER,
              new Parameter.Whole("max-tokens", "Longest solution, in tokens.", 400, 1, 1_000_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private final int count;
  private final Aggregation aggregation;
  private final Selection selection;
  private final StepWriter writer;

  private BestOfN(Settings settings) {
    count = settings.whole("samples");
    aggregation = Aggregation.of(settings.text("aggregation"));
    selection = Selection.of(settings.text("selection"));
    writer = new StepWriter(SamplingChain.of(settings), settings.whole("max-tokens"), true);
  }

  public static BestOfN of(Settings settings) {
    return new BestOfN(settings);
  }

  @Override
  public String name() {
    return "best-of-n";
  }

  @Override
  public Transition<Samples> init(Problem problem) {
    return Samples.begin(problem, count);
  }

  @Override
  public Transition<Samples> step(Samples state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    Samples.Closing closing = state.closing();
    if (closing != null) {
      return choose(state, models, closing.outcome(), closing.explanation(), events);
    }
    Samples after = state.advance(writer, models, events);
    if (after.anyOpen()) {
      return new Transition<>(after, events.toImmutable());
    }
    return after.anyGoal()
        ? choose(after, models, Outcome.SOLVED, "all samples are written and judged", events)
        : choose(after, models, Outcome.EXHAUSTED, "no sample came to its end", events);
  }

  @Override
  public Transition<Samples> conclude(
      Samples state, Models models, Outcome why, String explanation) {
    return why == Outcome.BUDGET
        ? new Transition<>(
            state.closing(new Samples.Closing(why, explanation)), Lists.immutable.empty())
        : state.ended(models, why, explanation);
  }

  /** Judges the finished samples, or all where none is finished, and names the best. */
  private Transition<Samples> choose(
      Samples state,
      Models models,
      Outcome outcome,
      String explanation,
      MutableList<SearchEvent> events) {
    ImmutableList<Sample> judged = state.eligible();
    ImmutableList<StepScores> scores =
        models
            .requireReward()
            .score(judged.collect(s -> aggregation.shown(state.question(), s.allSteps())));
    events.add(
        new SearchEvent.Charged(
            Cost.judged(judged.size(), scores.sumOfLong(s -> s.tokens().sum()))));
    ImmutableDoubleList values =
        scores.collectDouble(aggregation::of, DoubleLists.mutable.empty()).toImmutable();
    for (int i = 0; i < judged.size(); i++) {
      int node = judged.get(i).draft().node();
      if (scores.get(i).scores().anySatisfy(Double::isNaN)) {
        events.add(
            new SearchEvent.Warned(
                node, "the reward model gave no score for a step; counted as the worst, 0"));
      }
      events.add(
          new SearchEvent.Scored(
              node,
              new Score.Solution(scores.get(i).scores(), aggregation.label(), values.get(i))));
      if (state.anyGoal()) {
        events.add(new SearchEvent.Finished(node, values.get(i)));
      }
    }
    Election election =
        selection.elect(
            judged.collect(sample -> state.text(sample, models)),
            values,
            judged.collectInt(s -> s.draft().node(), IntLists.mutable.empty()).toImmutable());
    events.add(election.event());
    ImmutableList<Result> results =
        IntLists.immutable
            .withAll(election.order())
            .collect(i ->
                state.result(
                    judged.get(i),
                    models,
                    values.get(i),
                    selection == Selection.BEST ? null : election.shares().get(i)));
    for (int rank = 1; rank < results.size(); rank++) {
      int i = election.order().get(rank);
      int chosen = election.order().getFirst();
      Reason reason =
          selection == Selection.BEST || rank < election.winners()
              ? new Reason.Outscored(values.get(i), values.get(chosen))
              : new Reason.Outvoted(election.shares().get(i), election.shares().get(chosen));
      events.add(new SearchEvent.Pruned(judged.get(i).draft().node(), reason));
    }
    events.add(new SearchEvent.Concluded(outcome, explanation, results));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
