package dev.espalier.app.comparison;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.token.TokenText;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The texts a run has come to by a moment: its results once it has concluded, until then what has
 * finished.
 *
 * @param texts best first once it has concluded, else in the order they finished
 * @param best the score of the best, NaN where there is none
 * @param logProb of the best text's tokens under the model, NaN where there is none
 * @param conclusion how it ended, null while it has not
 */
record Outputs(
    ImmutableList<String> texts,
    double best,
    double logProb,
    SearchEvent.@Nullable Concluded conclusion) {

  static Outputs at(SearchTree tree, int cursor) {
    SearchEvent.Concluded conclusion = tree.conclusionAt(cursor);
    if (conclusion != null) {
      Result first = conclusion.results().getFirst();
      return new Outputs(
          conclusion.results().collect(Result::text),
          first == null ? Double.NaN : quality(tree, first, cursor),
          first == null ? Double.NaN : first.logProb(),
          conclusion);
    }
    ImmutableList<String> texts =
        Lists.immutable.withAll(
            tree.finishedAt(cursor).collect(node -> tree.completionAt(node, cursor)));
    double logProb = Double.NaN;
    double best = Double.NEGATIVE_INFINITY;
    for (int node : tree.finishedAt(cursor).toArray()) {
      if (tree.finishedScore(node) > best) {
        best = tree.finishedScore(node);
        logProb = tree.pathLogProbAt(node, cursor);
      }
    }
    return new Outputs(texts, tree.bestFinished().at(cursor), logProb, null);
  }

  /**
   * How good the run thinks its choice is, in what the curves show: the score of the node where it
   * ends, for a result's own score may be another number, such as a negative cost.
   */
  private static double quality(SearchTree tree, Result result, int cursor) {
    Score score = tree.scoreAt(result.node(), cursor);
    Double own = result.score();
    return score != null
        ? Metric.quality(score)
        : !Double.isNaN(tree.finishedScore(result.node()))
            ? tree.finishedScore(result.node())
            : own == null ? Double.NaN : own;
  }

  /** How many different texts these are, space at either end left out. */
  int distinct() {
    return texts.collect(text -> TokenText.readable(text).strip()).distinct().size();
  }

  /** The answer in the text chosen, or null. */
  @Nullable String answer(AnswerChecker checker) {
    return conclusion == null || texts.isEmpty()
        ? null
        : checker.extract(TokenText.readable(texts.getFirst()));
  }
}
