package dev.espalier.search.algorithm.stochasticbeam;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.event.Ending;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * The state of stochastic beam search.
 *
 * @param paths complete and incomplete ones, by falling G
 * @param time steps taken
 * @param nextNode number of the next node
 */
record StochasticBeam(
    ImmutableList<Path> paths, int promptLength, int time, int nextNode, boolean finished)
    implements SearchState {

  /**
   * A partial or complete text.
   *
   * @param logProb of the generated tokens under the model
   * @param phi the same under the distribution that is sampled, temperature applied
   * @param perturbed G, the greatest of the perturbed log-probabilities of all texts that begin so
   * @param key for the noise of what follows
   * @param ending why it is complete, or null while it is not
   */
  record Path(
      int node,
      TokenSequence sequence,
      double logProb,
      double phi,
      double perturbed,
      RandomKey key,
      @Nullable Ending ending) {

    boolean isOpen() {
      return ending == null;
    }
  }

  ImmutableList<Path> open() {
    return paths.select(Path::isOpen);
  }

  StochasticBeam done() {
    return new StochasticBeam(paths, promptLength, time, nextNode, true);
  }
}
