package dev.espalier.search.algorithm.prmbeam;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.steps.Round;
import dev.espalier.search.algorithm.steps.StepWriter;
import dev.espalier.search.algorithm.voting.Selection;
import dev.espalier.search.algorithm.voting.Verdict;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Beam search over steps: N partial solutions grow by one step a round, a process reward model
 * judges them, and the best N/M are copied until there are N again.
 *
 * <pre>{@code
 * beams <- N empty solutions  ▷ Rooted
 * for round = 1 .. rounds, while there are beams  ▷ Iterated: round = iteration
 *   each beam gets one step sampled from pi(. | beam); in the last round, all steps to the end
 *     ▷ Masked: beam = node, allowed, mass; Drawn: beam = node, uniform, probability
 *     ▷ Grown: beam = node, after = parent; Ended: beam = node, ending
 *     ▷ Extended: beam = node, text, log p = logProb
 *   judge all beams  ▷ Scored: beam = node, r = steps, score = value
 *   move beams that ended to completed  ▷ Finished: beam = node, score
 *   keep the N/M of greatest aggregated score
 *     ▷ Kept: beam = node, rank; Pruned.BelowCut: beam = node, rank, N/M = width, score, cut
 *     ▷ Pruned.Duplicate: beam = node, of
 *   beams <- these repeated in turn, b1 .. bm b1 .., up to N
 * return the choice among the first N completed, repeated in turn up to N
 *   ▷ Voted: rule, ballots; Pruned.Outscored: beam = node, score, best
 *   ▷ Pruned.Outvoted: beam = node, share, best; Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>N</td><td>{@code samples}</td></tr>
 *   <tr><td>M</td><td>{@code width}, the number of steps tried below each survivor</td></tr>
 *   <tr><td>beam</td><td>{@link PartialSolution}</td></tr>
 *   <tr><td>first N completed</td><td>or the best N, with {@code sort-completed}</td></tr>
 * </table>
 *
 * <p>Complexity: T rounds of steps of L tokens ask for N·T·L rows in T·L calls, and for N·T
 * judgements in T calls. The number of beams does not shrink when some complete.
 *
 * <p>Departures: a beam that was cut at a limit of tokens counts as completed, as in the published
 * code, but is chosen only if no completed beam came to its own end. A step with a boxed answer
 * ends its beam. The published code generates a lookahead here and does not use it; there is none
 * here (see diverse verifier tree search).
 *
 * <p>Snell et al., "Scaling LLM Test-Time Compute Optimally can be More Effective than Scaling
 * Model Parameters", arXiv 2408.03314 (2024), in the form of Hugging Face's search-and-learn.
 */
public final class PrmBeamSearch implements SearchAlgorithm<PrmBeamState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole("samples", "How many beams there are (N).", 16, 1, 4_096),
              new Parameter.Whole(
                  "width",
                  "How many steps are tried below each survivor (M); N/M survive a round.",
                  4,
                  1,
                  4_096),
              Aggregation.PARAMETER,
              Selection.PARAMETER,
              new Parameter.Switch(
                  "sort-completed",
                  "Choose among the best N completed beams, not among the first N.",
                  false),
              new Parameter.Choice(
                  "ties",
                  "Which of equally judged beams survives: the later or the first.",
                  "later",
                  Lists.immutable.with("later", "first")),
              new Parameter.Switch(
                  "dedupe", "Keep only the first of beams with the same text.", false),
              new Parameter.Whole(
                  "rounds", "Most rounds; the last one runs to the end.", 40, 1, 10_000),
              new Parameter.Whole("step-tokens", "Longest step, in tokens.", 256, 1, 100_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private final int count;
  private final int survivors;
  private final Aggregation aggregation;
  private final Selection selection;
  private final boolean sortCompleted;
  private final boolean laterFirst;
  private final boolean dedupe;
  private final int maxRounds;
  private final StepWriter writer;
  private final StepWriter lastWriter;

  private PrmBeamSearch(Settings settings) {
    count = settings.whole("samples");
    int width = settings.whole("width");
    if (width > count) {
      throw new IllegalArgumentException(
          "width is %d; it must be at most samples, which is %d".formatted(width, count));
    }
    survivors = count / width;
    aggregation = Aggregation.of(settings.text("aggregation"));
    selection = Selection.of(settings.text("selection"));
    sortCompleted = settings.on("sort-completed");
    laterFirst = settings.text("ties").equals("later");
    dedupe = settings.on("dedupe");
    maxRounds = settings.whole("rounds");
    SamplingChain chain = SamplingChain.of(settings);
    writer = new StepWriter(chain, settings.whole("step-tokens"), true);
    lastWriter = new StepWriter(chain, settings.whole("step-tokens"), false);
  }

  public static PrmBeamSearch of(Settings settings) {
    return new PrmBeamSearch(settings);
  }

  @Override
  public String name() {
    return "prm-beam";
  }

  @Override
  public Transition<PrmBeamState> init(Problem problem) {
    return new Transition<>(
        new PrmBeamState(
            problem.question(),
            problem.prompt().size(),
            Lists.immutable.with(PartialSolution.empty(problem)),
            Round.NONE,
            0,
            Lists.immutable.empty(),
            1,
            null,
            false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<PrmBeamState> step(PrmBeamState state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    PrmBeamState.Closing closing = state.closing();
    if (closing != null) {
      return close(state, closing, models, events);
    }
    PrmBeamState begun = state.round().isEmpty() ? begin(state, events) : state;
    boolean last = begun.rounds() >= maxRounds;
    Round round = begun.round().advance(last ? lastWriter : writer, models, events);
    PrmBeamState written = begun.writing(round);
    if (round.anyOpen()) {
      return new Transition<>(written, events.toImmutable());
    }
    ImmutableList<PartialSolution> judged = judge(written, round.solutions(), models, events);
    PrmBeamState next =
        written.judged(
            survivors(judged.select(PartialSolution::leadsOn), events),
            completed(judged.reject(PartialSolution::leadsOn), events));
    return next.beams().isEmpty()
        ? end(
            next,
            next.completed().anySatisfy(PartialSolution::isGoal)
                ? Outcome.SOLVED
                : Outcome.EXHAUSTED,
            next.completed().anySatisfy(PartialSolution::isGoal)
                ? "all beams are completed"
                : "every beam was cut at a limit of tokens",
            models,
            events)
        : new Transition<>(next, events.toImmutable());
  }

  private PrmBeamState begin(PrmBeamState state, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Iterated(state.rounds() + 1));
    MutableList<PartialSolution> parents = Lists.mutable.empty();
    for (int i = 0; i < count; i++) {
      parents.add(state.beams().get(i % state.beams().size()));
    }
    return state.begun(Round.begin(parents.toImmutable(), state.nextNode(), events));
  }

  private ImmutableList<PartialSolution> judge(
      PrmBeamState state,
      ImmutableList<PartialSolution> solutions,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> judged =
        Round.judge(state.question(), solutions, aggregation, models, events);
    judged.forEach(one ->
        events.add(
            new SearchEvent.Scored(
                one.node(), new Score.Solution(one.scores(), aggregation.label(), value(one)))));
    return judged;
  }

  private double value(PartialSolution one) {
    return aggregation.of(one.scores());
  }

  private ImmutableList<PartialSolution> completed(
      ImmutableList<PartialSolution> ended, MutableList<SearchEvent> events) {
    for (PartialSolution one : ended) {
      events.add(
          one.isGoal()
              ? new SearchEvent.Finished(one.node(), value(one))
              : new SearchEvent.Warned(
                  one.node(),
                  "cut at a limit of tokens; chosen only if no beam comes to its own end"));
    }
    return ended;
  }

  private ImmutableList<PartialSolution> survivors(
      ImmutableList<PartialSolution> active, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> distinct = dedupe ? distinct(active, events) : active;
    // A stable sort: of equals the one that comes first here survives.
    ImmutableList<PartialSolution> ranked =
        (laterFirst ? distinct.toReversed() : distinct)
            .toSortedList(Comparator.comparingDouble(this::value).reversed())
            .toImmutable();
    if (ranked.isEmpty()) {
      return ranked;
    }
    double cut = value(ranked.get(Math.min(survivors, ranked.size()) - 1));
    for (int rank = 0; rank < ranked.size(); rank++) {
      PartialSolution one = ranked.get(rank);
      events.add(
          rank < survivors
              ? new SearchEvent.Kept(one.node(), rank)
              : new SearchEvent.Pruned(
                  one.node(), new Reason.BelowCut(rank, survivors, value(one), cut)));
    }
    // Survivors stay in their places; which is copied once more than the others depends on it.
    return ranked.take(survivors).toSortedListBy(PartialSolution::node).toImmutable();
  }

  private static ImmutableList<PartialSolution> distinct(
      ImmutableList<PartialSolution> active, MutableList<SearchEvent> events) {
    Map<ImmutableList<String>, Integer> first = new HashMap<>();
    MutableList<PartialSolution> kept = Lists.mutable.empty();
    for (PartialSolution one : active) {
      Integer same = first.putIfAbsent(one.steps(), one.node());
      if (same == null) {
        kept.add(one);
      } else {
        events.add(new SearchEvent.Pruned(one.node(), new Reason.Duplicate(same)));
      }
    }
    return kept.toImmutable();
  }

  @Override
  public Transition<PrmBeamState> conclude(
      PrmBeamState state, Models models, Outcome why, String explanation) {
    if (why == Outcome.BUDGET) {
      // What is written and not judged yet needs one more call of the reward model.
      PrmBeamState closing = state.closing(new PrmBeamState.Closing(why, explanation));
      return state.round().isEmpty()
          ? end(closing, why, explanation, models, Lists.mutable.empty())
          : new Transition<>(closing, Lists.immutable.empty());
    }
    return new Transition<>(
        state.done(),
        Lists.immutable.with(
            new SearchEvent.Concluded(
                why,
                explanation,
                state
                    .completed()
                    .select(PartialSolution::isGoal)
                    .collect(one -> one.result(state.promptLength(), models, value(one), null)))));
  }

  /** Judges what is finished in this round; if nothing is finished at all, what there is. */
  private Transition<PrmBeamState> close(
      PrmBeamState state,
      PrmBeamState.Closing why,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> written = state.round().solutions();
    ImmutableList<PartialSolution> goals = written.select(PartialSolution::isGoal);
    PrmBeamState next;
    if (goals.notEmpty()) {
      next =
          state.judged(
              Lists.immutable.empty(), completed(judge(state, goals, models, events), events));
    } else if (state.completed().isEmpty()) {
      next = state.judged(judge(state, written, models, events), Lists.immutable.empty());
    } else {
      next = state;
    }
    return end(next, why.outcome(), why.explanation(), models, events);
  }

  private Transition<PrmBeamState> end(
      PrmBeamState state,
      Outcome outcome,
      String explanation,
      Models models,
      MutableList<SearchEvent> events) {
    // Beams on their way stand in where none is completed; the empty solution is no answer.
    ImmutableList<PartialSolution> ended =
        state.completed().isEmpty()
            ? state.beams().select(one -> one.scores().notEmpty())
            : state.completed();
    ImmutableList<PartialSolution> goals = ended.select(PartialSolution::isGoal);
    ImmutableList<PartialSolution> eligible = goals.isEmpty() ? ended : goals;
    ImmutableList<PartialSolution> pool =
        (sortCompleted
                ? eligible
                    .toSortedList(Comparator.comparingDouble(this::value).reversed())
                    .toImmutable()
                : eligible)
            .take(count);
    MutableList<PartialSolution> padded = Lists.mutable.empty();
    for (int i = 0; i < count && pool.notEmpty(); i++) {
      padded.add(pool.get(i % pool.size()));
    }
    Verdict verdict =
        Verdict.of(
            selection,
            padded.toImmutable(),
            padded.collectDouble(this::value, DoubleLists.mutable.empty()).toImmutable(),
            state.promptLength(),
            models,
            events);
    events.add(new SearchEvent.Concluded(outcome, explanation, verdict.results()));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
