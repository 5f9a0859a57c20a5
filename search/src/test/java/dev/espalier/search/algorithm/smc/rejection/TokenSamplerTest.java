package dev.espalier.search.algorithm.smc.rejection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.random.RandomKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenSamplerTest {

  private static final int UNLIMITED = TokenSampler.UNLIMITED;

  private static final TokenSampler MASK = new FullMask();
  private static final TokenSampler WRS = new WeightedRejectionSampling(2, UNLIMITED);
  private static final TokenSampler AWRS = new AdaptiveWeightedRejectionSampling();
  private static final TokenSampler RAWRS = new RecursiveRejectionSampling(UNLIMITED, 1);
  private static final TokenSampler GAWRS = new GeometricRejectionSampling(2, UNLIMITED);
  private static final TokenSampler RB_GAWRS = new IntegratedRejectionSampling(2);

  /** A distribution and the tokens that are allowed. */
  private static final class Toy {
    private final double[] p;
    private final Set<Integer> allowed;

    Toy(double[] p, Set<Integer> allowed) {
      this.p = p;
      this.allowed = allowed;
    }

    double[] p() {
      return p;
    }

    Set<Integer> allowed() {
      return allowed;
    }

    double mass() {
      return allowed.stream().mapToDouble(t -> p[t]).sum();
    }
  }

  private static Toy toy(double[] p, Integer... allowed) {
    return new Toy(p, Set.of(allowed));
  }

  private static final List<Toy> TOYS =
      List.of(
          toy(new double[] {.5, .5}, 0),
          toy(new double[] {.5, .2, .15, .1, .05}, 1, 3),
          toy(new double[] {.1, .2, .3, .3, .1}, 0, 1, 4),
          toy(new double[] {.9, .04, .03, .02, .01}, 4),
          toy(new double[] {1 / 6., 1 / 6., 1 / 6., 1 / 6., 1 / 6., 1 / 6.}, 0, 1, 2));

  /** What many draws of a sampler came to. */
  private static final class Sample {
    final int runs;
    final double[] mean;
    final double[] square;
    double weight;
    double weightSquare;
    double tries;
    double triesSquare;
    double checks;

    Sample(int runs, int vocabulary) {
      this.runs = runs;
      this.mean = new double[vocabulary];
      this.square = new double[vocabulary];
    }

    double mean() {
      return weight / runs;
    }

    double variance(double about) {
      return weightSquare / runs - 2 * about * weight / runs + about * about;
    }

    double meanTries() {
      return tries / runs;
    }

    /** How many standard errors E[w 1{x = t}] lies from its law. */
    double deviation(int token, double expected) {
      double m = mean[token] / runs;
      double se = Math.sqrt(Math.max(0, square[token] / runs - m * m) / runs);
      double difference = m - expected;
      return Math.abs(difference) < 1e-12 ? 0 : difference / se;
    }

    double triesDeviation(double expected) {
      double m = meanTries();
      double se = Math.sqrt(Math.max(0, triesSquare / runs - m * m) / runs);
      return Math.abs(m - expected) < 1e-9 ? 0 : (m - expected) / se;
    }
  }

  private static Sample sample(TokenSampler sampler, Toy toy, int runs, long seed) {
    Distribution p = Distribution.of(toy.p());
    Sample sample = new Sample(runs, toy.p().length);
    RandomKey key = RandomKey.ofSeed(seed);
    for (int run = 0; run < runs; run++) {
      Proposal drawn = sampler.propose(p, toy.allowed()::contains, key.child(run));
      double w = Math.exp(drawn.logWeight());
      if (!(w >= 0 && w <= 1) || (w > 0 && !toy.allowed().contains(drawn.token()))) {
        throw new AssertionError("weight " + w + " for token " + drawn.token());
      }
      sample.mean[drawn.token()] += w;
      sample.square[drawn.token()] += w * w;
      sample.weight += w;
      sample.weightSquare += w * w;
      sample.tries += drawn.tries().size();
      sample.triesSquare += (double) drawn.tries().size() * drawn.tries().size();
      sample.checks += drawn.checks();
    }
    return sample;
  }

  static Stream<Arguments> properSamplers() {
    return Stream.of(
            MASK,
            AWRS,
            RAWRS,
            new RecursiveRejectionSampling(2, 1),
            new RecursiveRejectionSampling(3, 1),
            new RecursiveRejectionSampling(UNLIMITED, .6),
            GAWRS,
            new GeometricRejectionSampling(3, UNLIMITED),
            new GeometricRejectionSampling(2, 2),
            new GeometricRejectionSampling(4, 5),
            RB_GAWRS,
            new IntegratedRejectionSampling(4),
            new WeightedRejectionSampling(2, 3),
            new WeightedRejectionSampling(3, 1000),
            new AutomaticRejectionSampling(2, UNLIMITED),
            new AutomaticRejectionSampling(3, 7))
        .flatMap(
            sampler -> IntStream.range(0, TOYS.size()).mapToObj(t -> Arguments.of(sampler, t)));
  }

  @ParameterizedTest(name = "{0} on toy {1}")
  @MethodSource("properSamplers")
  void everyTokensWeightIsItsProbabilityOnAverage(TokenSampler sampler, int toyIndex) {
    Toy toy = TOYS.get(toyIndex);
    Sample sample = sample(sampler, toy, 20_000, 17);
    for (int t = 0; t < toy.p().length; t++) {
      double expected = toy.allowed().contains(t) ? toy.p()[t] : 0;
      assertThat(Math.abs(sample.deviation(t, expected))).as("token %d", t).isLessThan(4);
    }
  }

  /** Variance of the weight and number of draws, by exact enumeration. */
  @ParameterizedTest(name = "{0} on toy {1}")
  @CsvSource({
    "WRS,0,.09657,4",
    "AWRS,0,.09375,2.75",
    "RAWRS,0,0,2",
    "RB,0,.08439,2.75",
    "WRS,1,.06480,6.6667",
    "AWRS,1,.06420,3.6802",
    "RAWRS,1,.04405,3.1012",
    "RB,1,.05752,3.6802",
    "WRS,2,.08434,5",
    "AWRS,2,.08229,3.3469",
    "RAWRS,2,.08571,2.8571",
    "RB,2,.07773,3.3469",
    "WRS,3,3.652e-4,200",
    "AWRS,3,8.996e-4,5.7863",
    "RAWRS,3,0,4.6545",
    "RB,3,2.276e-4,5.7863",
    "WRS,4,.09657,4",
    "AWRS,4,.09427,3.3125",
    "RAWRS,4,.125,2.75",
    "RB,4,.09295,3.3125",
    "GAWRS,0,.09657,2.75",
    "GAWRS,1,.06480,3.6802",
    "GAWRS,2,.08434,3.3469",
    "GAWRS,3,3.652e-4,5.7863",
    "GAWRS,4,.09657,3.3125"
  })
  void varianceAndDrawsAreThoseOfTheory(
      String name, int toyIndex, double variance, double expectedTries) {
    TokenSampler sampler =
        switch (name) {
          case "WRS" -> WRS;
          case "AWRS" -> AWRS;
          case "RAWRS" -> RAWRS;
          case "GAWRS" -> GAWRS;
          default -> RB_GAWRS;
        };
    Toy toy = TOYS.get(toyIndex);
    Sample sample = sample(sampler, toy, name.equals("WRS") ? 20_000 : 100_000, 5);
    assertThat(sample.variance(toy.mass()))
        .isCloseTo(variance, within(Math.max(1e-12, (toyIndex == 3 ? .15 : .05) * variance)));
    assertThat(Math.abs(sample.triesDeviation(expectedTries))).isLessThan(4);
    assertThat(sample.meanTries()).isCloseTo(expectedTries, within(.02 * expectedTries));
    assertThat(sample.checks).isLessThanOrEqualTo(sample.tries);
  }

  @Test
  void temptingEstimatorsAreSeenToBeBiased() {
    Toy toy = TOYS.getFirst();
    Distribution p = Distribution.of(toy.p());
    RandomKey key = RandomKey.ofSeed(3);
    int runs = 50_000;
    double sum = 0;
    double square = 0;
    for (int run = 0; run < runs; run++) {
      // The number of rejections alone, without the mass that the first loop left.
      Proposal drawn = AWRS.propose(p, toy.allowed()::contains, key.child(run));
      long rejections = drawn.tries().count(one -> !one.allowed());
      double w = 1.0 / (rejections + 1);
      sum += w;
      square += w * w;
    }
    double mean = sum / runs;
    double se = Math.sqrt((square / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - toy.mass()) / se).isGreaterThan(20);
    assertThat(mean).isCloseTo(5 / 8.0, within(4 * se));
  }

  @Test
  void locallyConstrainedDrawsAreExactAndWeighNothing() {
    Toy toy = TOYS.get(1);
    Sample sample = sample(new AdaptiveRejectionSampling(), toy, 50_000, 1);
    assertThat(sample.mean()).isEqualTo(1);
    for (int t : toy.allowed()) {
      assertThat(Math.abs(sample.deviation(t, toy.p()[t] / toy.mass()))).isLessThan(4);
    }
    double checks = 1;
    for (int t = 0; t < toy.p().length; t++) {
      checks += toy.allowed().contains(t) ? 0 : toy.p()[t] / (toy.p()[t] + toy.mass());
    }
    assertThat(Math.abs(sample.triesDeviation(checks))).isLessThan(4);
  }

  @Test
  void ofOneAllowedTokenTheRecursiveWeightIsItsProbability() {
    for (int run = 0; run < 200; run++) {
      Toy toy = TOYS.get(3);
      Proposal drawn =
          RAWRS.propose(Distribution.of(toy.p()), toy.allowed()::contains, RandomKey.ofSeed(run));
      assertThat(drawn.token()).isEqualTo(4);
      assertThat(Math.exp(drawn.logWeight())).isCloseTo(.01, within(1e-12));
    }
  }

  static Stream<TokenSampler> adaptive() {
    return Stream.of(AWRS, RAWRS, GAWRS, RB_GAWRS, new AutomaticRejectionSampling(2, UNLIMITED));
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void whereAllIsAllowedTwoDrawsGiveTheWeightOne(TokenSampler sampler) {
    for (int run = 0; run < 50; run++) {
      Proposal drawn =
          sampler.propose(Distribution.of(.5, .3, .2), _ -> true, RandomKey.ofSeed(run));
      assertThat(drawn.logWeight()).isCloseTo(0, within(1e-12));
      assertThat(drawn.tries()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void whereNothingIsAllowedEveryPossibleTokenIsAskedAboutOnce(TokenSampler sampler) {
    Set<Integer> asked = new HashSet<>();
    Proposal drawn =
        sampler.propose(
            Distribution.of(.5, 0, .3, .2),
            token -> {
              assertThat(asked.add(token)).isTrue();
              return false;
            },
            RandomKey.ofSeed(9));
    assertThat(asked).containsExactlyInAnyOrder(0, 2, 3);
    assertThat(drawn.logWeight()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(asked).contains(drawn.token());
    assertThat(drawn.checks()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("adaptive")
  void aVocabularyOfOneTokenIsDrawnFrom(TokenSampler sampler) {
    Proposal yes = sampler.propose(Distribution.of(1), _ -> true, RandomKey.ofSeed(1));
    assertThat(yes.token()).isZero();
    assertThat(yes.logWeight()).isCloseTo(0, within(1e-12));
    Proposal no = sampler.propose(Distribution.of(1), _ -> false, RandomKey.ofSeed(1));
    assertThat(no.logWeight()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  static Stream<Arguments> extremes() {
    return adaptive()
        .flatMap(sampler ->
            Stream.of(
                    new double[] {.6, .399999, 1e-6},
                    new double[] {.5, .5, 1e-300},
                    new double[] {1 - 1e-15, 1e-16, 1e-17})
                .map(p -> Arguments.of(sampler, p)));
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void aTokenOfHardlyAnyMassIsFoundAndNeverWeighedWrongly(TokenSampler sampler, double[] p) {
    double sum = 0;
    int runs = 500;
    for (int run = 0; run < runs; run++) {
      Proposal drawn = sampler.propose(Distribution.of(p), t -> t == 2, RandomKey.ofSeed(run));
      assertThat(drawn.logWeight()).isNotNaN();
      assertThat(drawn.token()).isEqualTo(2);
      sum += drawn.logWeight() == 0 ? 1 : Math.exp(drawn.logWeight());
    }
    if (sampler.equals(RAWRS)) {
      assertThat(sum / runs).isCloseTo(p[2], within(1e-9 * p[2]));
    }
  }

  @Test
  void massesBeyondTheRangeOfDoublesAreDrawnToo() {
    float[] row = {0, -2_000, -5_000};
    Distribution p = Distribution.of(NextTokens.all(row), IntSets.immutable.empty());
    Proposal drawn = RAWRS.propose(p, token -> token == 2, RandomKey.ofSeed(4));
    assertThat(drawn.token()).isEqualTo(2);
    assertThat(drawn.logWeight()).isCloseTo(-5_000, within(1e-6));
  }

  /** A vocabulary with a long tail, of which only the tail is allowed. */
  @ParameterizedTest
  @MethodSource("adaptive")
  void longTailsKeepTheirMean(TokenSampler sampler) {
    int vocabulary = 300;
    double[] p = new double[vocabulary];
    Arrays.setAll(p, rank -> 1.0 / (rank + 1));
    double total = Arrays.stream(p).sum();
    Arrays.setAll(p, rank -> p[rank] / total);
    double mass = Arrays.stream(p, 200, 210).sum();
    Distribution distribution = Distribution.of(p);
    double sum = 0;
    double square = 0;
    double tries = 0;
    int runs = 6_000;
    for (int run = 0; run < runs; run++) {
      Proposal drawn =
          sampler.propose(distribution, t -> t >= 200 && t < 210, RandomKey.ofSeed(run));
      double w = Math.exp(drawn.logWeight());
      sum += w;
      square += w * w;
      tries += drawn.tries().size();
    }
    double mean = sum / runs;
    double se = Math.sqrt((square / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - mass) / se).isLessThan(4);
    if (sampler.equals(RAWRS)) {
      double expected = 2;
      for (int t = 0; t < vocabulary; t++) {
        expected += t >= 200 && t < 210 ? 0 : p[t] / (p[t] + mass);
      }
      assertThat(tries / runs).isCloseTo(expected, within(.02 * expected));
    }
  }

  /** Tokens asked about at a large vocabulary, by theory; a mask asks about all 50 000. */
  @ParameterizedTest
  @CsvSource({"10,16.2,29.4", "1000,625.1,1148.5"})
  void theNumberOfChecksDoesNotGrowWithTheVocabulary(int first, double recursive, double twoLoops) {
    int vocabulary = 50_000;
    double[] p = new double[vocabulary];
    Arrays.setAll(p, rank -> 1.0 / (rank + 1));
    Distribution distribution = Distribution.of(p);
    double total = Arrays.stream(p).sum();
    double mass = Arrays.stream(p, first, first + 10).sum() / total;
    double one = 2;
    double two = 2;
    for (int t = 0; t < vocabulary; t++) {
      double r = p[t] / total;
      boolean in = t >= first && t < first + 10;
      one += in ? 0 : r / (r + mass);
      two += in ? 0 : 1 - Math.pow(mass / (mass + r), 2);
    }
    assertThat(one).isCloseTo(recursive, within(.1));
    assertThat(two).isCloseTo(twoLoops, within(.1));
    assertThat(meanTries(RAWRS, distribution, first)).isCloseTo(one, within(.2 * one));
    assertThat(meanTries(AWRS, distribution, first)).isCloseTo(two, within(.2 * two));
  }

  private static double meanTries(TokenSampler sampler, Distribution p, int first) {
    int runs = 400;
    long tries = 0;
    for (int run = 0; run < runs; run++) {
      tries +=
          sampler
              .propose(p, t -> t >= first && t < first + 10, RandomKey.ofSeed(run))
              .tries()
              .size();
    }
    return (double) tries / runs;
  }

  @Test
  void theChoiceOfASamplerSeesOnlyTheDistribution() {
    AutomaticRejectionSampling two = new AutomaticRejectionSampling(2, UNLIMITED);
    assertThat(two.chosen(Distribution.of(.5, .5))).isEqualTo(RAWRS);
    assertThat(two.chosen(Distribution.of(.7, .3))).isEqualTo(RB_GAWRS);
    assertThat(new AutomaticRejectionSampling(2, 9).chosen(Distribution.of(.7, .3)))
        .isEqualTo(new GeometricRejectionSampling(2, 9));
    assertThat(new AutomaticRejectionSampling(3, 9).chosen(Distribution.of(.5, .5)))
        .isEqualTo(new GeometricRejectionSampling(3, 9));
  }

  @Test
  void endTokensAreOneOutcome() {
    NextTokens row =
        NextTokens.all(
            new float[] {
              (float) Math.log(.2), (float) Math.log(.3), (float) Math.log(.4), (float) Math.log(.1)
            });
    Distribution p = Distribution.of(row, IntSets.immutable.with(1, 3));
    assertThat(p.size()).isEqualTo(3);
    assertThat(Math.exp(p.logProbOf(1))).isCloseTo(.4, within(1e-6));
    assertThat(p.logProbOf(3)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void aRowWithoutAnyProbabilityIsTheModelsFault() {
    float[] row = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertThatThrownBy(() -> Distribution.of(NextTokens.all(row), IntSets.immutable.empty()))
        .isInstanceOf(ModelFailure.class)
        .hasMessageContaining("probability 0");
  }

  @Test
  void limitsThatWouldBiasTheWeightsAreRefused() {
    assertThatThrownBy(() -> new GeometricRejectionSampling(1, 5))
        .hasMessageContaining("2 or more");
    assertThatThrownBy(() -> new GeometricRejectionSampling(2, 1)).hasMessageContaining("below 2");
    assertThatThrownBy(() -> new RecursiveRejectionSampling(2, 0)).hasMessageContaining("cap");
  }
}
