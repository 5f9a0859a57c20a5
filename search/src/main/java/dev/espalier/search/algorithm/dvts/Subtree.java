package dev.espalier.search.algorithm.dvts;

import dev.espalier.search.algorithm.steps.PartialSolution;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * One of the independent trees.
 *
 * @param at the step it has come to
 * @param answers the candidates of its last round, once it has ended; empty while it goes on
 */
record Subtree(PartialSolution at, ImmutableList<PartialSolution> answers) {

  static Subtree at(PartialSolution step) {
    return new Subtree(step, Lists.immutable.empty());
  }

  boolean goesOn() {
    return answers.isEmpty();
  }
}
