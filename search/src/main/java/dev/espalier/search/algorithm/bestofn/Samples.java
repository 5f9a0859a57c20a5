package dev.espalier.search.algorithm.bestofn;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.steps.Draft;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.token.TokenText;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The state of best-of-n.
 *
 * @param samples in the order of their numbers
 * @param nextNode number of the next node
 * @param closing why the search is being wound down, or null while it runs
 */
record Samples(
    String question,
    int promptLength,
    ImmutableList<Sample> samples,
    int nextNode,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  record Closing(Outcome outcome, String explanation) {}

  /**
   * One solution.
   *
   * @param steps texts of its finished steps
   * @param logProb of the tokens of those steps
   * @param draft the step being written, or the last
   */
  record Sample(ImmutableList<String> steps, double logProb, Draft draft) {

    /** All its steps, the one being written too; at least one. */
    ImmutableList<String> allSteps() {
      String last = TokenText.join(draft.text()).strip();
      return last.isEmpty() && steps.notEmpty() ? steps : steps.newWith(last);
    }

    double totalLogProb() {
      return logProb + draft.logProb();
    }
  }

  Samples with(ImmutableList<Sample> other, int next) {
    return new Samples(question, promptLength, other, next, closing, false);
  }

  Samples closing(Closing why) {
    return new Samples(question, promptLength, samples, nextNode, why, false);
  }

  Samples done() {
    return new Samples(question, promptLength, Lists.immutable.empty(), nextNode, closing, true);
  }
}
