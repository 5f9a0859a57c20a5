package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.beam.DiverseBeam.Hypothesis;
import dev.espalier.search.lm.NextTokens;
import java.util.Collections;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * A token that may follow a hypothesis of a group.
 *
 * @param parent index of the hypothesis
 * @param plain what the hypothesis has kept and the token's log-probability
 * @param likeness to each earlier group
 * @param score plain less the penalty; higher is better
 */
record Extension(
    int parent,
    int token,
    double logProb,
    double plain,
    ImmutableDoubleList likeness,
    double score) {

  private static final Comparator<Extension> BY_PLACE =
      Comparator.comparingInt(Extension::parent).thenComparingInt(Extension::token);

  private static final Comparator<Extension> BEST_FIRST =
      Comparator.comparingDouble(Extension::score).reversed().thenComparing(BY_PLACE);

  private static final Comparator<Extension> PLAINLY_BEST_FIRST =
      Comparator.comparingDouble(Extension::plain).reversed().thenComparing(BY_PLACE);

  /**
   * An extension among all of its group.
   *
   * @param rank by score, from 0
   * @param plainRank had nothing been penalised in this step, from 0
   */
  record Ranked(Extension extension, int rank, int plainRank) {}

  /**
   * The best extensions, and those which only the penalties keep from being among the first.
   *
   * <p>A penalty never raises a score, so of each row only as many of its most probable tokens are
   * looked at as can hold the best extensions; the whole row, where it is there, if that cannot be
   * told.
   *
   * @param rows what may follow each of {@code running}
   * @param likeness for each of {@code running}, to each earlier group
   * @param strength λ
   * @param most how many are wanted
   * @param reach how many of a row's most probable tokens to look at first
   * @param first how many there are places for
   */
  static ImmutableList<Ranked> best(
      ImmutableList<Hypothesis> running,
      ImmutableList<NextTokens> rows,
      ImmutableList<ImmutableList<IntToDoubleFunction>> likeness,
      double strength,
      int most,
      int reach,
      int first) {
    MutableList<Extension> all = Lists.mutable.empty();
    for (int i = 0; i < rows.size(); i++) {
      double kept = running.get(i).kept();
      NextTokens row = rows.get(i);
      NextTokens head = row.complete() && reach < row.size() ? row.top(reach) : row;
      MutableList<Extension> some = of(i, head, kept, likeness.get(i), strength);
      if (head.size() < row.size() && !holds(some, most, kept + head.logProb(head.size() - 1))) {
        some = of(i, row, kept, likeness.get(i), strength);
      }
      all.addAll(some);
    }
    MutableList<Extension> plain = all.toSortedList(PLAINLY_BEST_FIRST);
    MutableList<Extension> ordered = all.toSortedList(BEST_FIRST);
    MutableList<Ranked> best = Lists.mutable.empty();
    for (int rank = 0; rank < ordered.size(); rank++) {
      Extension one = ordered.get(rank);
      int plainRank = Collections.binarySearch(plain, one, PLAINLY_BEST_FIRST);
      if (rank < most || plainRank < first) {
        best.add(new Ranked(one, rank, plainRank));
      }
    }
    return best.toImmutable();
  }

  private static MutableList<Extension> of(
      int parent,
      NextTokens row,
      double kept,
      ImmutableList<IntToDoubleFunction> likeness,
      double strength) {
    MutableList<Extension> extensions = Lists.mutable.empty();
    for (int i = 0; i < row.size(); i++) {
      double logProb = row.logProb(i);
      if (logProb > Double.NEGATIVE_INFINITY) {
        int token = row.token(i);
        double[] each = new double[likeness.size()];
        for (int group = 0; group < each.length; group++) {
          each[group] = likeness.get(group).applyAsDouble(token);
        }
        ImmutableDoubleList given = DoubleLists.immutable.with(each);
        double plain = kept + logProb;
        extensions.add(
            new Extension(parent, token, logProb, plain, given, plain - strength * given.sum()));
      }
    }
    return extensions;
  }

  /** Whether so many are better than anything whose plain score is at most {@code bound}. */
  private static boolean holds(MutableList<Extension> some, int most, double bound) {
    return some.count(one -> one.score() > bound) >= most;
  }
}
