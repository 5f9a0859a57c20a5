package dev.espalier.search.measure;

import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * How much texts repeat themselves: rep-n, the share of n-grams that stood in the same text before,
 * for n from 2 to 4, and the diversity that is made of them.
 *
 * <p>The counts of several texts add up, so that a corpus is measured as a whole, and a long text
 * counts more than a short one. An n-gram is looked for in its own text only.
 *
 * <p>Welleck et al., arXiv 1908.04319 (2019), for rep-n; Su et al., arXiv 2202.06417 (2022), for
 * diversity. The latter's code leaves out the last n-gram of each text; here every one counts.
 *
 * @param distinct number of different n-grams, for n = 2, 3, 4
 * @param total number of n-grams
 */
public record Repetition(ImmutableLongList distinct, ImmutableLongList total) {

  private static final int SHORTEST = 2;
  private static final int LONGEST = 4;

  /** Of no text. */
  public static final Repetition NONE =
      new Repetition(LongLists.immutable.with(0, 0, 0), LongLists.immutable.with(0, 0, 0));

  /** Of one text, between whose words is white space. */
  public static Repetition ofText(String text) {
    return text.isBlank() ? NONE : of(Lists.immutable.with(text.strip().split("\\s+")));
  }

  /** Of one text in tokens. */
  public static Repetition ofTokens(ImmutableIntList tokens) {
    return of(tokens.collect(token -> token));
  }

  /** Of one text in words of any kind. */
  public static Repetition of(ListIterable<?> words) {
    long[] distinct = new long[LONGEST - SHORTEST + 1];
    long[] total = new long[distinct.length];
    Object[] all = words.toArray();
    for (int n = SHORTEST; n <= LONGEST; n++) {
      MutableSet<List<Object>> seen = Sets.mutable.empty();
      for (int end = n; end <= all.length; end++) {
        seen.add(Arrays.asList(all).subList(end - n, end));
      }
      distinct[n - SHORTEST] = seen.size();
      total[n - SHORTEST] = Math.max(0, all.length - n + 1);
    }
    return new Repetition(LongLists.immutable.with(distinct), LongLists.immutable.with(total));
  }

  /** Of these texts and others together. */
  public Repetition plus(Repetition other) {
    return new Repetition(sum(distinct, other.distinct), sum(total, other.total));
  }

  private static ImmutableLongList sum(ImmutableLongList a, ImmutableLongList b) {
    return LongLists.immutable.with(a.get(0) + b.get(0), a.get(1) + b.get(1), a.get(2) + b.get(2));
  }

  /**
   * The share of n-grams that are repetitions, in [0, 1); 0 where there are none.
   *
   * @param n from 2 to 4
   */
  public double rep(int n) {
    if (n < SHORTEST || n > LONGEST) {
      throw new IllegalArgumentException(
          "rep-%d; n-grams of %d to %d tokens are counted".formatted(n, SHORTEST, LONGEST));
    }
    long all = total.get(n - SHORTEST);
    return all == 0 ? 0 : 1 - (double) distinct.get(n - SHORTEST) / all;
  }

  /** Product of 1 − rep-n over n = 2, 3, 4, in (0, 1]: 1 where nothing is repeated. */
  public double diversity() {
    return (1 - rep(2)) * (1 - rep(3)) * (1 - rep(4));
  }
}
