package dev.espalier.search.algorithm.bestofn;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.bestofn.Samples.Sample;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.algorithm.steps.Draft;
import dev.espalier.search.algorithm.steps.StepWriter;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Best-of-n: n solutions are sampled, a reward model judges each, and the best one is chosen.
 *
 * <pre>{@code
 * for i = 1 .. n
 *   y_i ~ pi(. | x)
 *   s_i <- aggregate(r(x, y_i))
 * return the y_i of greatest s_i, the first of equals
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>n</td><td>{@code samples}</td></tr>
 *   <tr><td>y_i</td><td>{@link Sample}</td></tr>
 *   <tr><td>r</td><td>{@link dev.espalier.search.reward.RewardModel}</td></tr>
 *   <tr><td>aggregate</td><td>{@link Aggregation}</td></tr>
 * </table>
 *
 * <p>Complexity: samples of L tokens ask for n·L rows in L calls, all samples growing side by side,
 * and for n judgements in one call.
 *
 * <p>Departures: a sample that reached the limit of tokens is no answer and is chosen only if no
 * sample came to its end. A sample ends with the step that holds a boxed answer.
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
              new Parameter.Whole("max-tokens", "Longest solution, in tokens.", 400, 1, 1_000_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private final int count;
  private final Aggregation aggregation;
  private final StepWriter writer;

  private BestOfN(Settings settings) {
    count = settings.whole("samples");
    aggregation = Aggregation.of(settings.text("aggregation"));
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
    MutableList<SearchEvent> events = Lists.mutable.empty();
    events.add(new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()));
    events.add(new SearchEvent.Charged(Cost.prompt(problem.prompt().size())));
    MutableList<Sample> samples = Lists.mutable.empty();
    TokenSequence prompt = TokenSequence.of(problem.prompt());
    for (int i = 0; i < count; i++) {
      // The first sample uses the stream of plain sampling, so that n = 1 is just that.
      Draft draft = Draft.blank(i + 1, prompt, i == 0 ? problem.key() : problem.key().child(i));
      samples.add(new Sample(Lists.immutable.empty(), 0, draft));
      events.add(grown(i + 1, 0));
    }
    return new Transition<>(
        new Samples(
            problem.question(),
            problem.prompt().size(),
            samples.toImmutable(),
            count + 1,
            null,
            false),
        events.toImmutable());
  }

  private static SearchEvent grown(int node, int parent) {
    return new SearchEvent.Grown(node, parent, IntLists.immutable.empty(), "", 0);
  }

  @Override
  public Transition<Samples> step(Samples state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    Samples.Closing closing = state.closing();
    if (closing != null) {
      return choose(state, models, closing.outcome(), closing.explanation(), events);
    }
    ImmutableList<Draft> drafts =
        writer.advance(state.samples().collect(Sample::draft), models, events);
    int node = state.nextNode();
    MutableList<Sample> next = Lists.mutable.empty();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Sample sample = state.samples().get(i);
      if (!draft.leadsOn()) {
        next.add(new Sample(sample.steps(), sample.logProb(), draft));
        continue;
      }
      events.add(grown(node, draft.node()));
      next.add(
          new Sample(
              sample.steps().newWith(TokenText.join(draft.text()).strip()),
              sample.logProb() + draft.logProb(),
              new Draft(node++, draft.sequence(), draft.begin(), "", 0, draft.key(), null)));
    }
    Samples after = state.with(next.toImmutable(), node);
    return next.anySatisfy(sample -> sample.draft().isOpen())
        ? new Transition<>(after, events.toImmutable())
        : choose(after, models, Outcome.SOLVED, "all samples are written and judged", events);
  }

  @Override
  public Transition<Samples> conclude(
      Samples state, Models models, Outcome why, String explanation) {
    if (why == Outcome.BUDGET) {
      return new Transition<>(
          state.closing(new Samples.Closing(why, explanation)), Lists.immutable.empty());
    }
    return new Transition<>(
        state.done(),
        Lists.immutable.with(
            new SearchEvent.Concluded(
                why,
                explanation,
                state
                    .samples()
                    .select(sample -> sample.draft().isGoal())
                    .collect(sample -> result(state, sample, models, null)))));
  }

  /** Judges the finished samples, or all where none is finished, and names the best. */
  private Transition<Samples> choose(
      Samples state,
      Models models,
      Outcome outcome,
      String explanation,
      MutableList<SearchEvent> events) {
    ImmutableList<Sample> finished = state.samples().select(s -> s.draft().isGoal());
    ImmutableList<Sample> judged = finished.isEmpty() ? state.samples() : finished;
    ImmutableList<StepScores> scores =
        models
            .requireReward()
            .score(judged.collect(s -> new Solution(state.question(), s.allSteps())));
    events.add(
        new SearchEvent.Charged(
            Cost.judged(judged.size(), scores.sumOfLong(s -> s.tokens().sum()))));
    MutableList<Result> results = Lists.mutable.empty();
    for (int i = 0; i < judged.size(); i++) {
      double value = aggregation.of(scores.get(i));
      int node = judged.get(i).draft().node();
      events.add(
          new SearchEvent.Scored(
              node, new Score.Solution(scores.get(i).scores(), aggregation.label(), value)));
      if (finished.notEmpty()) {
        events.add(new SearchEvent.Finished(node, value));
      }
      results.add(result(state, judged.get(i), models, value));
    }
    results.sortThis(Comparator.comparingDouble((Result r) -> score(r)).reversed());
    results
        .drop(1)
        .forEach(other ->
            events.add(
                new SearchEvent.Pruned(
                    other.node(), new Reason.Outscored(score(other), score(results.getFirst())))));
    events.add(new SearchEvent.Concluded(outcome, explanation, results.toImmutable()));
    return new Transition<>(state.done(), events.toImmutable());
  }

  private static double score(Result result) {
    Double score = result.score();
    return score == null ? Double.NEGATIVE_INFINITY : score;
  }

  private static Result result(
      Samples state, Sample sample, Models models, @Nullable Double value) {
    var tokens = sample.draft().sequence().suffix(state.promptLength());
    return new Result(
        sample.draft().node(),
        tokens,
        models.tokenizer().decode(tokens),
        sample.totalLogProb(),
        value,
        null);
  }
}
