package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The state of diverse beam search.
 *
 * @param groups in the order in which they choose
 * @param time steps taken
 * @param nextNode number of the next node
 */
record DiverseBeam(
    ImmutableList<Group> groups, int promptLength, int time, int nextNode, boolean finished)
    implements SearchState {

  /**
   * One of the groups.
   *
   * @param running hypotheses to be continued, best first; one for the prompt at the beginning
   * @param done finished hypotheses, best first, at most as many as the group is wide
   * @param seen what groups after it must not be like: its choices of the last step, none once it
   *     is over
   * @param time steps it has taken
   * @param over whether it has nothing left to do
   */
  record Group(
      ImmutableList<Hypothesis> running,
      ImmutableList<Hypothesis> done,
      ImmutableList<TokenSequence> seen,
      int time,
      boolean over) {

    /** A group that is over and holds its tongue. */
    Group silent() {
      return seen.isEmpty() ? this : new Group(running, done, Lists.immutable.empty(), time, over);
    }

    /** What it chose up to a step, that step included. */
    ImmutableList<TokenSequence> seen(int length) {
      return seen.collectIf(
          sequence -> sequence.length() >= length, sequence -> sequence.prefix(length));
    }
  }

  /**
   * A partial or finished text.
   *
   * @param sum of log-probabilities of the generated tokens
   * @param kept the sum that the next step adds to: less all penalties where they persist
   * @param value kept divided by length^penalty
   */
  record Hypothesis(int node, TokenSequence sequence, double sum, double kept, double value) {}
}
