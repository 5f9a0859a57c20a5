package dev.espalier.search.algorithm.voting;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.algorithm.steps.Samples;
import dev.espalier.search.algorithm.steps.Samples.Sample;
import dev.espalier.search.algorithm.steps.StepWriter;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Self-consistency: n solutions are sampled, and the answer that most of them reach is chosen.
 *
 * <pre>{@code
 * x <- prompt  ▷ Rooted
 * for i = 1 .. n
 *   (r_i, a_i) ~ pi(. | x)
 *     ▷ Masked: i = node, allowed, mass; Drawn: i = node, uniform, probability
 *     ▷ Grown: i = node, after = parent; Ended: i = node, ending
 *     ▷ Extended: i = node, text, log p = logProb
 *   w_i <- weight(pi(r_i, a_i | x))
 *     ▷ Scored: i = node, log pi = value; Finished: i = node, log pi = score
 * a <- the answer of greatest sum of w_i over a_i = a, the first of equals  ▷ Voted: rule, ballots
 * return a solution whose answer is a  ▷ Pruned.Outvoted: i = node, share, best; Concluded: outcome
 * weight(p) = 1 (count), p (probability) or p^(1 / tokens) (normalised)
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>n</td><td>{@code samples}; only the first {@code voters} of them vote</td></tr>
 *   <tr><td>(r_i, a_i)</td><td>{@link Sample}, its answer by {@link
 *       dev.espalier.search.answer.AnswerExtraction}</td></tr>
 *   <tr><td>a_i = a</td><td>{@link dev.espalier.search.answer.AnswerEquality#STRICT}</td></tr>
 *   <tr><td>w_i</td><td>{@code weights}</td></tr>
 * </table>
 *
 * <p>Complexity: samples of L tokens ask for n·L rows in L calls; no reward model is asked.
 *
 * <p>Departures: solutions without an answer, or cut at the limit of tokens, vote only if there are
 * no others. A sample ends with the step that holds a boxed answer.
 *
 * <p>Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", arXiv
 * 2203.11171 (2022).
 */
public final class SelfConsistency implements SearchAlgorithm<Samples> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole("samples", "How many solutions are sampled (n).", 8, 1, 4_096),
              new Parameter.Choice(
                  "weights",
                  "What a vote counts: 1 (count), the solution's probability, or its probability"
                      + " per token (normalised).",
                  "count",
                  Lists.immutable.with("count", "probability", "normalised")),
              new Parameter.Whole(
                  "voters", "Only the first so many solutions vote; 0 is all.", 0, 0, 4_096),
              new Parameter.Whole("max-tokens", "Longest solution, in tokens.", 400, 1, 1_000_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private enum Weights {
    COUNT,
    PROBABILITY,
    NORMALISED
  }

  private final int count;
  private final Weights weights;
  private final int voters;
  private final StepWriter writer;

  private SelfConsistency(Settings settings) {
    count = settings.whole("samples");
    weights =
        switch (settings.text("weights")) {
          case "probability" -> Weights.PROBABILITY;
          case "normalised" -> Weights.NORMALISED;
          default -> Weights.COUNT;
        };
    voters = settings.whole("voters");
    writer = new StepWriter(SamplingChain.of(settings), settings.whole("max-tokens"), true);
  }

  public static SelfConsistency of(Settings settings) {
    return new SelfConsistency(settings);
  }

  @Override
  public String name() {
    return "self-consistency";
  }

  @Override
  public Transition<Samples> init(Problem problem) {
    return Samples.begin(problem, count);
  }

  @Override
  public Transition<Samples> step(Samples state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    Samples after = state.advance(writer, models, events);
    if (after.anyOpen()) {
      return new Transition<>(after, events.toImmutable());
    }
    return after.anyGoal()
        ? vote(after, models, Outcome.SOLVED, "all samples are written and have voted", events)
        : vote(after, models, Outcome.EXHAUSTED, "no sample came to its end", events);
  }

  @Override
  public Transition<Samples> conclude(
      Samples state, Models models, Outcome why, String explanation) {
    return why == Outcome.BUDGET
        ? vote(state, models, why, explanation, Lists.mutable.empty())
        : state.ended(models, why, explanation);
  }

  private Transition<Samples> vote(
      Samples state,
      Models models,
      Outcome outcome,
      String explanation,
      MutableList<SearchEvent> events) {
    ImmutableList<Sample> eligible = state.eligible();
    ImmutableList<Sample> voting =
        voters == 0 ? eligible : Samples.eligible(state.list().take(voters));
    Election election =
        (weights == Weights.COUNT ? Selection.MAJORITY : Selection.WEIGHTED)
            .elect(
                voting.collect(sample -> state.text(sample, models)),
                weights(state, voting),
                voting.collectInt(s -> s.draft().node(), IntLists.mutable.empty()).toImmutable());
    if (state.anyGoal()) {
      for (Sample sample : eligible) {
        int node = sample.draft().node();
        events.add(new SearchEvent.Scored(node, new Score.LogProbability(sample.totalLogProb())));
        events.add(new SearchEvent.Finished(node, sample.totalLogProb()));
      }
    }
    events.add(election.event());
    double best = election.shares().get(election.order().getFirst());
    MutableList<Result> results = Lists.mutable.empty();
    for (int rank = 0; rank < voting.size(); rank++) {
      int i = election.order().get(rank);
      double share = election.shares().get(i);
      results.add(state.result(voting.get(i), models, share, share));
      if (rank >= election.winners()) {
        events.add(
            new SearchEvent.Pruned(voting.get(i).draft().node(), new Reason.Outvoted(share, best)));
      }
    }
    events.add(new SearchEvent.Concluded(outcome, explanation, results.toImmutable()));
    return new Transition<>(state.done(), events.toImmutable());
  }

  /** Of each sample; probabilities relative to the greatest, which no vote can tell apart. */
  private ImmutableDoubleList weights(Samples state, ImmutableList<Sample> samples) {
    double[] logs =
        samples.stream()
            .mapToDouble(sample ->
                switch (weights) {
                  case COUNT -> 0;
                  case PROBABILITY -> sample.totalLogProb();
                  case NORMALISED ->
                      sample.totalLogProb()
                          / Math.max(1, sample.draft().sequence().length() - state.promptLength());
                })
            .toArray();
    double greatest = Arrays.stream(logs).max().orElseThrow();
    return DoubleLists.immutable.with(
        Arrays.stream(logs).map(log -> Math.exp(log - greatest)).toArray());
  }
}
