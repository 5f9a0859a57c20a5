package dev.espalier.search.algorithm.dvts;

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
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Diverse verifier tree search: N/M independent trees, each of which samples M steps a round and
 * follows the one a process reward model judges best, seen from a few steps ahead.
 *
 * <pre>{@code
 * for each of N/M trees, side by side
 *   s <- empty solution  ▷ Rooted
 *   repeat  ▷ Iterated: round = iteration
 *     c_1 .. c_M ~ pi(. | s);  l_i <- c_i and, if it goes on, so many more steps written greedily
 *       ▷ Masked: node, allowed, mass; Drawn: node, uniform, probability
 *       ▷ Grown: node, after = parent; Ended: node, ending
 *       ▷ Extended: node, text, log p = logProb
 *     judge c_i by the aggregated score of l_i
 *       ▷ Scored: c_i = node, r = steps, score = value; Pruned.Lookahead: of l_i = node
 *     s <- the c_i judged best, the first of equals
 *       ▷ Kept: s = node; Pruned.BelowCut: c_i = node, rank, score, best = cut
 *   until s is finished or the rounds are over  ▷ Finished: c_i = node, score
 * return the choice among the c_i of the last round of every tree
 *   ▷ Voted: rule, ballots; Pruned.Outscored: c_i = node, score, best
 *   ▷ Pruned.Outvoted: c_i = node, share, best; Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>N</td><td>{@code samples}</td></tr>
 *   <tr><td>M</td><td>{@code width}</td></tr>
 *   <tr><td>tree</td><td>{@link Subtree}</td></tr>
 *   <tr><td>so many more</td><td>{@code lookahead}; what is written for it serves the judgement
 *       alone and is thrown away</td></tr>
 * </table>
 *
 * <p>Complexity: T rounds of steps of L tokens with a lookahead of A ask for at most N·T·L·(1 + A)
 * rows in T·L·(1 + A) calls, and for N·T judgements in T calls. The last round has no lookahead.
 *
 * <p>Departures: a step that was cut at a limit of tokens ends its tree, where the published code
 * goes on in the middle of the step; such a text is chosen only if nothing came to its own end.
 *
 * <p>Beeching, Tunstall, Rush, "Scaling test-time compute with open models", Hugging Face (2024);
 * no paper.
 */
public final class DiverseVerifierTreeSearch implements SearchAlgorithm<DvtsState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole(
                  "samples", "How many answers there are in the end (N).", 16, 1, 4_096),
              new Parameter.Whole(
                  "width", "How many steps are tried in each of N/M trees (M).", 4, 1, 4_096),
              new Parameter.Whole(
                  "lookahead",
                  "How many steps ahead a candidate is judged from; 0 judges it as it is.",
                  1,
                  0,
                  40),
              Aggregation.PARAMETER,
              Selection.PARAMETER,
              new Parameter.Whole(
                  "rounds", "Most rounds; the last one runs to the end.", 40, 1, 10_000),
              new Parameter.Whole("step-tokens", "Longest step, in tokens.", 256, 1, 100_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private final int treeCount;
  private final int width;
  private final int lookahead;
  private final Aggregation aggregation;
  private final Selection selection;
  private final int maxRounds;
  private final StepWriter writer;
  private final StepWriter lastWriter;
  private final StepWriter greedyWriter;

  private DiverseVerifierTreeSearch(Settings settings) {
    int count = settings.whole("samples");
    width = settings.whole("width");
    if (count % width != 0) {
      throw new IllegalArgumentException(
          "samples is %d; it must be a multiple of width, which is %d".formatted(count, width));
    }
    treeCount = count / width;
    lookahead = settings.whole("lookahead");
    aggregation = Aggregation.of(settings.text("aggregation"));
    selection = Selection.of(settings.text("selection"));
    maxRounds = settings.whole("rounds");
    SamplingChain chain = SamplingChain.of(settings);
    int stepTokens = settings.whole("step-tokens");
    writer = new StepWriter(chain, stepTokens, true);
    lastWriter = new StepWriter(chain, stepTokens, false);
    greedyWriter = new StepWriter(new SamplingChain(0, 0, 1, 0), stepTokens, true);
  }

  public static DiverseVerifierTreeSearch of(Settings settings) {
    return new DiverseVerifierTreeSearch(settings);
  }

  @Override
  public String name() {
    return "dvts";
  }

  @Override
  public Transition<DvtsState> init(Problem problem) {
    PartialSolution empty = PartialSolution.empty(problem);
    MutableList<Subtree> trees = Lists.mutable.empty();
    for (int i = 0; i < treeCount; i++) {
      trees.add(Subtree.at(empty));
    }
    return new Transition<>(
        DvtsState.of(problem.question(), problem.prompt().size(), trees.toImmutable()),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<DvtsState> step(DvtsState state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    DvtsState.Closing closing = state.closing();
    if (closing != null) {
      return close(state, closing, models, events);
    }
    DvtsState begun = state.round().isEmpty() ? begin(state, events) : state;
    boolean ahead = begun.candidates().notEmpty();
    Round round =
        begun
            .round()
            .advance(
                ahead ? greedyWriter : begun.rounds() >= maxRounds ? lastWriter : writer,
                models,
                events);
    if (round.anyOpen()) {
      return new Transition<>(begun.writing(round), events.toImmutable());
    }
    DvtsState written =
        ahead
            ? begun.reaching(further(begun.reaches(), round.solutions()))
            : begun.with(round.solutions());
    ImmutableList<PartialSolution> extensible = written.reaches().select(PartialSolution::leadsOn);
    if (written.lookedAhead() < lookahead
        && written.rounds() < maxRounds
        && extensible.notEmpty()) {
      return new Transition<>(
          written.looking(Round.begin(extensible, written.nextNode(), events)),
          events.toImmutable());
    }
    DvtsState next = follow(written, models, events);
    return next.trees().anySatisfy(Subtree::goesOn)
        ? new Transition<>(next, events.toImmutable())
        : ended(next, models, events);
  }

  private DvtsState begin(DvtsState state, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Iterated(state.rounds() + 1));
    MutableList<PartialSolution> parents = Lists.mutable.empty();
    for (Subtree tree : state.trees().select(Subtree::goesOn)) {
      for (int i = 0; i < width; i++) {
        parents.add(tree.at());
      }
    }
    return state.begun(Round.begin(parents.toImmutable(), state.nextNode(), events));
  }

  /** Those of {@code reaches} that lead on, replaced in turn by {@code written}. */
  private static ImmutableList<PartialSolution> further(
      ImmutableList<PartialSolution> reaches, ImmutableList<PartialSolution> written) {
    MutableList<PartialSolution> further = Lists.mutable.empty();
    int next = 0;
    for (PartialSolution reach : reaches) {
      further.add(reach.leadsOn() ? written.get(next++) : reach);
    }
    return further.toImmutable();
  }

  /** Judges the candidates from where they reach, and follows the best of each tree. */
  private DvtsState follow(DvtsState state, Models models, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> seen =
        Round.judge(state.question(), state.reaches(), aggregation, models, events);
    MutableList<PartialSolution> judged = Lists.mutable.empty();
    for (int i = 0; i < seen.size(); i++) {
      PartialSolution one = state.candidates().get(i).judged(seen.get(i).scores());
      score(one, events);
      drop(seen.get(i), one, events);
      judged.add(one);
    }
    MutableList<Subtree> trees = Lists.mutable.empty();
    int from = 0;
    for (Subtree tree : state.trees()) {
      if (!tree.goesOn()) {
        trees.add(tree);
        continue;
      }
      ImmutableList<PartialSolution> own = judged.subList(from, from + width).toImmutable();
      from += width;
      trees.add(follow(own, state.rounds() >= maxRounds, events));
    }
    return state.grown(trees.toImmutable());
  }

  /** What was written below a candidate has done its service. */
  private static void drop(
      PartialSolution reach, PartialSolution candidate, MutableList<SearchEvent> events) {
    for (PartialSolution at = reach; at != null && at.node() != candidate.node(); at = at.above()) {
      events.add(new SearchEvent.Pruned(at.node(), new Reason.Lookahead(candidate.node())));
    }
  }

  private Subtree follow(
      ImmutableList<PartialSolution> candidates, boolean last, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> ranked =
        candidates.toSortedList(Comparator.comparingDouble(this::value).reversed()).toImmutable();
    PartialSolution best = ranked.getFirst();
    events.add(new SearchEvent.Kept(best.node(), 0));
    if (last || !best.leadsOn()) {
      finish(candidates, events);
      return new Subtree(best, candidates);
    }
    for (int rank = 1; rank < ranked.size(); rank++) {
      PartialSolution one = ranked.get(rank);
      events.add(
          new SearchEvent.Pruned(
              one.node(), new Reason.BelowCut(rank, 1, value(one), value(best))));
    }
    return Subtree.at(best);
  }

  private void finish(ImmutableList<PartialSolution> ended, MutableList<SearchEvent> events) {
    ended
        .select(PartialSolution::isGoal)
        .forEach(one -> events.add(new SearchEvent.Finished(one.node(), value(one))));
  }

  private void score(PartialSolution one, MutableList<SearchEvent> events) {
    events.add(
        new SearchEvent.Scored(
            one.node(), new Score.Solution(one.scores(), aggregation.label(), value(one))));
  }

  private double value(PartialSolution one) {
    return aggregation.of(one.scores());
  }

  private Transition<DvtsState> ended(
      DvtsState state, Models models, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> answers = state.trees().flatCollect(Subtree::answers);
    return answers.anySatisfy(PartialSolution::isGoal)
        ? end(state, answers, Outcome.SOLVED, "every tree has ended", models, events)
        : end(state, answers, Outcome.EXHAUSTED, "no tree came to an answer", models, events);
  }

  @Override
  public Transition<DvtsState> conclude(
      DvtsState state, Models models, Outcome why, String explanation) {
    ImmutableList<PartialSolution> answers = state.trees().flatCollect(Subtree::answers);
    if (why != Outcome.BUDGET) {
      return new Transition<>(
          state.done(),
          Lists.immutable.with(
              new SearchEvent.Concluded(
                  why,
                  explanation,
                  answers
                      .select(PartialSolution::isGoal)
                      .collect(
                          one -> one.result(state.promptLength(), models, value(one), null)))));
    }
    if (!state.round().isEmpty()) {
      // What is written and not judged yet needs one more call of the reward model.
      return new Transition<>(
          state.closing(new DvtsState.Closing(why, explanation)), Lists.immutable.empty());
    }
    ImmutableList<PartialSolution> reached =
        state.trees().collect(Subtree::at).select(one -> one.scores().notEmpty());
    return end(
        state,
        answers.isEmpty() ? reached : answers,
        why,
        explanation,
        models,
        Lists.mutable.empty());
  }

  /** Judges what is finished in this round; if nothing is finished at all, what there is. */
  private Transition<DvtsState> close(
      DvtsState state, DvtsState.Closing why, Models models, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> answers = state.trees().flatCollect(Subtree::answers);
    ImmutableList<PartialSolution> written =
        state.candidates().isEmpty() ? state.round().solutions() : state.candidates();
    ImmutableList<PartialSolution> goals = written.select(PartialSolution::isGoal);
    ImmutableList<PartialSolution> judged =
        Round.judge(
            state.question(),
            goals.isEmpty() && answers.isEmpty() ? written : goals,
            aggregation,
            models,
            events);
    judged.forEach(one -> score(one, events));
    finish(judged, events);
    return end(state, answers.newWithAll(judged), why.outcome(), why.explanation(), models, events);
  }

  private Transition<DvtsState> end(
      DvtsState state,
      ImmutableList<PartialSolution> answers,
      Outcome outcome,
      String explanation,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> goals = answers.select(PartialSolution::isGoal);
    ImmutableList<PartialSolution> eligible = goals.isEmpty() ? answers : goals;
    Verdict verdict =
        Verdict.of(
            selection,
            eligible,
            eligible.collectDouble(this::value, DoubleLists.mutable.empty()).toImmutable(),
            state.promptLength(),
            models,
            events);
    events.add(new SearchEvent.Concluded(outcome, explanation, verdict.results()));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
