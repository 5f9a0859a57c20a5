package dev.espalier.search.algorithm.astar;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.steps.Draft;
import dev.espalier.search.event.Outcome;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The state of A*-decoding.
 *
 * @param open the frontier
 * @param goals finished answers taken from the frontier, first the first
 * @param generated all finished answers that were written
 * @param expanding the node whose children are being written, or null between expansions
 * @param drafts those children
 * @param again for each draft, whether it is its second try
 * @param pops how many nodes were taken from the frontier
 * @param nextNode number of the next node
 * @param closing why the search is being wound down, or null while it runs
 */
record AStarState(
    String question,
    int promptLength,
    OpenList open,
    ImmutableList<StepNode> goals,
    ImmutableList<StepNode> generated,
    @Nullable StepNode expanding,
    ImmutableList<Draft> drafts,
    ImmutableList<Boolean> again,
    int pops,
    int nextNode,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  record Closing(Outcome outcome, String explanation) {}

  static AStarState of(String question, int promptLength, StepNode root) {
    return new AStarState(
        question,
        promptLength,
        OpenList.EMPTY.with(root),
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        null,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        0,
        1,
        null,
        false);
  }

  /** The node whose children are being written. */
  StepNode parent() {
    return Objects.requireNonNull(expanding);
  }

  Closing requireClosing() {
    return Objects.requireNonNull(closing);
  }

  AStarState with(OpenList frontier) {
    return copy(frontier, goals, generated, expanding, drafts, again, closing, false);
  }

  /** Without the best open node. */
  AStarState popped() {
    return new AStarState(
        question,
        promptLength,
        open.withoutBest(),
        goals,
        generated,
        expanding,
        drafts,
        again,
        pops + 1,
        nextNode,
        closing,
        false);
  }

  AStarState withGoal(StepNode goal) {
    return copy(open, goals.newWith(goal), generated, expanding, drafts, again, closing, false);
  }

  AStarState withGenerated(ImmutableList<StepNode> more) {
    return copy(open, goals, generated.newWithAll(more), expanding, drafts, again, closing, false);
  }

  AStarState closing(Closing why) {
    return copy(open, goals, generated, expanding, drafts, again, why, false);
  }

  /** Over; what was half written is let go. */
  AStarState done() {
    return copy(
        open,
        goals,
        generated,
        null,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        closing,
        true);
  }

  /** Writing these children of {@code node}. */
  AStarState writing(
      StepNode node, ImmutableList<Draft> children, ImmutableList<Boolean> second, int next) {
    return new AStarState(
        question,
        promptLength,
        open,
        goals,
        generated,
        node,
        children,
        second,
        pops,
        next,
        closing,
        false);
  }

  /** Done with the children of a node. */
  AStarState expanded() {
    return new AStarState(
        question,
        promptLength,
        open,
        goals,
        generated,
        null,
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        pops,
        nextNode,
        closing,
        false);
  }

  private AStarState copy(
      OpenList frontier,
      ImmutableList<StepNode> taken,
      ImmutableList<StepNode> written,
      @Nullable StepNode node,
      ImmutableList<Draft> children,
      ImmutableList<Boolean> second,
      @Nullable Closing why,
      boolean over) {
    return new AStarState(
        question,
        promptLength,
        frontier,
        taken,
        written,
        node,
        children,
        second,
        pops,
        nextNode,
        why,
        over);
  }
}
