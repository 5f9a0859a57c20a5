package dev.espalier.search.algorithm.astar;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.sampling.SamplingChain;
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
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * A*-decoding: best-first search over the steps of a solution, where a process reward model says
 * how far from a right answer a partial solution is.
 *
 * <pre>{@code
 * push the root with h = h0, R = 0  ▷ Rooted
 * while the frontier is not empty and the budget lasts  ▷ Iterated: expansion = iteration
 *   u <- pop the node of least (f, h, -depth, number)
 *     ▷ Popped: u = node, f = priority, left = frontierSize
 *     ▷ Pruned.TooDeep: u = node, depth, limit
 *   if u is a finished answer: keep it; stop when there are enough
 *     ▷ Finished: u = node, -f = score
 *   C <- k steps sampled from pi(. | u), duplicates dropped
 *     ▷ Masked: c = node, allowed, mass; Drawn: c = node, uniform, probability
 *     ▷ Grown: c = node, u = parent; Ended: c = node, ending
 *     ▷ Extended: c = node, text, log p = logProb
 *     ▷ Pruned.Duplicate: c = node, of; Pruned.NoStepEnd: c = node, tokens, limit
 *     ▷ Pruned.NoChildren: u = node
 *   for c in C
 *     h(c) <- 1 - r(c)  ▷ Scored: c = node, r = reward, h
 *     R(c) <- R(u) + max(0, h(c) - h(u))  ▷ Scored: max(0, ..) = charged, R = regression
 *     f(c) <- R(c) + w h(c)  ▷ Scored: f = value
 *     push c  ▷ Kept: c = node; Pruned.NotBestSibling: c = node, f = priority, best
 *       ▷ Pruned.FrontierFull: c = node, f = priority, worst = worstKept, capacity
 * return the first answer popped  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>k</td><td>{@code branching}</td></tr>
 *   <tr><td>r</td><td>{@link dev.espalier.search.reward.RewardModel}, last step</td></tr>
 *   <tr><td>h, R, f</td><td>{@link StepNode#h()}, {@link StepNode#regression()}, {@link
 *       StepNode#f()}</td></tr>
 *   <tr><td>w</td><td>{@code weight}</td></tr>
 *   <tr><td>edge cost</td><td>{@code cost}: the rise of h, or −log r of the child, with h = 0 and
 *       f = R: then the first answer popped has the greatest product of rewards in the sampled
 *       tree</td></tr>
 *   <tr><td>h0</td><td>{@code root}; 0 unless given, so that the first step is charged like all
 *       others; automatic: 1 for w above 0, so that it is free, 0 for w = 0</td></tr>
 *   <tr><td>frontier</td><td>{@link OpenList}</td></tr>
 * </table>
 *
 * <p>Complexity: E expansions of k steps of L tokens ask for at most k·E·L rows in E·L calls, and
 * at most k·E judgements in E calls; the frontier costs O(log kE) an operation.
 *
 * <p>Departures: the paper's edge cost, root value, k and pruning could not be consulted. The cost
 * used here adds only increases of h along a path (w = 1, by a secondary reading); w = 0 makes h
 * consistent, so that the first answer popped has the least regression in the sampled tree; w = inf
 * is greedy best-first search. The secondary reading has h0 = 1 for w = 1; then a bad first step
 * costs nothing, and where scores fall towards the end of a right solution the search prefers wrong
 * beginnings, so it is not the default. Scores are kept in fixed point, because rewards are coarse,
 * equal costs are common, and floating sums would split them at random. Each child draws from a
 * random stream fixed by its path, so that the sampled tree does not depend on the order of
 * expansion.
 *
 * <p>Chatziveroglou, "A*-Decoding: Token-Efficient Inference Scaling", arXiv 2505.13672 (2025).
 */
public final class AStarDecoding implements SearchAlgorithm<AStarState> {

  /** Fixed-point one. */
  static final long ONE = 1L << 20;

  private static final long SECOND_TRY = -1;
  private static final long COMPLETION = -2;

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole(
                  "branching", "How many steps are sampled to follow a node (k).", 4, 1, 256),
              new Parameter.Real(
                  "weight",
                  "Weight w of the remaining cost h in f = R + w·h; 0 is uniform-cost, inf greedy.",
                  1,
                  0,
                  Double.POSITIVE_INFINITY),
              new Parameter.Choice(
                  "cost",
                  "What a step costs: the rise of h (regression), or −log r with h = 0"
                      + " (log-reward).",
                  "regression",
                  Lists.immutable.with("regression", "log-reward")),
              new Parameter.Choice(
                  "root",
                  "Remaining cost of the empty solution: 0 charges the first step like all others, 1"
                      + " does not; auto is 1, or 0 for w = 0.",
                  "0",
                  Lists.immutable.with("auto", "0", "1")),
              new Parameter.Choice(
                  "goal",
                  "Remaining cost of a finished answer: as judged (keep), or none (zero).",
                  "keep",
                  Lists.immutable.with("keep", "zero")),
              new Parameter.Choice(
                  "frontier",
                  "Go back to any open node (global), or only on from the best child (local).",
                  "global",
                  Lists.immutable.with("global", "local")),
              new Parameter.Whole("goals", "Stop after this many answers.", 1, 1, 1_000),
              new Parameter.Whole("max-depth", "Longest solution, in steps.", 40, 1, 10_000),
              new Parameter.Whole("step-tokens", "Longest step, in tokens.", 256, 1, 100_000),
              new Parameter.Whole(
                  "max-frontier",
                  "Most open nodes; beyond it the worst is dropped.",
                  100_000,
                  1,
                  10_000_000))
          .newWithAll(SamplingChain.parameters(0.8));

  private final int branching;
  private final double weight;
  private final boolean logReward;
  private final long rootCost;
  private final boolean goalsCostNothing;
  private final boolean local;
  private final int goalsWanted;
  private final int maxDepth;
  private final int maxFrontier;
  private final StepWriter writer;

  private AStarDecoding(Settings settings) {
    branching = settings.whole("branching");
    weight = settings.real("weight");
    logReward = settings.text("cost").equals("log-reward");
    rootCost =
        switch (settings.text("root")) {
          case "0" -> 0;
          case "1" -> logReward ? 0 : ONE;
          default -> weight == 0 || logReward ? 0 : ONE;
        };
    goalsCostNothing = settings.text("goal").equals("zero");
    local = settings.text("frontier").equals("local");
    goalsWanted = settings.whole("goals");
    maxDepth = settings.whole("max-depth");
    maxFrontier = settings.whole("max-frontier");
    writer = new StepWriter(SamplingChain.of(settings), settings.whole("step-tokens"), true);
  }

  public static AStarDecoding of(Settings settings) {
    return new AStarDecoding(settings);
  }

  @Override
  public String name() {
    return "a-star";
  }

  @Override
  public Transition<AStarState> init(Problem problem) {
    StepNode root =
        new StepNode(
            0,
            0,
            TokenSequence.of(problem.prompt()),
            Lists.immutable.empty(),
            0,
            problem.key(),
            false,
            rootCost,
            0,
            priority(0, rootCost));
    return new Transition<>(
        AStarState.of(problem.question(), problem.prompt().size(), root),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size())),
            new SearchEvent.Scored(0, score(root, 0, 0)),
            new SearchEvent.Kept(0, -1)));
  }

  @Override
  public Transition<AStarState> step(AStarState state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    AStarState next =
        state.closing() != null
            ? complete(state, models, events)
            : state.expanding() == null ? pop(state, models, events) : write(state, models, events);
    return new Transition<>(next, events.toImmutable());
  }

  private AStarState pop(AStarState state, Models models, MutableList<SearchEvent> events) {
    if (state.open().isEmpty()) {
      return state.goals().isEmpty()
          ? end(state, models, Outcome.EXHAUSTED, "nothing is left to expand", events)
          : end(state, models, Outcome.SOLVED, "every answer has been seen", events);
    }
    StepNode best = state.open().best();
    AStarState rest = state.popped();
    events.add(new SearchEvent.Iterated(rest.pops()));
    events.add(new SearchEvent.Popped(best.node(), real(best.f()), rest.open().size()));
    if (best.goal()) {
      events.add(new SearchEvent.Finished(best.node(), -real(best.f())));
      AStarState found = rest.withGoal(best);
      return found.goals().size() < goalsWanted
          ? found
          : end(
              found,
              models,
              Outcome.SOLVED,
              goalsWanted == 1
                  ? "the best open node is a finished answer"
                  : "as many answers as wanted were reached",
              events);
    }
    if (best.depth() == maxDepth) {
      events.add(new SearchEvent.Pruned(best.node(), new Reason.TooDeep(best.depth(), maxDepth)));
      return rest;
    }
    MutableList<Draft> drafts = Lists.mutable.empty();
    int node = state.nextNode();
    for (int i = 0; i < branching; i++) {
      // The first child goes on with its parent's stream, so that k = 1 is plain sampling.
      drafts.add(Draft.blank(node, best.sequence(), i == 0 ? best.key() : best.key().child(i)));
      grow(node++, best.node(), events);
    }
    return write(
        rest.writing(best, drafts.toImmutable(), drafts.collect(_ -> false).toImmutable(), node),
        models,
        events);
  }

  private static void grow(int node, int parent, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Grown(node, parent, IntLists.immutable.empty(), "", 0));
  }

  /** Appends a token to each unfinished child; judges them all once the last is finished. */
  private AStarState write(AStarState state, Models models, MutableList<SearchEvent> events) {
    StepNode parent = state.parent();
    ImmutableList<Draft> advanced = writer.advance(state.drafts(), models, events);
    int node = state.nextNode();
    MutableList<Draft> drafts = Lists.mutable.empty();
    MutableList<Boolean> second = Lists.mutable.empty();
    for (int i = 0; i < advanced.size(); i++) {
      Draft draft = advanced.get(i);
      if (draft.isOpen() || draft.isGoal() || draft.leadsOn()) {
        drafts.add(draft);
        second.add(state.again().get(i));
        continue;
      }
      events.add(
          new SearchEvent.Pruned(
              draft.node(), new Reason.NoStepEnd(draft.length(), writer.maxTokens())));
      if (!state.again().get(i)) {
        drafts.add(Draft.blank(node, parent.sequence(), parent.key().child(i).child(SECOND_TRY)));
        second.add(true);
        grow(node++, parent.node(), events);
      }
    }
    AStarState next = state.writing(parent, drafts.toImmutable(), second.toImmutable(), node);
    return drafts.anySatisfy(Draft::isOpen) ? next : judge(next, parent, models, events);
  }

  /** Scores the finished children of {@code parent} and puts them into the frontier. */
  private AStarState judge(
      AStarState state, StepNode parent, Models models, MutableList<SearchEvent> events) {
    ImmutableList<Draft> drafts = distinct(state.drafts(), events);
    AStarState expanded = state.expanded();
    if (drafts.isEmpty()) {
      events.add(new SearchEvent.Pruned(parent.node(), new Reason.NoChildren()));
      return expanded;
    }
    ImmutableList<ImmutableList<String>> steps = drafts.collect(draft -> steps(parent, draft));
    ImmutableList<StepScores> scores =
        models.requireReward().score(steps.collect(s -> new Solution(state.question(), s)));
    // What the parent's judgement read already is not read again.
    long read =
        scores.sumOfLong(
            one -> Arrays.stream(one.tokens().toArray()).skip(parent.steps().size()).sum());
    events.add(new SearchEvent.Charged(Cost.judged(drafts.size(), read)));
    MutableList<StepNode> children = Lists.mutable.empty();
    for (int i = 0; i < drafts.size(); i++) {
      children.add(child(parent, drafts.get(i), steps.get(i), scores.get(i).last(), events));
    }
    return push(expanded, children.toImmutable(), events);
  }

  private static ImmutableList<Draft> distinct(
      ImmutableList<Draft> drafts, MutableList<SearchEvent> events) {
    MutableList<Draft> kept = Lists.mutable.empty();
    for (Draft draft : drafts) {
      Draft same = kept.detect(other -> other.sequence().equals(draft.sequence()));
      if (same == null) {
        kept.add(draft);
      } else {
        events.add(new SearchEvent.Pruned(draft.node(), new Reason.Duplicate(same.node())));
      }
    }
    return kept.toImmutable();
  }

  /** The steps up to and with a draft; one that ended the text at once adds none. */
  private static ImmutableList<String> steps(StepNode parent, Draft draft) {
    String text = TokenText.join(draft.text()).strip();
    if (!text.isEmpty()) {
      return parent.steps().newWith(text);
    }
    return parent.steps().isEmpty() ? Lists.immutable.with("") : parent.steps();
  }

  private StepNode child(
      StepNode parent,
      Draft draft,
      ImmutableList<String> steps,
      double given,
      MutableList<SearchEvent> events) {
    double reward = given;
    if (Double.isNaN(given)) {
      reward = 0;
      events.add(
          new SearchEvent.Warned(
              draft.node(), "the reward model gave no score; counted as the worst, 0"));
    }
    long judged = Math.round(Math.clamp(reward, 0, 1) * ONE);
    long h = logReward || (draft.isGoal() && goalsCostNothing) ? 0 : ONE - judged;
    // A reward of nothing costs as much as the least there is in fixed point.
    long charged =
        logReward
            ? Math.round(-Math.log((double) Math.max(1, judged) / ONE) * ONE)
            : Math.max(0, h - parent.h());
    long regression = parent.regression() + charged;
    StepNode node =
        new StepNode(
            draft.node(),
            parent.depth() + 1,
            draft.sequence(),
            steps,
            parent.logProb() + draft.logProb(),
            draft.key(),
            draft.isGoal(),
            h,
            regression,
            priority(regression, h));
    events.add(new SearchEvent.Scored(node.node(), score(node, reward, charged)));
    return node;
  }

  private AStarState push(
      AStarState state, ImmutableList<StepNode> children, MutableList<SearchEvent> events) {
    OpenList open = state.open();
    StepNode best = children.minOptional(OpenList.ORDER).orElseThrow();
    for (StepNode child : children) {
      if (local && child.node() != best.node()) {
        events.add(
            new SearchEvent.Pruned(
                child.node(), new Reason.NotBestSibling(real(child.f()), real(best.f()))));
      } else {
        open = open.with(child);
        events.add(new SearchEvent.Kept(child.node(), -1));
      }
    }
    if (open.size() > maxFrontier) {
      ImmutableList<StepNode> ordered = open.inOrder();
      double worstKept = real(ordered.get(maxFrontier - 1).f());
      for (StepNode dropped : ordered.drop(maxFrontier)) {
        events.add(
            new SearchEvent.Pruned(
                dropped.node(),
                new Reason.FrontierFull(maxFrontier, real(dropped.f()), worstKept)));
      }
      open = OpenList.ofOrdered(ordered.take(maxFrontier));
    }
    return state.with(open).withGenerated(children.select(StepNode::goal));
  }

  /**
   * Ends the search. Where the budget is spent before any answer was written, the most promising
   * open node is first completed with its most probable tokens; a budget that bought no token at
   * all buys none for that either.
   */
  @Override
  public Transition<AStarState> conclude(
      AStarState state, Models models, Outcome why, String explanation) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    StepNode promising = why == Outcome.BUDGET && state.pops() > 0 ? promising(state) : null;
    if (promising == null || state.generated().notEmpty()) {
      return new Transition<>(end(state, models, why, explanation, events), events.toImmutable());
    }
    int node = state.nextNode();
    grow(node, promising.node(), events);
    Draft draft = Draft.blank(node, promising.sequence(), promising.key().child(COMPLETION));
    return new Transition<>(
        state
            .writing(promising, Lists.immutable.with(draft), Lists.immutable.with(true), node + 1)
            .closing(new AStarState.Closing(why, explanation)),
        events.toImmutable());
  }

  /** Of the open nodes and the one being expanded, that of least h, then the deepest. */
  private static @Nullable StepNode promising(AStarState state) {
    StepNode best = state.expanding();
    for (OpenList rest = state.open(); !rest.isEmpty(); rest = rest.withoutBest()) {
      StepNode node = rest.best();
      if (best == null
          || node.h() < best.h()
          || (node.h() == best.h() && node.depth() > best.depth())) {
        best = node;
      }
    }
    return best;
  }

  private AStarState complete(AStarState state, Models models, MutableList<SearchEvent> events) {
    StepNode parent = state.parent();
    StepWriter greedy =
        new StepWriter(
            new SamplingChain(0, 0, 1, 0),
            writer.maxTokens() * Math.max(1, Math.min(8, maxDepth - parent.depth())),
            false);
    ImmutableList<Draft> drafts = greedy.advance(state.drafts(), models, events);
    AStarState next = state.writing(parent, drafts, state.again(), state.nextNode());
    Draft draft = drafts.getFirst();
    if (draft.isOpen()) {
      return next;
    }
    StepNode completed =
        new StepNode(
            draft.node(),
            parent.depth() + 1,
            draft.sequence(),
            parent.steps(),
            parent.logProb() + draft.logProb(),
            draft.key(),
            draft.isGoal(),
            parent.h(),
            parent.regression(),
            parent.f());
    AStarState.Closing closing = state.requireClosing();
    return end(
        next.withGenerated(Lists.immutable.with(completed)),
        models,
        closing.outcome(),
        closing.explanation() + "; the most promising node was completed greedily",
        events);
  }

  /** Answers taken from the frontier first, in that order, then the others by their keys. */
  private static AStarState end(
      AStarState state,
      Models models,
      Outcome outcome,
      String explanation,
      MutableList<SearchEvent> events) {
    ImmutableList<StepNode> results =
        state
            .goals()
            .newWithAll(
                state
                    .generated()
                    .reject(node -> state.goals().contains(node))
                    .toSortedList(OpenList.ORDER));
    events.add(
        new SearchEvent.Concluded(
            outcome,
            explanation,
            results.collect(node -> {
              var tokens = node.sequence().suffix(state.promptLength());
              return new Result(
                  node.node(),
                  tokens,
                  models.tokenizer().decode(tokens),
                  node.logProb(),
                  -real(node.f()),
                  null);
            })));
    return state.done();
  }

  /**
   * f = R + w·h in fixed point, and R where a step costs −log r; for infinite w, h alone decides,
   * and it does so too, as the second key, where a huge w leaves the range.
   */
  private long priority(long regression, long h) {
    if (logReward) {
      return regression;
    }
    if (weight == Double.POSITIVE_INFINITY) {
      return h;
    }
    long weighted = Math.round(weight * h);
    return weighted > Long.MAX_VALUE - regression ? Long.MAX_VALUE : regression + weighted;
  }

  private static double real(long fixed) {
    return (double) fixed / ONE;
  }

  private static Score.AStar score(StepNode node, double reward, long charged) {
    return new Score.AStar(
        reward, real(node.h()), real(node.regression()), real(charged), real(node.f()));
  }
}
