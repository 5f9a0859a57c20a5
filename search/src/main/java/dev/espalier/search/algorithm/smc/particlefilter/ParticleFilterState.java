package dev.espalier.search.algorithm.smc.particlefilter;

import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.steps.Round;
import dev.espalier.search.event.Outcome;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The state of a particle filter.
 *
 * @param population the particles as they were judged last
 * @param round the steps being written below those that go on, or {@link Round#NONE}
 * @param pass of particle Gibbs, from 1; a plain filter makes one
 * @param rounds how many rounds this pass has begun
 * @param allRounds how many rounds all passes have begun
 * @param nextNode number of the next node
 * @param retained the trajectory that particle 0 follows in this pass, or null in the first
 * @param ended particles that earlier passes ended with
 * @param closing why the search is being wound down, or null while it runs
 */
record ParticleFilterState(
    Problem problem,
    Population<PartialSolution> population,
    Round round,
    int pass,
    int rounds,
    int allRounds,
    int nextNode,
    @Nullable PartialSolution retained,
    ImmutableList<PartialSolution> ended,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  record Closing(Outcome outcome, String explanation) {}

  static ParticleFilterState initial(Problem problem, int particles) {
    return new ParticleFilterState(
        problem,
        Population.of(PartialSolution.empty(problem), particles),
        Round.NONE,
        1,
        0,
        0,
        1,
        null,
        Lists.immutable.empty(),
        null,
        false);
  }

  int promptLength() {
    return problem.prompt().size();
  }

  /** Whether particle {@code i} follows a retained trajectory. */
  boolean follows(int i) {
    return retained != null && i == 0;
  }

  ParticleFilterState begun(Round next) {
    return new ParticleFilterState(
        problem,
        population,
        next,
        pass,
        rounds + 1,
        allRounds + 1,
        nextNode + next.drafts().size(),
        retained,
        ended,
        closing,
        false);
  }

  ParticleFilterState writing(Round now) {
    return new ParticleFilterState(
        problem,
        population,
        now,
        pass,
        rounds,
        allRounds,
        nextNode,
        retained,
        ended,
        closing,
        false);
  }

  ParticleFilterState judged(Population<PartialSolution> next) {
    return new ParticleFilterState(
        problem,
        next,
        Round.NONE,
        pass,
        rounds,
        allRounds,
        nextNode,
        retained,
        ended,
        closing,
        false);
  }

  /** The next pass, whose particle 0 follows {@code trajectory}. */
  ParticleFilterState nextPass(PartialSolution trajectory) {
    return new ParticleFilterState(
        problem,
        Population.of(PartialSolution.empty(problem), population.size()),
        Round.NONE,
        pass + 1,
        0,
        allRounds,
        nextNode,
        trajectory,
        candidates(),
        closing,
        false);
  }

  /** Every particle that some pass ended with, those of this one last. */
  ImmutableList<PartialSolution> candidates() {
    return ended.newWithAll(population.particles().collect(particle -> particle.state()));
  }

  ParticleFilterState closing(Closing why) {
    return new ParticleFilterState(
        problem, population, round, pass, rounds, allRounds, nextNode, retained, ended, why, false);
  }

  /** Over; the particles are let go. */
  ParticleFilterState done() {
    return new ParticleFilterState(
        problem,
        Population.of(PartialSolution.empty(problem), 1),
        Round.NONE,
        pass,
        rounds,
        allRounds,
        nextNode,
        null,
        Lists.immutable.empty(),
        closing,
        true);
  }
}
