package dev.espalier.reward.verifier;

import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Several rewards as one: a step's score is the mean, the least or the product of theirs. Its
 * tokens are all that its members read. Where a member gives no score, neither does the ensemble.
 *
 * <p>Taking the least of several judges is the conservative choice against searches that find the
 * mistakes of one: Coste et al., "Reward Model Ensembles Help Mitigate Overoptimization", arXiv
 * 2310.02743 (2023).
 */
public final class RewardEnsemble implements RewardModel {

  /** How the scores of the members become one. */
  public enum Combination {
    MEAN,
    MIN,
    PRODUCT;

    /**
     * The combination of that name.
     *
     * @throws IllegalArgumentException naming all, for any other text
     */
    public static Combination of(String label) {
      for (Combination combination : values()) {
        if (combination.label().equals(label)) {
          return combination;
        }
      }
      throw new IllegalArgumentException(
          "combination \"%s\" of rewards; it can be mean, min or product".formatted(label));
    }

    /** The name users know it by. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private double of(double[] scores) {
      return switch (this) {
        case MEAN -> Arrays.stream(scores).average().orElseThrow();
        case MIN -> Arrays.stream(scores).reduce(1, Math::min);
        case PRODUCT -> Arrays.stream(scores).reduce(1, (a, b) -> a * b);
      };
    }
  }

  private final ImmutableList<RewardModel> members;
  private final Combination combination;

  /** Takes the members over: closing it closes them. */
  public RewardEnsemble(ImmutableList<RewardModel> members, Combination combination) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble of no rewards; at least 1 is needed");
    }
    this.members = members;
    this.combination = combination;
  }

  @Override
  public RewardDescription description() {
    ImmutableList<RewardDescription> each = members.collect(RewardModel::description);
    return new RewardDescription(
        combination.label() + each.collect(RewardDescription::id).makeString("(", ", ", ")"),
        each.collect(RewardDescription::hash).reject(String::isEmpty).makeString("+"),
        each.collect(RewardDescription::device).distinct().makeString("+"));
  }

  @Override
  public ImmutableList<String> notices() {
    return members.flatCollect(RewardModel::notices).distinct();
  }

  @Override
  public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
    ImmutableList<ImmutableList<StepScores>> opinions =
        members.collect(member -> member.score(solutions));
    MutableList<StepScores> combined = Lists.mutable.withInitialCapacity(solutions.size());
    for (int i = 0; i < solutions.size(); i++) {
      int solution = i;
      combined.add(combine(opinions.collect(each -> each.get(solution))));
    }
    return combined.toImmutable();
  }

  private StepScores combine(ImmutableList<StepScores> opinions) {
    int steps = opinions.getFirst().scores().size();
    double[] scores = new double[steps];
    int[] tokens = new int[steps];
    for (int step = 0; step < steps; step++) {
      double[] each = new double[opinions.size()];
      for (int member = 0; member < each.length; member++) {
        each[member] = opinions.get(member).scores().get(step);
        ImmutableIntList read = opinions.get(member).tokens();
        tokens[step] += read.get(step);
      }
      scores[step] = combination.of(each);
    }
    return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
  }

  @Override
  public void forget() {
    members.forEach(RewardModel::forget);
  }

  @Override
  public void close() {
    members.forEach(RewardModel::close);
  }
}
