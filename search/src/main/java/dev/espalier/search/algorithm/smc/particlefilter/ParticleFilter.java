package dev.espalier.search.algorithm.smc.particlefilter;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.sampling.SamplingChain;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.algorithm.smc.Resampling;
import dev.espalier.search.algorithm.smc.SequentialMonteCarlo;
import dev.espalier.search.algorithm.smc.particlefilter.ParticleFilterState.Closing;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.steps.Round;
import dev.espalier.search.algorithm.steps.StepWriter;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import dev.espalier.search.random.RandomKey;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Particle filtering: N solutions grow by one step a round and are drawn anew by the odds that a
 * process reward model gives them; iterated around a retained solution, particle Gibbs.
 *
 * <pre>{@code
 * particles <- N empty solutions  ▷ Rooted
 * repeat for each pass; in passes after the first, particle 0 follows y*
 *   while any particle goes on  ▷ Iterated: round = iteration
 *     each gets one step sampled from pi(. | particle)
 *       ▷ Masked: node, allowed, mass; Drawn: node, uniform, probability
 *       ▷ Grown: node, after = parent; Ended: node, ending
 *       ▷ Extended: node, text, log p = logProb
 *     r_i <- reward of particle i
 *       ▷ Scored: node, log w = logit, r = value; Finished: node, r = score
 *     w_i <- (r_i / (1 - r_i))^(1/tau)  ▷ Reweighed: i = particle, node, log w_i = logWeight
 *     W <- w / sum of w;  ESS <- 1 / sum of W^2
 *       ▷ Weighed: W = weights, ESS = effectiveSize, log Z = logEvidence
 *     if any particle goes on: draw N parents by W, with replacement; y* is drawn for certain
 *       ▷ Pruned.NotDrawn: node, W = weight; Resampled: ancestors; Kept: particle = rank, node
 *   y* ~ W  ▷ Retained: y* = node, pass, W = weight
 * return the particle of greatest r
 *   ▷ Voted: rule, ballots; Pruned.Outscored: node, r = score, best
 *   ▷ Pruned.Outvoted: node, share, best; Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>N</td><td>{@code particles}</td></tr>
 *   <tr><td>r_i</td><td>{@code aggregation} of the scores of the solution's steps</td></tr>
 *   <tr><td>tau</td><td>{@code weight-temperature}</td></tr>
 *   <tr><td>w_i</td><td>{@link Particle#logWeight}, as a logarithm</td></tr>
 *   <tr><td>y*</td><td>{@link ParticleFilterState#retained}</td></tr>
 * </table>
 *
 * <p>Complexity: T rounds of steps of L tokens ask for N·T·L rows in T·L calls, and for N·T
 * judgements in T calls; that times the number of passes.
 *
 * <p>The defaults are what was released with the paper: parents are drawn every round however even
 * the weights, stopped particles are weighed again in every round, which favours short solutions,
 * nothing is drawn after the last round, and the answer is the particle of greatest reward. Each of
 * these has its switch ({@code ess-threshold}, {@code reweight-stopped}, {@code resample-last},
 * {@code selection}); {@code target final} with an {@code ess-threshold} below 1 is plain
 * sequential Monte Carlo for π(y)·g(y).
 *
 * <p>Departures: a step that is cut at its limit of tokens stops its particle, which is chosen only
 * if none comes to its own end.
 *
 * <p>Puri et al., "A Probabilistic Inference Approach to Inference-Time Scaling of LLMs using
 * Particle-Based Monte Carlo Methods", arXiv 2502.01618 (2025); particle Gibbs after Andrieu,
 * Doucet and Holenstein, "Particle Markov chain Monte Carlo methods", J. R. Stat. Soc. B 72 (2010),
 * doi:10.1111/j.1467-9868.2009.00736.x.
 */
public final class ParticleFilter implements SearchAlgorithm<ParticleFilterState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      SequentialMonteCarlo.parameters(8, Double.POSITIVE_INFINITY, Resampling.MULTINOMIAL)
          .newWithAll(Reweighting.PARAMETERS)
          .newWithAll(
              Lists.immutable.<Parameter>with(
                  new Parameter.Switch(
                      "resample-last", "Draw particles anew after the last round too.", false),
                  Aggregation.PARAMETER,
                  FinalChoice.PARAMETER,
                  new Parameter.Whole(
                      "iterations",
                      "Passes; each after the first is conditioned on a solution drawn from the one"
                          + " before (particle Gibbs).",
                      1,
                      1,
                      10_000),
                  new Parameter.Whole("rounds", "Most steps of a solution.", 40, 1, 10_000),
                  new Parameter.Whole("step-tokens", "Longest step, in tokens.", 256, 1, 100_000)))
          .newWithAll(SamplingChain.parameters(0.8));

  /** Below the key of the prompt, of which the particles' own keys are children from 0 up. */
  private static final int RESAMPLING_STREAM = -1;

  private static final int LATER_PASSES_STREAM = -2;
  private static final int CHOICE_STREAM = -3;

  private final SequentialMonteCarlo smc;
  private final Reweighting reweighting;
  private final boolean resampleLast;
  private final Aggregation aggregation;
  private final FinalChoice choice;
  private final int passes;
  private final int maxRounds;
  private final StepWriter writer;
  private final SequentialMonteCarlo.View<PartialSolution> view =
      new SequentialMonteCarlo.View<>(PartialSolution::node, this::goesOn);

  private ParticleFilter(Settings settings) {
    smc = SequentialMonteCarlo.of(settings);
    reweighting = Reweighting.of(settings);
    resampleLast = settings.on("resample-last");
    aggregation = Aggregation.of(settings.text("aggregation"));
    choice = FinalChoice.of(settings.text("selection"));
    passes = settings.whole("iterations");
    if (passes > 1 && smc.scheme() != Resampling.MULTINOMIAL) {
      throw new IllegalArgumentException(
          "resampling is %s; with more than one of iterations it must be multinomial, for only that"
                  .formatted(smc.scheme().label())
              + " can be conditioned on a retained particle");
    }
    if (passes > 1 && smc.size() < 2) {
      throw new IllegalArgumentException(
          "particles is 1; with more than one of iterations it must be at least 2, for one particle"
              + " would only follow itself");
    }
    maxRounds = settings.whole("rounds");
    writer = new StepWriter(SamplingChain.of(settings), settings.whole("step-tokens"), true);
  }

  public static ParticleFilter of(Settings settings) {
    return new ParticleFilter(settings);
  }

  @Override
  public String name() {
    return "particle-filter";
  }

  @Override
  public Transition<ParticleFilterState> init(Problem problem) {
    return new Transition<>(
        ParticleFilterState.initial(problem, smc.size()),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<ParticleFilterState> step(ParticleFilterState state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    if (state.closing() != null) {
      return close(state, state.closing(), models, events);
    }
    ParticleFilterState begun = state.round().isEmpty() ? begin(state, events) : state;
    Round round = begun.round().advance(writer, models, events);
    if (round.anyOpen()) {
      return new Transition<>(begun.writing(round), events.toImmutable());
    }
    ImmutableList<PartialSolution> moved =
        Round.judge(begun.problem().question(), round.solutions(), aggregation, models, events);
    Population<PartialSolution> weighed = weighed(begun, moved, events);
    smc.weigh(weighed, view, events);
    Population<PartialSolution> next =
        anyGoesOn(begun, weighed) || resampleLast
            ? smc.resampled(weighed, begun.retained() != null, view, resamplingKey(begun), events)
            : weighed;
    ParticleFilterState after = begun.judged(next);
    if (anyGoesOn(after, next)) {
      return new Transition<>(after, events.toImmutable());
    }
    if (after.pass() < passes) {
      return new Transition<>(nextPass(after, events), events.toImmutable());
    }
    ImmutableList<PartialSolution> candidates = after.candidates();
    boolean solved = candidates.anySatisfy(PartialSolution::isGoal);
    return end(
        after,
        candidates,
        solved ? Outcome.SOLVED : Outcome.EXHAUSTED,
        solved ? "every particle has stopped" : "every particle was cut at a limit",
        models,
        events);
  }

  // A round.

  private boolean goesOn(PartialSolution one) {
    return one.leadsOn() && one.depth() < maxRounds;
  }

  private boolean anyGoesOn(ParticleFilterState state, Population<PartialSolution> population) {
    PartialSolution retained = state.retained();
    boolean following = retained != null && state.rounds() < retained.depth();
    return following
        || population.particles().drop(retained == null ? 0 : 1).anySatisfy(p -> goesOn(p.state()));
  }

  private ParticleFilterState begin(ParticleFilterState state, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Iterated(state.allRounds() + 1));
    MutableList<PartialSolution> parents = Lists.mutable.empty();
    for (int i = 0; i < state.population().size(); i++) {
      PartialSolution one = state.population().get(i).state();
      if (!state.follows(i) && goesOn(one)) {
        parents.add(state.pass() == 1 ? one : one.withKey(laterKey(state, i)));
      }
    }
    return state.begun(Round.begin(parents.toImmutable(), state.nextNode(), events));
  }

  /** In later passes nodes are continued that were continued before; they must not do the same. */
  private static RandomKey laterKey(ParticleFilterState state, int i) {
    return state
        .problem()
        .key()
        .child(LATER_PASSES_STREAM)
        .child(state.pass())
        .child(state.rounds())
        .child(i);
  }

  private static RandomKey resamplingKey(ParticleFilterState state) {
    return state.problem().key().child(RESAMPLING_STREAM).child(state.allRounds());
  }

  /** The population after its moves, every particle weighed by its judgement. */
  private Population<PartialSolution> weighed(
      ParticleFilterState state,
      ImmutableList<PartialSolution> moved,
      MutableList<SearchEvent> events) {
    MutableList<Particle<PartialSolution>> next = Lists.mutable.empty();
    int at = 0;
    for (int i = 0; i < state.population().size(); i++) {
      Particle<PartialSolution> before = state.population().get(i);
      PartialSolution retained = state.follows(i) ? state.retained() : null;
      boolean stopped =
          retained == null ? !goesOn(before.state()) : state.rounds() > retained.depth();
      PartialSolution now =
          retained != null
              ? retained.truncated(state.rounds())
              : stopped ? before.state() : moved.get(at++);
      next.add(reweighed(i, before, now, stopped, state.allRounds(), events));
      if (!stopped && retained == null) {
        noteEnd(now, events);
      }
    }
    return new Population<>(next.toImmutable());
  }

  private Particle<PartialSolution> reweighed(
      int i,
      Particle<PartialSolution> before,
      PartialSolution now,
      boolean stopped,
      int round,
      MutableList<SearchEvent> events) {
    double reward = aggregation.of(now.scores());
    double logPotential = reweighting.logPotential(reward);
    ImmutableList<WeightTerm> terms = reweighting.terms(before, logPotential, stopped);
    double logWeight = before.logWeight() + terms.sumOfDouble(WeightTerm::log);
    if (!stopped) {
      events.add(
          new SearchEvent.Scored(now.node(), new Score.Particle(logPotential, round, reward)));
    }
    if (terms.notEmpty()) {
      events.add(new SearchEvent.Reweighed(now.node(), i, terms, logWeight));
    }
    return new Particle<>(now, logWeight, reweighting.twist(logPotential));
  }

  private void noteEnd(PartialSolution one, MutableList<SearchEvent> events) {
    if (one.isGoal()) {
      events.add(new SearchEvent.Finished(one.node(), aggregation.of(one.scores())));
    } else if (!one.leadsOn()) {
      events.add(
          new SearchEvent.Warned(
              one.node(),
              "cut at a limit of tokens; chosen only if no particle comes to its own end"));
    }
  }

  private ParticleFilterState nextPass(ParticleFilterState state, MutableList<SearchEvent> events) {
    Population<PartialSolution> population = state.population();
    RandomKey key = state.problem().key().child(CHOICE_STREAM).child(state.pass());
    int drawn = Resampling.MULTINOMIAL.ancestors(population.shares(), 1, key).getFirst();
    PartialSolution retained = population.get(drawn).state();
    events.add(
        new SearchEvent.Retained(
            retained.node(), state.pass() + 1, population.shares().get(drawn)));
    return state.nextPass(retained);
  }

  // The end.

  @Override
  public Transition<ParticleFilterState> conclude(
      ParticleFilterState state, Models models, Outcome why, String explanation) {
    if (why == Outcome.BUDGET) {
      // What is written and not judged yet needs one more call of the reward model.
      ParticleFilterState closing = state.closing(new Closing(why, explanation));
      return state.round().isEmpty()
          ? end(closing, judged(closing), why, explanation, models, Lists.mutable.empty())
          : new Transition<>(closing, Lists.immutable.empty());
    }
    ImmutableList<Result> results =
        judged(state)
            .select(PartialSolution::isGoal)
            .distinctBy(PartialSolution::node)
            .collect(one ->
                one.result(state.promptLength(), models, aggregation.of(one.scores()), null));
    return new Transition<>(
        state.done(), Lists.immutable.with(new SearchEvent.Concluded(why, explanation, results)));
  }

  /** Judges what is finished in this round; if nothing is finished at all, what there is. */
  private Transition<ParticleFilterState> close(
      ParticleFilterState state, Closing why, Models models, MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> written = state.round().solutions();
    ImmutableList<PartialSolution> goals = written.select(PartialSolution::isGoal);
    ImmutableList<PartialSolution> known = judged(state);
    ImmutableList<PartialSolution> open =
        goals.notEmpty()
            ? goals
            : known.anySatisfy(PartialSolution::isGoal) ? Lists.immutable.empty() : written;
    ImmutableList<PartialSolution> late =
        Round.judge(state.problem().question(), open, aggregation, models, events);
    for (PartialSolution one : late) {
      double reward = aggregation.of(one.scores());
      events.add(
          new SearchEvent.Scored(
              one.node(),
              new Score.Particle(reweighting.logPotential(reward), state.allRounds(), reward)));
      noteEnd(one, events);
    }
    return end(state, known.newWithAll(late), why.outcome(), why.explanation(), models, events);
  }

  /** Everything that is judged, stopped or not; the empty solution is not. */
  private static ImmutableList<PartialSolution> judged(ParticleFilterState state) {
    return state.candidates().select(one -> one.scores().notEmpty());
  }

  private Transition<ParticleFilterState> end(
      ParticleFilterState state,
      ImmutableList<PartialSolution> candidates,
      Outcome outcome,
      String explanation,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<Result> results =
        choice.results(
            candidates,
            state.population(),
            aggregation,
            state.problem().key().child(CHOICE_STREAM).child(0),
            state.promptLength(),
            models,
            events);
    events.add(new SearchEvent.Concluded(outcome, explanation, results));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
