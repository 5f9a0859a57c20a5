package dev.espalier.app.tree;

import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import org.jspecify.annotations.Nullable;

/** Moments at which a search did what a reader would not have expected. */
final class Surprise {

  /** A token this probable is expected to stay; a reward that falls by this much is a mistake. */
  static final double LIMIT = 0.3;

  private Surprise() {}

  /** Whether a probable token was dropped. */
  static boolean dropped(NodeHistory node, Reason reason) {
    return switch (reason) {
      case Reason.Duplicate _, Reason.Lookahead _ -> false;
      default -> node.tokens.size() == 1 && Math.exp(node.logProbAt(Integer.MAX_VALUE)) > LIMIT;
    };
  }

  /**
   * Whether the reward model thinks much less of a node than of what it follows.
   *
   * @param above score of the parent, null where it has none
   */
  static boolean fell(Score score, @Nullable Score above) {
    return switch (score) {
      case Score.AStar star ->
          above instanceof Score.AStar before && before.reward() - star.reward() > LIMIT;
      case Score.Particle particle ->
          above instanceof Score.Particle before && before.value() - particle.value() > LIMIT;
      case Score.Solution solution -> {
        int last = solution.steps().size() - 1;
        yield last > 0 && solution.steps().get(last - 1) - solution.steps().get(last) > LIMIT;
      }
      default -> false;
    };
  }
}
