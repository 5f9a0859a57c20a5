package dev.espalier.search.algorithm.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.random.RandomKey;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactDistributionTest {

  private static final double NEAR = 1e-6;

  @Test
  void threeBits() {
    ExactDistribution exact = Toys.exact(Toys.A.matching(Toys.A_LANGUAGE), 10);
    assertThat(exact.texts()).hasSize(5);
    assertThat(Math.exp(exact.logTotal())).isCloseTo(0.505, within(NEAR));
    assertThat(Math.exp(exact.logProbabilities().getFirst())).isCloseTo(0.00990099, within(NEAR));
    assertThat(Math.exp(exact.logProbabilities().getLast())).isCloseTo(0.24752475, within(NEAR));
    assertThat(Math.exp(exact.logMasked().getFirst())).isCloseTo(0.5, within(NEAR));
    assertThat(exact.divergenceOf(exact.logMasked())).isCloseTo(1.619388, within(1e-5));
  }

  @Test
  void fiveBits() {
    ExactDistribution exact = Toys.exact(Toys.B.matching(Toys.B_LANGUAGE), 10);
    assertThat(Math.exp(exact.logTotal())).isCloseTo(0.50005, within(NEAR));
    assertThat(Math.exp(exact.logProbabilities().getFirst())).isCloseTo(9.999e-5, within(1e-8));
    assertThat(exact.divergenceOf(exact.logMasked())).isCloseTo(3.912123, within(1e-5));
  }

  @Test
  void lettersBeforeAnEnd() {
    ExactDistribution exact = Toys.exact(Toys.C.matching(Toys.C_LANGUAGE), 60);
    assertThat(Math.exp(exact.logTotal())).isCloseTo(0.6, within(NEAR));
    double shorter = exact.logProbabilities().get(3);
    double longer = exact.logProbabilities().get(4);
    assertThat(Math.exp(longer - shorter)).isCloseTo(0.5, within(NEAR));
    assertThat(Math.exp(exact.logMasked().get(4) - exact.logMasked().get(3)))
        .isCloseTo(0.625, within(NEAR));
  }

  @Test
  void nestedParentheses() {
    ExactDistribution exact = Toys.exact(Toys.D.of(Toys.D_LANGUAGE), 160);
    assertThat(Math.exp(exact.logTotal())).isCloseTo(0.0212766, within(NEAR));
    for (int n = 0; n < 5; n++) {
      assertThat(Math.exp(exact.logProbabilities().get(n)))
          .isCloseTo(0.94 * Math.pow(0.06, n), within(NEAR));
      assertThat(Math.exp(exact.logMasked().get(n)))
          .isCloseTo(0.25 * Math.pow(0.75, n), within(NEAR));
    }
    assertThat(exact.divergenceFrom(exact.logMasked())).isCloseTo(1.163, within(1e-3));
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  /** Random models: what the enumeration says of each text is what multiplying out says. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyTextHasTheProbabilityThatItsTokensHave(long seed) {
    RandomKey key = RandomKey.ofSeed(seed);
    ToyText toy =
        ToyText.of(
            text -> {
              double[] p = new double[4];
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
            "ab",
            "b");
    String language = "a(a|b){1,3}|bb?";
    ExactDistribution exact = Toys.exact(toy.matching(language), 10);
    double total = 0;
    for (ExactDistribution.Text text : exact.texts()) {
      double p = toy.probability(text.tokens());
      assertThat(toy.decode(text.tokens())).matches(language);
      assertThat(Math.exp(text.logProb())).isCloseTo(p, within(1e-6));
      total += p;
    }
    // 2 + 4 + 8 texts that begin with a, 2 that begin with b; ab is written in two ways.
    assertThat(exact.texts().collect(t -> toy.decode(t.tokens())).distinct()).hasSize(16);
    assertThat(exact.texts().distinct()).hasSameSizeAs(exact.texts());
    assertThat(Math.exp(exact.logTotal())).isCloseTo(total, within(1e-6));
  }

  @Test
  void tooManyTextsAreNotWrittenDown() {
    assertThat(
            ExactDistribution.of(
                ToyText.independent(new double[] {0.4, 0.4, 0.2}, "a", "b").matching("[ab]*"),
                Toys.PROMPT,
                1,
                100,
                1_000))
        .isNull();
  }

  @Test
  void aTemperatureIsThatOfEveryFormula() {
    ExactDistribution exact =
        Objects.requireNonNull(
            ExactDistribution.of(Toys.C.matching("a?b"), Toys.PROMPT, 0.5, 10, 100));
    // p² renormalised: .25/.38 of a, .09/.38 of b.
    assertThat(Math.exp(exact.texts().getFirst().logProb())).isCloseTo(0.09 / 0.38, within(NEAR));
    assertThat(Math.exp(exact.texts().getLast().logProb()))
        .isCloseTo(0.25 / 0.38 * 0.09 / 0.38, within(NEAR));
  }

  @Test
  void weightsEstimateWhatCannotBeWrittenDown() {
    // Two texts of P .3 and .1, each drawn half of the time: Z = .4, Q = .75 and .25.
    ImportanceWeights weights = ImportanceWeights.of(Math.log(0.6), Math.log(0.2));
    assertThat(Math.exp(weights.logTotal())).isCloseTo(0.4, within(1e-12));
    assertThat(weights.divergence())
        .isCloseTo(0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25), within(1e-12));
    assertThat(weights.effectiveSize()).isCloseTo(1.6, within(1e-12));
    assertThat(ImportanceWeights.of(Double.NEGATIVE_INFINITY).divergence()).isNaN();
    assertThat(ImportanceWeights.of(0, 0, Double.NEGATIVE_INFINITY).divergence()).isZero();
  }
}
