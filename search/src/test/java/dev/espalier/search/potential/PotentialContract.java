package dev.espalier.search.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** The laws of potentials, checked on every sequence up to a length over some of the items. */
interface PotentialContract {

  /** What is to be checked. */
  Potential potential();

  /** Items that sequences are made of. */
  int[] alphabet();

  /** Length of the longest of them. */
  default int longest() {
    return 4;
  }

  /** All sequences, the empty one first. */
  private List<ImmutableIntList> sequences() {
    List<ImmutableIntList> all = new ArrayList<>(List.of(IntLists.immutable.empty()));
    int from = 0;
    for (int length = 1; length <= longest(); length++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        for (int item : alphabet()) {
          all.add(all.get(i).newWith(item));
        }
      }
      from = to;
    }
    return all;
  }

  private static ImmutableIntList shorter(ImmutableIntList items) {
    return IntLists.immutable.with(java.util.Arrays.copyOf(items.toArray(), items.size() - 1));
  }

  private static boolean dead(double log) {
    return log == Double.NEGATIVE_INFINITY;
  }

  @Test
  default void theEmptyBeginningIsNotRuledOut() {
    assertThat(potential().prefix(IntLists.immutable.empty()))
        .isGreaterThan(Double.NEGATIVE_INFINITY);
  }

  @Test
  default void whatBeginsWithSomethingRuledOutIsRuledOut() {
    Potential potential = potential();
    for (ImmutableIntList items : sequences()) {
      if (items.notEmpty() && dead(potential.prefix(shorter(items)))) {
        assertThat(dead(potential.prefix(items))).as("prefix of %s", items).isTrue();
      }
      if (dead(potential.prefix(items))) {
        assertThat(dead(potential.complete(items))).as("complete of %s", items).isTrue();
      }
    }
  }

  @Test
  default void nextWeightsAreRatiosOfPrefixWeights() {
    Potential potential = potential();
    for (ImmutableIntList items : sequences()) {
      double prefix = potential.prefix(items);
      if (dead(prefix) || items.size() == longest()) {
        continue;
      }
      double[] next = potential.logNext(items);
      assertThat(next).hasSize(potential.items() + 1);
      for (int item : alphabet()) {
        assertClose(next[item], potential.prefix(items.newWith(item)) - prefix);
      }
      assertClose(next[potential.items()], potential.complete(items) - prefix);
    }
  }

  @Test
  default void alongATextNextWeightsAddUpToItsWeight() {
    Potential potential = potential();
    for (ImmutableIntList items : sequences()) {
      if (dead(potential.complete(items)) || items.size() != longest()) {
        continue;
      }
      double sum = potential.logNext(items)[potential.items()];
      for (ImmutableIntList at = items; at.notEmpty(); at = shorter(at)) {
        sum += potential.logNext(shorter(at))[at.getLast()];
      }
      assertClose(sum, potential.complete(items) - potential.prefix(IntLists.immutable.empty()));
    }
  }

  @Test
  default void askedTogetherOrAloneTheAnswersAreTheSame() {
    Potential potential = potential();
    ImmutableList<Potential.Question> questions =
        Lists.immutable
            .withAll(sequences())
            .flatCollect(items ->
                List.of(new Potential.Question(items, false), new Potential.Question(items, true)));
    Potential.Weights together = potential.weigh(questions);
    for (int i = 0; i < questions.size(); i++) {
      Potential.Question one = questions.get(i);
      assertClose(
          together.logs().get(i),
          one.complete() ? potential.complete(one.items()) : potential.prefix(one.items()));
    }
    assertThat(potential.weigh(Lists.immutable.empty()).logs().size()).isZero();
  }

  @Test
  default void stepByStepOrAtOnceTheAnswersAreTheSame() {
    Potential potential = potential();
    for (ImmutableIntList items : sequences()) {
      Walk walk = items.injectInto(potential.start(), Walk::push);
      assertClose(walk.prefix(), potential.prefix(items));
      assertClose(walk.complete(), potential.complete(items));
    }
  }

  @Test
  default void aConstraintAnswersYesOrNo() {
    Potential potential = potential();
    if (potential.isBoolean()) {
      for (ImmutableIntList items : sequences()) {
        assertThat(potential.prefix(items)).isIn(0.0, Double.NEGATIVE_INFINITY);
        assertThat(potential.complete(items)).isIn(0.0, Double.NEGATIVE_INFINITY);
      }
    }
  }

  @Test
  default void whereNothingIsDecidedTheWeightStays() {
    Potential potential = potential();
    for (ImmutableIntList items : sequences()) {
      if (items.notEmpty() && !potential.decidesAt(items)) {
        assertClose(potential.prefix(items), potential.prefix(shorter(items)));
      }
    }
  }

  private static void assertClose(double actual, double expected) {
    if (dead(expected)) {
      assertThat(actual).isEqualTo(expected);
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-12));
    }
  }
}
