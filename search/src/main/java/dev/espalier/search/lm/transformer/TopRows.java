package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.NextTokens;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Splits what an engine returns for many rows, and settles ties as the port promises: by id. */
final class TopRows {

  private TopRows() {}

  /** Rows over the whole vocabulary. */
  static ImmutableList<NextTokens> complete(float[] logProbs, int rows) {
    int width = logProbs.length / rows;
    MutableList<NextTokens> split = Lists.mutable.withInitialCapacity(rows);
    for (int row = 0; row < rows; row++) {
      split.add(NextTokens.all(Arrays.copyOfRange(logProbs, row * width, (row + 1) * width)));
    }
    return split.toImmutable();
  }

  /**
   * Rows of the best tokens. The native selection puts equal values in any order, and picks any of
   * them where they cross the cut; both are put right here.
   *
   * @param top how many entries a row shall have
   * @param logProbs for each row its best values, in descending order: {@code top + 1} of them, or
   *     the whole vocabulary if that is fewer
   * @param fullRow all log-probabilities of a row, for the rare one where ties cross the cut
   */
  static ImmutableList<NextTokens> best(
      int top, int vocabulary, float[] logProbs, int[] tokens, IntFunction<float[]> fullRow) {
    int width = Math.min(vocabulary, top + 1);
    int kept = Math.min(vocabulary, top);
    int rows = logProbs.length / width;
    MutableList<NextTokens> split = Lists.mutable.withInitialCapacity(rows);
    for (int row = 0; row < rows; row++) {
      int start = row * width;
      if (kept < width && logProbs[start + kept - 1] == logProbs[start + kept]) {
        split.add(NextTokens.all(fullRow.apply(row)).top(top));
      } else {
        int[] ids = Arrays.copyOfRange(tokens, start, start + kept);
        float[] values = Arrays.copyOfRange(logProbs, start, start + kept);
        sortTies(ids, values);
        split.add(NextTokens.top(vocabulary, ids, values));
      }
    }
    return split.toImmutable();
  }

  private static void sortTies(int[] ids, float[] values) {
    for (int from = 0; from < values.length; ) {
      int to = from + 1;
      while (to < values.length && values[to] == values[from]) {
        to++;
      }
      Arrays.sort(ids, from, to);
      from = to;
    }
  }

  static ImmutableList<HiddenState> hidden(float[] values, int rows) {
    int width = values.length / rows;
    MutableList<HiddenState> split = Lists.mutable.withInitialCapacity(rows);
    for (int row = 0; row < rows; row++) {
      split.add(HiddenState.of(Arrays.copyOfRange(values, row * width, (row + 1) * width)));
    }
    return split.toImmutable();
  }
}
