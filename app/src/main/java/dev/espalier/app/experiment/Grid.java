package dev.espalier.app.experiment;

import dev.espalier.search.budget.Budget;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/** Every problem with every contender, seed and budget. */
public record Grid(
    ProblemSet problems,
    ImmutableList<Contender> contenders,
    ImmutableLongList seeds,
    ImmutableList<Budget> budgets) {

  private static final int MOST_SEEDS = 10_000;

  /** One run to make. */
  public record Trial(ProblemSet.Item problem, Contender contender, long seed, Budget budget) {}

  /**
   * The runs, problem by problem, so that what an interrupted comparison has done is about the same
   * for all contenders.
   */
  public ImmutableList<Trial> trials() {
    MutableList<Trial> trials = Lists.mutable.empty();
    for (ProblemSet.Item problem : problems.items()) {
      for (long seed : seeds.toArray()) {
        for (Budget budget : budgets) {
          for (Contender contender : contenders) {
            trials.add(new Trial(problem, contender, seed, budget));
          }
        }
      }
    }
    return trials.toImmutable();
  }

  public boolean needsReward() {
    return contenders.anySatisfy(Contender::needsReward);
  }

  /**
   * Reads seeds: {@code 3} stands for 1, 2 and 3; {@code 5..9} and {@code 1,7,12} for themselves.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static ImmutableLongList seeds(String text) {
    MutableLongList seeds = LongLists.mutable.empty();
    try {
      if (text.contains("..")) {
        String[] ends = text.split("\\.\\.", 2);
        long from = Long.parseLong(ends[0].strip());
        long to = Long.parseLong(ends[1].strip());
        if (to < from || to - from >= MOST_SEEDS) {
          throw badSeeds(text);
        }
        for (long seed = from; seed <= to; seed++) {
          seeds.add(seed);
        }
      } else if (text.contains(",")) {
        for (String one : text.split(",", -1)) {
          seeds.add(Long.parseLong(one.strip()));
        }
      } else {
        long count = Long.parseLong(text.strip());
        if (count < 1 || count > MOST_SEEDS) {
          throw badSeeds(text);
        }
        for (long seed = 1; seed <= count; seed++) {
          seeds.add(seed);
        }
      }
    } catch (NumberFormatException _) {
      throw badSeeds(text);
    }
    if (seeds.distinct().size() < seeds.size()) {
      throw new IllegalArgumentException("--seeds " + text + ": a seed is named twice");
    }
    return seeds.toImmutable();
  }

  private static IllegalArgumentException badSeeds(String text) {
    return new IllegalArgumentException(
        "--seeds \"%s\"; it must be how many (1 to %d), a range such as 5..9, or a list such as 1,7,12"
            .formatted(text, MOST_SEEDS));
  }
}
