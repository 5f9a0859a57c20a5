package dev.espalier.search.algorithm.prmbeam;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.steps.Round;
import dev.espalier.search.event.Outcome;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The state of beam search by a reward model.
 *
 * @param beams that go on, in the order of their places
 * @param round the steps being written below them, or {@link Round#NONE} between rounds
 * @param rounds how many rounds have begun
 * @param completed beams that ended, in the order in which they did
 * @param nextNode number of the next node
 * @param closing why the search is being wound down, or null while it runs
 */
record PrmBeamState(
    String question,
    int promptLength,
    ImmutableList<PartialSolution> beams,
    Round round,
    int rounds,
    ImmutableList<PartialSolution> completed,
    int nextNode,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  record Closing(Outcome outcome, String explanation) {}

  PrmBeamState begun(Round next) {
    return new PrmBeamState(
        question,
        promptLength,
        beams,
        next,
        rounds + 1,
        completed,
        nextNode + next.drafts().size(),
        closing,
        false);
  }

  PrmBeamState writing(Round now) {
    return new PrmBeamState(
        question, promptLength, beams, now, rounds, completed, nextNode, closing, false);
  }

  PrmBeamState judged(
      ImmutableList<PartialSolution> survivors, ImmutableList<PartialSolution> moreCompleted) {
    return new PrmBeamState(
        question,
        promptLength,
        survivors,
        Round.NONE,
        rounds,
        completed.newWithAll(moreCompleted),
        nextNode,
        closing,
        false);
  }

  PrmBeamState closing(Closing why) {
    return new PrmBeamState(
        question, promptLength, beams, round, rounds, completed, nextNode, why, false);
  }

  PrmBeamState done() {
    return new PrmBeamState(
        question,
        promptLength,
        Lists.immutable.empty(),
        Round.NONE,
        rounds,
        Lists.immutable.empty(),
        nextNode,
        closing,
        true);
  }
}
