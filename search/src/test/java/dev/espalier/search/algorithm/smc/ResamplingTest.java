package dev.espalier.search.algorithm.smc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.random.RandomKey;
import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTest {

  private static final double[] WEIGHTS = {.37, 0, .05, .23, .35};
  private static final int COUNT = 7;

  private static int[] offspring(Resampling scheme, double[] weights, int count, long seed) {
    ImmutableIntList ancestors =
        scheme.ancestors(DoubleLists.immutable.with(weights), count, RandomKey.ofSeed(seed));
    assertThat(ancestors.size()).isEqualTo(count);
    int[] offspring = new int[weights.length];
    ancestors.forEach(i -> offspring[i]++);
    return offspring;
  }

  @ParameterizedTest
  @EnumSource
  void theMeanNumberOfOffspringIsNTimesTheWeight(Resampling scheme) {
    int runs = 20_000;
    double[] sum = new double[WEIGHTS.length];
    double[] square = new double[WEIGHTS.length];
    for (int seed = 0; seed < runs; seed++) {
      int[] offspring = offspring(scheme, WEIGHTS, COUNT, seed);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += offspring[i];
        square[i] += offspring[i] * offspring[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / runs;
      double se = Math.sqrt((square[i] / runs - mean * mean) / runs);
      assertThat(Math.abs(mean - COUNT * WEIGHTS[i]))
          .as("particle %d", i)
          .isLessThanOrEqualTo(4 * se);
    }
  }

  @ParameterizedTest
  @EnumSource
  void offspringStayWithinTheBoundsOfTheScheme(Resampling scheme) {
    for (int seed = 0; seed < 2_000; seed++) {
      int[] offspring = offspring(scheme, WEIGHTS, COUNT, seed);
      assertThat(offspring[1]).isZero();
      for (int i = 0; i < WEIGHTS.length; i++) {
        double expected = COUNT * WEIGHTS[i];
        switch (scheme) {
          case MULTINOMIAL -> {}
          case STRATIFIED ->
              assertThat((double) offspring[i]).isBetween(Math.floor(expected) - 1, expected + 2);
          case SYSTEMATIC ->
              assertThat((double) offspring[i])
                  .isBetween(Math.floor(expected), Math.ceil(expected));
          case RESIDUAL ->
              assertThat((double) offspring[i]).isGreaterThanOrEqualTo(Math.floor(expected));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allWeightOnOneGivesItAllOffspring(Resampling scheme) {
    double[] weights = {0, 0, 1, 0};
    for (int seed = 0; seed < 100; seed++) {
      assertThat(offspring(scheme, weights, 4, seed)).containsExactly(0, 0, 4, 0);
      assertThat(offspring(scheme, new double[] {1}, 1, seed)).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sharesThatSumToALittleLessThanOneNeverReachAParticleOfWeightZero(Resampling scheme) {
    double[] weights = new double[11];
    Arrays.fill(weights, 0, 10, .1 - 1e-9);
    for (int seed = 0; seed < 2_000; seed++) {
      assertThat(offspring(scheme, weights, 50, seed)[10]).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STRATIFIED", "SYSTEMATIC", "RESIDUAL"})
  void equalWeightsKeepEveryParticleOnce(Resampling scheme) {
    double[] weights = {.25, .25, .25, .25};
    for (int seed = 0; seed < 100; seed++) {
      assertThat(offspring(scheme, weights, 4, seed)).containsExactly(1, 1, 1, 1);
    }
  }

  @Test
  void weightsThatAreNoSharesAreRefused() {
    assertThatThrownBy(() -> offspring(Resampling.MULTINOMIAL, new double[] {.5, .6}, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shares of 1");
    assertThatThrownBy(() -> offspring(Resampling.MULTINOMIAL, new double[] {}, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weightsFarBelowTheRangeOfDoublesAreSharesAllTheSame() {
    Population<String> population =
        new Population<>(
            Lists.immutable.with(
                new Particle<>("a", -5_000, 0),
                new Particle<>("b", -5_000 + Math.log(3), 0),
                new Particle<>("c", Double.NEGATIVE_INFINITY, 0)));
    assertThat(population.shares().toArray())
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(.25, .75, 0);
    assertThat(population.logEvidence()).isEqualTo(-5_000 + Math.log(4. / 3), within(1e-9));
    assertThat(population.effectiveSize()).isEqualTo(1 / (.0625 + .5625), within(1e-9));
  }

  @Test
  void theDeadHaveNoEvidenceAndNoShares() {
    Population<String> dead =
        new Population<>(Lists.immutable.with(new Particle<>("a", Double.NEGATIVE_INFINITY, 0)));
    assertThat(dead.isDead()).isTrue();
    assertThat(dead.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(dead.effectiveSize()).isZero();
    assertThat(dead.shares().sum()).isZero();
  }
}
