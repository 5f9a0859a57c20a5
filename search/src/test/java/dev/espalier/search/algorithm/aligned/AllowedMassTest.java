package dev.espalier.search.algorithm.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.random.RandomKey;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllowedMassTest {

  private static AllowedMass of(Models models, double tolerance, int mostRows) {
    return AllowedMass.of(models, Toys.PROMPT, 1, 100, tolerance, mostRows);
  }

  @Test
  void theBoundsMeetWhereEverythingWasLookedAt() {
    AllowedMass mass = of(Toys.A.matching(Toys.A_LANGUAGE), 0, 1_000);
    assertThat(Math.exp(mass.logLow())).isCloseTo(0.505, within(1e-6));
    assertThat(mass.logHigh()).isCloseTo(mass.logLow(), within(1e-9));
    assertThat(mass.isWithin(1e-6)).isTrue();
  }

  @Test
  void anEndlessLanguageIsBoundedAsNearAsWanted() {
    AllowedMass mass = of(Toys.D.of(Toys.D_LANGUAGE), 0.001, 10_000);
    assertThat(mass.isWithin(0.001)).isTrue();
    assertThat(Math.exp(mass.logMiddle())).isCloseTo(0.0212766, within(1e-4));
  }

  @Test
  void whatIsNotWorthFollowingStaysInTheUpperBound() {
    ToyText toy = ToyText.independent(new double[] {0.4, 0.4, 0.2}, "a", "b");
    AllowedMass few = of(toy.matching("[ab]*"), 0.001, 1);
    AllowedMass more = of(toy.matching("[ab]*"), 0.001, 1_000);
    assertThat(few.isWithin(0.001)).isFalse();
    assertThat(few.logLow()).isLessThan(more.logLow());
    assertThat(Math.exp(few.logHigh())).isCloseTo(1, within(1e-6));
    assertThat(Math.exp(more.logHigh())).isCloseTo(1, within(1e-6));
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /** Random models: the enumeration's Z lies between the bounds, however many rows they cost. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theTruthLiesBetweenTheBounds(long seed) {
    RandomKey key = RandomKey.ofSeed(seed);
    ToyText toy =
        ToyText.of(
            text -> {
              double[] p = new double[3];
              double sum = 0;
              for (int v = 0; v < p.length; v++) {
                p[v] = key.child(text.hashCode()).child(v).uniform();
                sum += p[v];
              }
              for (int v = 0; v < p.length; v++) {
                p[v] /= sum;
              }
              return p;
            },
            "a",
            "b");
    Models models = toy.matching("a(a|b){1,9}|bb?");
    double truth = Toys.exact(models, 20).logTotal();
    for (int rows : new int[] {1, 65, 257, 5_000}) {
      AllowedMass mass = of(models, 0, rows);
      assertThat(mass.logLow()).isLessThanOrEqualTo(truth + 1e-9);
      assertThat(mass.logHigh()).isGreaterThanOrEqualTo(truth - 1e-9);
    }
  }
}
