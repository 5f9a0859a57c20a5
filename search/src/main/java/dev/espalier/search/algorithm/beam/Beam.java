package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The state of beam search.
 *
 * @param running hypotheses to be continued, best first
 * @param done finished hypotheses, best first, at most as many as the beam is wide
 * @param time steps taken
 * @param nextNode number of the next node
 */
record Beam(
    ImmutableList<Hypothesis> running,
    ImmutableList<Hypothesis> done,
    int promptLength,
    int time,
    int nextNode,
    boolean finished)
    implements SearchState {

  /**
   * A partial or finished text.
   *
   * @param sum of log-probabilities of the generated tokens
   * @param value the sum divided by length^penalty if finished, else the sum
   */
  record Hypothesis(int node, TokenSequence sequence, double sum, double value) {}
}
