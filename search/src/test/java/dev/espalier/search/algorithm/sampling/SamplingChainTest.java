package dev.espalier.search.algorithm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.fixture.Letters;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Tables;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingChainTest {

  private static final Letters LETTERS = Letters.of("a", "b", "c", "d", "e", "f", "\n", ":");

  /** Logits 2, 1.5, 1, .5, 0, −1: probabilities .4197 .2546 .1544 .0936 .0568 .0209, H 1.4667. */
  private static final Distribution SIX = ofLogits(2, 1.5, 1, .5, 0, -1);

  private static Distribution ofLogits(double... logits) {
    double sum = 0;
    for (double z : logits) {
      sum += Math.exp(z);
    }
    float[] row = new float[logits.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (logits[i] - Math.log(sum));
    }
    return Distribution.of(NextTokens.all(row));
  }

  private static Distribution of(double... probabilities) {
    return Distribution.of(NextTokens.all(Tables.logs(probabilities)));
  }

  private static Situation after(int... text) {
    return new Situation(TokenSequence.of(text), 1, LETTERS, RandomKey.ofSeed(1), 4);
  }

  private static int[] tokens(Distribution d) {
    return IntStream.range(0, d.size()).map(d::token).toArray();
  }

  private static SamplingChain chain(String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return SamplingStages.chain(Settings.of(SamplingStages.PARAMETERS, given));
  }

  // Single stages, worked out by hand.

  @Test
  void theWorkedExampleHasItsProbabilitiesAndItsEntropy() {
    assertThat(SIX.probabilities())
        .containsExactly(new double[] {.4197, .2546, .1544, .0936, .0568, .0209}, within(5e-5));
    assertThat(SIX.entropy()).isCloseTo(1.4667, within(5e-5));
  }

  @Test
  void truncationsKeepWhatTheirDefinitionsSay() {
    assertThat(tokens(new TopP(.7).apply(SIX))).containsExactly(0, 1, 2);
    assertThat(tokens(new MinP(.25).apply(SIX))).containsExactly(0, 1, 2);
    assertThat(tokens(new MinP(.25).apply(new Temperature(2).apply(SIX))))
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(tokens(new Typical(.2).apply(SIX))).containsExactly(1);
    assertThat(tokens(new Typical(.5).apply(SIX))).containsExactly(0, 1, 2);
    assertThat(tokens(new Epsilon(.1).apply(SIX))).containsExactly(0, 1, 2);
    assertThat(tokens(new Eta(.3).apply(SIX))).containsExactly(0, 1, 2);
    assertThat(tokens(new TopK(2).apply(SIX))).containsExactly(0, 1);
    assertThat(tokens(new Temperature(0).apply(SIX))).containsExactly(0);
  }

  @Test
  void theCutOfEtaIsBetweenTheThirdAndTheFourth() {
    // √.3 · e^−1.4667 = .1264: .1544 stays, .0936 goes; with ε below the cut, ε itself decides.
    assertThat(Math.sqrt(.3) * Math.exp(-SIX.entropy())).isCloseTo(.1264, within(5e-5));
    assertThat(tokens(new Eta(.01).apply(SIX))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(tokens(new Eta(.05).apply(SIX))).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void temperatureDividesLogits() {
    Distribution halved = new Temperature(2).apply(SIX);
    double sum = 0;
    for (double z : new double[] {2, 1.5, 1, .5, 0, -1}) {
      sum += Math.exp(z / 2);
    }
    assertThat(halved.probability(0)).isCloseTo(Math.exp(1) / sum, within(1e-6));
    assertThat(halved.probability(5)).isCloseTo(Math.exp(-.5) / sum, within(1e-6));
  }

  @Test
  void temperatureNearZeroIsGreedy() {
    assertThat(new Temperature(.01).apply(SIX).probability(0)).isCloseTo(1, within(1e-9));
  }

  @Test
  void tiesWithTheLastOfTopKStayAndThoseOfTopPGoFromTheEnd() {
    Distribution ties = of(.4, .2, .2, .2);
    assertThat(tokens(new TopK(2).apply(ties))).containsExactly(0, 1, 2, 3);
    assertThat(tokens(new TopP(.5).apply(ties))).containsExactly(0, 1);
    assertThat(tokens(new TopP(.75).apply(ties))).containsExactly(0, 1, 2);
  }

  @Test
  void whatStandsInTheTextIsPenalisedOnTheLogScale() {
    Distribution half = of(.5, .25, .25);
    // b stands in the prompt: .25² = .0625 of a total .8125.
    Distribution penalised = new RepetitionPenalty(2).apply(half, after(1));
    assertThat(penalised.probabilities())
        .containsExactly(new double[] {.5 / .8125, .0625 / .8125, .25 / .8125}, within(1e-6));
  }

  @Test
  void presenceCountsOnceAndFrequencyEachTimeAndThePromptNever() {
    Distribution even = of(1 / 3.0, 1 / 3.0, 1 / 3.0);
    Situation text = after(2, 0, 0, 1);
    double e = Math.exp(-.5);
    assertThat(new PresencePenalty(.5).apply(even, text).probabilities())
        .containsExactly(
            new double[] {e / (1 + 2 * e), e / (1 + 2 * e), 1 / (1 + 2 * e)}, within(1e-6));
    assertThat(new FrequencyPenalty(.5).apply(even, text).probabilities())
        .containsExactly(
            new double[] {e * e / (1 + e + e * e), e / (1 + e + e * e), 1 / (1 + e + e * e)},
            within(1e-6));
  }

  @Test
  void noNGramComesTwice() {
    Distribution even = of(.25, .25, .25, .25);
    // a b c a b: a third c would repeat "a b c".
    assertThat(tokens(new NoRepeatNgram(3).apply(even, after(0, 1, 2, 0, 1))))
        .containsExactly(0, 1, 3);
    // b a b b: both "b a" and "b b" were there.
    assertThat(tokens(new NoRepeatNgram(2).apply(even, after(1, 0, 1, 1)))).containsExactly(2, 3);
    assertThat(tokens(new NoRepeatNgram(1).apply(even, after(1, 3)))).containsExactly(0, 2);
    assertThat(tokens(new NoRepeatNgram(5).apply(even, after(1, 3)))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void theMostProbableTokenStaysWhereAllAreBanned() {
    assertThat(tokens(new NoRepeatNgram(1).apply(of(.2, .5, .3), after(0, 1, 2))))
        .containsExactly(1);
  }

  @Test
  void dryGrowsWithTheLengthOfTheRepetition() {
    Distribution even = of(.2, .2, .2, .2, .2);
    // a b c d … a b c: d would make the repetition of three go on; 2 · 1.5^(3 − 2) = 3.
    Distribution dry = new Dry(2, 1.5, 2).apply(even, after(0, 1, 2, 3, 4, 0, 1, 2));
    double e = Math.exp(-3);
    assertThat(dry.probability(3)).isCloseTo(e / (4 + e), within(1e-6));
    assertThat(dry.probability(0)).isCloseTo(1 / (4 + e), within(1e-6));
  }

  @Test
  void dryTakesTheLongestRepetitionAndForgivesShortOnes() {
    Distribution even = of(.2, .2, .2, .2, .2);
    // c d after "b", and d after "a b": the longer counts, and single matches are free.
    Situation text = after(0, 1, 3, 2, 1, 3, 4, 1, 2, 0, 1);
    Distribution dry = new Dry(1, 2, 2).apply(even, text);
    double e = Math.exp(-1);
    assertThat(dry.probability(3)).isCloseTo(e / (4 + e), within(1e-6));
    assertThat(dry.probability(2)).isCloseTo(1 / (4 + e), within(1e-6));
  }

  @Test
  void aLineEndStopsARepetition() {
    Distribution even = of(.2, .2, .2, .2, .2);
    assertThat(new Dry(2, 1.5, 2).apply(even, after(0, 6, 1, 3, 4, 0, 6, 1)).probabilities())
        .containsExactly(even.probabilities(), within(1e-9));
    assertThat(new Dry(2, 1.5, 1).apply(even, after(1, 3, 7)).probabilities())
        .containsExactly(even.probabilities(), within(1e-9));
  }

  @Test
  void xtcLeavesTheLeastProbableOfTheTopChoices() {
    Distribution four = of(.4, .3, .2, .1);
    assertThat(tokens(new Xtc(1, .15).apply(four, after(0)))).containsExactly(2, 3);
    assertThat(tokens(new Xtc(1, .35).apply(four, after(0)))).containsExactly(0, 1, 2, 3);
    assertThat(tokens(new Xtc(1, .9).apply(four, after(0)))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void xtcHappensAsOftenAsItsProbabilitySays() {
    Distribution four = of(.4, .3, .2, .1);
    int happened = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      Situation place = new Situation(TokenSequence.of(0), 1, LETTERS, RandomKey.ofSeed(seed), 1);
      happened += new Xtc(.3, .15).apply(four, place).size() == 2 ? 1 : 0;
    }
    assertThat(Searches.deviation(happened, 10_000, .3)).isBetween(-4.0, 4.0);
  }

  @Test
  void mirostatKeepsWhatSurprisesNoMoreThanTheBoundAndMovesIt() {
    // Surprises 1, 2, 3, 3 bits.
    Distribution bits = of(.5, .25, .125, .125);
    Mirostat mirostat = new Mirostat(1.2, .5);
    assertThat(mirostat.bound(Double.NaN)).isEqualTo(2.4);
    Situation place = new Situation(TokenSequence.of(0), 1, LETTERS, RandomKey.ofSeed(1), 2.4);
    assertThat(tokens(mirostat.apply(bits, place))).containsExactly(0, 1);
    var adaptation = mirostat.adapt(bits, 1, 2.4);
    assertThat(adaptation.surprise()).isCloseTo(2, within(1e-6));
    assertThat(adaptation.next()).isCloseTo(2.4 - .5 * (2 - 1.2), within(1e-6));
    Situation tight = new Situation(TokenSequence.of(0), 1, LETTERS, RandomKey.ofSeed(1), -3);
    assertThat(tokens(mirostat.apply(bits, tight))).containsExactly(0);
  }

  // Laws.

  static List<Stage> stages() {
    return List.of(
        new Temperature(.7),
        new Temperature(3),
        new TopK(3),
        new TopP(.6),
        new MinP(.3),
        new Typical(.4),
        new Epsilon(.2),
        new Eta(.3),
        new RepetitionPenalty(1.7),
        new PresencePenalty(1.1),
        new FrequencyPenalty(.4),
        new NoRepeatNgram(2),
        new NoRepeatNgram(1),
        new Dry(1.3, 1.75, 1),
        new Xtc(1, .1),
        new Mirostat(1, .1));
  }

  private static Distribution random(long seed, int size) {
    RandomKey key = RandomKey.ofSeed(seed);
    double[] logits = new double[size];
    for (int i = 0; i < size; i++) {
      logits[i] = Math.rint(4 * key.child(i).gumbel()) / 2;
    }
    return ofLogits(logits);
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStageMakesADistributionOfSomeOfTheTokens(Stage stage) {
    for (long seed = 0; seed < 60; seed++) {
      Distribution before = random(seed, 1 + (int) (seed % 8));
      Distribution now = stage.apply(before, after(0, 1, 0, 2, 1, 0, 1));
      double sum = 0;
      for (double p : now.probabilities()) {
        assertThat(p).isBetween(0.0, 1 + 1e-12);
        sum += p;
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(now.size()).isBetween(1, before.size());
      assertThat(tokens(before)).contains(tokens(now));
      FilterStage line = now.after(stage.name());
      assertThat(line.kept()).isEqualTo(now.size());
      assertThat(line.mass()).isBetween(0.0, 1.0);
      assertThat(line.mass())
          .isCloseTo(
              IntStream.of(tokens(now)).mapToDouble(before::probabilityOf).sum(), within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("stages")
  void whatATruncationLeavesKeepsItsProportions(Stage stage) {
    for (long seed = 0; seed < 30; seed++) {
      Distribution before = random(seed, 8);
      Distribution now = stage.apply(before, after(0));
      if (stage instanceof Temperature
          || stage instanceof RepetitionPenalty
          || stage instanceof PresencePenalty
          || stage instanceof FrequencyPenalty
          || stage instanceof Dry) {
        assertThat(now.size()).isEqualTo(before.size());
        continue;
      }
      double left = IntStream.of(tokens(now)).mapToDouble(before::probabilityOf).sum();
      for (int i = 0; i < now.size(); i++) {
        assertThat(now.probability(i))
            .isCloseTo(before.probabilityOf(now.token(i)) / left, within(1e-12));
      }
    }
  }

  static List<Stage> neutral() {
    return List.of(
        new Temperature(1),
        new TopK(0),
        new TopP(1),
        new MinP(0),
        new Typical(1),
        new Epsilon(0),
        new Eta(0),
        new RepetitionPenalty(1),
        new PresencePenalty(0),
        new FrequencyPenalty(0),
        new NoRepeatNgram(0),
        new Dry(0, 1.75, 2),
        new Xtc(0, .1),
        new Mirostat(0, .1));
  }

  @ParameterizedTest
  @MethodSource("neutral")
  void aNeutralStageIsLeftOut(Stage stage) {
    assertThat(stage.neutral()).isTrue();
    assertThat(new SamplingChain(Lists.immutable.with(stage)).stageNames()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void aStageThatIsNotNeutralIsNot(Stage stage) {
    assertThat(stage.neutral()).isFalse();
  }

  @Test
  void theFastCutOfTopPIsThatOfTheDefinition() {
    for (long seed = 0; seed < 200; seed++) {
      Distribution before = random(seed, 1 + (int) (seed % 40));
      double p = RandomKey.ofSeed(seed).child(-5).uniform();
      // The least probable first, of equals the later first, while all dropped have 1 − p or less.
      List<Integer> order =
          IntStream.range(0, before.size())
              .boxed()
              .sorted((a, b) ->
                  before.probability(a) != before.probability(b)
                      ? Double.compare(before.probability(a), before.probability(b))
                      : b - a)
              .toList();
      double dropped = 0;
      int from = 0;
      while (from < order.size() - 1 && dropped + before.probability(order.get(from)) <= 1 - p) {
        dropped += before.probability(order.get(from++));
      }
      int[] kept = order.subList(from, order.size()).stream().mapToInt(i -> i).sorted().toArray();
      assertThat(tokens(new TopP(p).apply(before))).containsExactly(kept);
    }
  }

  // The chain.

  @Test
  void stagesStandInTheDeclaredOrder() {
    String[] all = {
      "temperature",
      ".7",
      "top-k",
      "5",
      "top-p",
      ".9",
      "min-p",
      ".1",
      "typical",
      ".9",
      "epsilon",
      ".01",
      "eta",
      ".01",
      "repetition-penalty",
      "1.1",
      "presence-penalty",
      ".1",
      "frequency-penalty",
      ".1",
      "no-repeat-ngram",
      "3",
      "dry-multiplier",
      ".8",
      "xtc-probability",
      ".5",
      "mirostat-tau",
      "3"
    };
    assertThat(chain(all).stageNames().makeString(","))
        .isEqualTo(
            "repetition-penalty,presence-penalty,frequency-penalty,no-repeat-ngram,dry,temperature,"
                + "top-k,top-p,min-p,typical,epsilon,eta,xtc,mirostat");
    String[] llama = Arrays.copyOf(all, all.length + 2);
    llama[all.length] = "order";
    llama[all.length + 1] = "llama.cpp";
    assertThat(chain(llama).stageNames().takeWhile(name -> !name.equals("temperature")))
        .contains("min-p", "top-p", "top-k", "xtc");
  }

  @Test
  void theOrderDecidesWhatMinPKeeps() {
    float[] row = new float[6];
    for (int i = 0; i < 6; i++) {
      row[i] = (float) SIX.logProbability(i);
    }
    NextTokens six = NextTokens.all(row);
    String[] settings = {"temperature", "2", "min-p", ".25", "order", "hf"};
    assertThat(chain(settings).draw(six, .5).stages().getLast().kept()).isEqualTo(5);
    settings[5] = "llama.cpp";
    assertThat(chain(settings).draw(six, .5).stages().getLast().kept()).isEqualTo(3);
    settings[5] = "min-p, temperature";
    ImmutableList<FilterStage> own = chain(settings).draw(six, .5).stages();
    assertThat(own.collect(FilterStage::name)).containsExactly("min-p", "temperature");
    assertThat(own.collect(FilterStage::kept)).containsExactly(3, 3);
  }

  @Test
  void anOrderIsWrittenOutWithWhatItDoesNotName() {
    Parameter.Order order = SamplingStages.ORDER;
    assertThat(order.check(" vllm ")).isEqualTo("vllm");
    String written = order.check("mirostat,top-k");
    assertThat(written).startsWith("mirostat,top-k,repetition-penalty,").contains("xtc");
    assertThat(order.check(written)).isEqualTo(written);
    for (String wrong : List.of("", "top-k,", "top-k,top-k", "top-q", "hf,top-k")) {
      assertThatThrownBy(() -> order.check(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("order")
          .hasMessageContaining("llama.cpp")
          .hasMessageContaining("min-p");
    }
    assertThat(order.sequence("llama.cpp").toSet()).isEqualTo(order.items().toSet());
    assertThat(order.sequence("vllm").toSet()).isEqualTo(order.items().toSet());
  }

  @Test
  void aPlainChainDrawsFromTheModelWithoutStages() {
    var draw = SamplingChain.PLAIN.draw(NextTokens.all(Tables.logs(.5, 0, .5)), .6);
    assertThat(draw.token()).isEqualTo(2);
    assertThat(draw.probability()).isCloseTo(.5, within(1e-6));
    assertThat(draw.stages()).isEmpty();
    assertThat(draw.adaptation()).isNull();
  }

  @Test
  void drawsFollowWhatTheStagesLeave() {
    NextTokens row = NextTokens.all(Tables.logs(.4, .3, .2, .1));
    SamplingChain chain = new SamplingChain(1, 3, 1, 0);
    int runs = 20_000;
    int[] counts = new int[4];
    for (long seed = 0; seed < runs; seed++) {
      counts[chain.draw(row, RandomKey.ofSeed(seed).uniform()).token()]++;
    }
    assertThat(counts[3]).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(Searches.deviation(counts[i], runs, (.4 - .1 * i) / .9)).isBetween(-4.0, 4.0);
    }
  }

  @Test
  void stepsAreWrittenWithFourStages() {
    assertThat(SamplingChain.parameters(.8).collect(Parameter::name))
        .containsExactly("temperature", "top-k", "top-p", "min-p");
    assertThat(SamplingChain.parameters(.8).getFirst().byDefault()).isEqualTo("0.8");
  }

  @Test
  void aStageThatLooksAtTheTextNeedsOne() {
    SamplingChain chain = new SamplingChain(Lists.immutable.with(new NoRepeatNgram(2)));
    assertThatThrownBy(() -> chain.draw(NextTokens.all(Tables.logs(.5, .5)), .5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-repeat-ngram");
  }

  @Test
  void aRowWithoutProbabilityIsAFailureOfTheModel() {
    assertThatThrownBy(() -> SamplingChain.PLAIN.draw(NextTokens.all(Tables.logs(0, 0)), .5))
        .isInstanceOf(ModelFailure.class)
        .hasMessageContaining("probability 0");
  }

  @ParameterizedTest
  @CsvSource({
    "temperature,-1,from 0 to 100",
    "top-k,-1,from 0",
    "top-p,0,to 1",
    "min-p,2,from 0 to 1",
    "typical,0,to 1",
    "epsilon,1.1,from 0 to 1",
    "eta,-0.1,from 0 to 1",
    "repetition-penalty,0,from 0.01 to 100",
    "presence-penalty,11,from -10 to 10",
    "frequency-penalty,NaN,from -10 to 10",
    "no-repeat-ngram,-3,from 0",
    "dry-multiplier,-1,from 0 to 100",
    "dry-base,0.5,from 1 to 10",
    "dry-length,0,from 1 to 50",
    "xtc-probability,2,from 0 to 1",
    "xtc-threshold,-1,from 0 to 1",
    "mirostat-tau,inf,from 0 to 100",
    "mirostat-eta,11,from 0 to 10"
  })
  void aValueOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatThrownBy(() -> chain(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + " is \"" + value)
        .hasMessageContaining(range);
  }
}
