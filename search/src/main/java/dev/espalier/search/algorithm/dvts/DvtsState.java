package dev.espalier.search.algorithm.dvts;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.steps.Round;
import dev.espalier.search.event.Outcome;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The state of diverse verifier tree search.
 *
 * @param trees in the order of their numbers
 * @param round what is being written, candidates or their lookahead, or {@link Round#NONE}
 * @param candidates of this round, tree by tree, once they are written
 * @param reaches how far each candidate was looked ahead from; the candidate itself at first
 * @param lookedAhead how many steps of lookahead were begun in this round
 * @param rounds how many rounds have begun
 * @param nextNode number of the next node
 * @param closing why the search is being wound down, or null while it runs
 */
record DvtsState(
    String question,
    int promptLength,
    ImmutableList<Subtree> trees,
    Round round,
    ImmutableList<PartialSolution> candidates,
    ImmutableList<PartialSolution> reaches,
    int lookedAhead,
    int rounds,
    int nextNode,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  record Closing(Outcome outcome, String explanation) {}

  static DvtsState of(String question, int promptLength, ImmutableList<Subtree> trees) {
    return new DvtsState(
        question,
        promptLength,
        trees,
        Round.NONE,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        0,
        0,
        1,
        null,
        false);
  }

  /** A new round of candidates. */
  DvtsState begun(Round next) {
    return new DvtsState(
        question,
        promptLength,
        trees,
        next,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        0,
        rounds + 1,
        nextNode + next.drafts().size(),
        closing,
        false);
  }

  DvtsState writing(Round now) {
    return copy(trees, now, candidates, reaches, lookedAhead, nextNode, closing);
  }

  /** The candidates are written. */
  DvtsState with(ImmutableList<PartialSolution> written) {
    return copy(trees, Round.NONE, written, written, 0, nextNode, closing);
  }

  /** One more step of lookahead begins. */
  DvtsState looking(Round next) {
    return copy(
        trees,
        next,
        candidates,
        reaches,
        lookedAhead + 1,
        nextNode + next.drafts().size(),
        closing);
  }

  DvtsState reaching(ImmutableList<PartialSolution> further) {
    return copy(trees, Round.NONE, candidates, further, lookedAhead, nextNode, closing);
  }

  /** The round is judged. */
  DvtsState grown(ImmutableList<Subtree> next) {
    return copy(
        next, Round.NONE, Lists.immutable.empty(), Lists.immutable.empty(), 0, nextNode, closing);
  }

  DvtsState closing(Closing why) {
    return copy(trees, round, candidates, reaches, lookedAhead, nextNode, why);
  }

  DvtsState done() {
    return new DvtsState(
        question,
        promptLength,
        Lists.immutable.empty(),
        Round.NONE,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        0,
        rounds,
        nextNode,
        closing,
        true);
  }

  private DvtsState copy(
      ImmutableList<Subtree> all,
      Round now,
      ImmutableList<PartialSolution> written,
      ImmutableList<PartialSolution> further,
      int looked,
      int next,
      @Nullable Closing why) {
    return new DvtsState(
        question, promptLength, all, now, written, further, looked, rounds, next, why, false);
  }
}
