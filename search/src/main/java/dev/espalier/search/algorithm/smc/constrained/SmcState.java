package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.token.TokenSequence;

/**
 * The state of sequential Monte Carlo over tokens.
 *
 * @param population the particles after their last move
 * @param time how many tokens were drawn for each particle that goes on
 * @param nextNode number of the next node
 */
record SmcState(
    Problem problem, Population<Strand> population, int time, int nextNode, boolean finished)
    implements SearchState {

  static SmcState initial(Problem problem, int particles) {
    Strand empty = new Strand(0, TokenSequence.of(problem.prompt()), null, null, 0, null);
    return new SmcState(problem, Population.of(empty, particles), 0, 1, false);
  }

  int promptLength() {
    return problem.prompt().size();
  }

  boolean anyGoesOn() {
    return population.particles().anySatisfy(SmcState::goesOn);
  }

  static boolean goesOn(Particle<Strand> particle) {
    return !particle.isDead() && particle.state().goesOn();
  }

  SmcState moved(Population<Strand> next, int newNodes) {
    return new SmcState(problem, next, time + 1, nextNode + newNodes, false);
  }

  SmcState done() {
    return new SmcState(problem, population, time, nextNode, true);
  }
}
