package dev.espalier.search.algorithm.smc.particlefilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParticleFilterTest {

  private static SearchAlgorithm<?> kernel(String name, String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named(name).create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(
        kernel("particle-filter", settings), RewardedTree.problem(seed), tree.models());
  }

  /** Steps whose early judgement misleads: the best solution begins with the worse step. */
  private static RewardedTree toy() {
    return new RewardedTree()
        .step("A", .6, .8)
        .step("B", .4, .5)
        .goal("A/A1", .5, .9)
        .goal("A/A2", .5, .2)
        .goal("B/B1", .5, .95)
        .goal("B/B2", .5, .1);
  }

  private static final String[] LEAVES = {"A/A1", "A/A2", "B/B1", "B/B2"};

  /** p times the odds of every step. */
  private static final double[] PRODUCT = {10.8, .3, 3.8, .2 / 9};

  /** p times the odds of the last step. */
  private static final double[] FINAL = {2.7, .075, 3.8, .2 / 9};

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static void assertLaw(
      MutableObjectIntMap<String> counts, int runs, double[] probabilities) {
    for (int i = 0; i < LEAVES.length; i++) {
      assertThat(Math.abs(Searches.deviation(counts.get(LEAVES[i]), runs, probabilities[i])))
          .as(
              "%s came up %d times of %d, expected %f",
              LEAVES[i], counts.get(LEAVES[i]), runs, runs * probabilities[i])
          .isLessThan(4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2,false,.5388,.2052,.2112,.0448",
    "2,true,.542518,.201815,.207223,.048444",
    "4,false,.649408,.060541,.288092,.001959"
  })
  void theChosenAnswerHasTheLawOfTheReleasedFilters(
      int particles, boolean resampleLast, double a1, double a2, double b1, double b2) {
    RewardedTree toy = toy();
    int runs = 5_000;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs,
            seed ->
                run(
                        toy,
                        seed,
                        "particles",
                        Integer.toString(particles),
                        "resample-last",
                        Boolean.toString(resampleLast))
                    .chosen());
    assertLaw(counts, runs, new double[] {a1, a2, b1, b2});
  }

  @Test
  void manyParticlesStandForTheModelTimesAllOdds() {
    RewardedTree toy = toy();
    int runs = 600;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs, seed -> run(toy, seed, "particles", "256", "selection", "sample").chosen());
    double z = sum(PRODUCT);
    assertLaw(
        counts,
        runs,
        new double[] {PRODUCT[0] / z, PRODUCT[1] / z, PRODUCT[2] / z, PRODUCT[3] / z});
  }

  @Test
  void beforeTheLastWeightsParticlesStandForTheModelTimesEarlierOdds() {
    RewardedTree toy = toy();
    Done done = run(toy, 7, "particles", "4096");
    SearchEvent.Weighed last = done.all(SearchEvent.Weighed.class).getLast();
    Map<Integer, String> texts = new HashMap<>();
    done.results().forEach(r -> texts.put(r.node(), RewardedTree.labels(r.text()).makeString("/")));
    int[] counts = new int[LEAVES.length];
    last.nodes()
        .forEach(node -> {
          for (int i = 0; i < LEAVES.length; i++) {
            counts[i] += LEAVES[i].equals(texts.get(node)) ? 1 : 0;
          }
        });
    double[] law = {.428571, .428571, .071429, .071429};
    for (int i = 0; i < LEAVES.length; i++) {
      // One run resamples once, which adds to the variance of independent draws.
      assertThat(counts[i] / 4096.0).isCloseTo(law[i], within(.04));
    }
  }

  /** S stops after one step, G needs three; both are equally likely and have the odds 4 in all. */
  @ParameterizedTest
  @CsvSource({"true,.941176", "false,.5"})
  void aStoppedParticleIsWeighedAgainOrOnce(boolean again, double law) {
    RewardedTree tree =
        new RewardedTree()
            .goal("S", .5, .8)
            .step("G", .5, .5)
            .step("G/G", 1, .5)
            .goal("G/G/G", 1, .8);
    int runs = 800;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs,
            seed ->
                run(
                        tree,
                        seed,
                        "particles",
                        "128",
                        "selection",
                        "sample",
                        "reweight-stopped",
                        Boolean.toString(again))
                    .chosen());
    assertThat(Math.abs(Searches.deviation(counts.get("S"), runs, law))).isLessThan(4);
  }

  @ParameterizedTest
  @CsvSource({
    "product,multinomial,inf",
    "product,stratified,.5",
    "product,systematic,1",
    "product,residual,.9",
    "product,multinomial,0",
    "final,multinomial,inf",
    "final,stratified,.5",
    "final,systematic,1",
    "final,residual,.9",
    "final,multinomial,0"
  })
  void theEvidenceIsUnbiased(String target, String scheme, String threshold) {
    RewardedTree toy = toy();
    int runs = 1_200;
    double sum = 0;
    double square = 0;
    for (long seed = 0; seed < runs; seed++) {
      Done done =
          run(
              toy,
              seed,
              "particles",
              "3",
              "target",
              target,
              "resampling",
              scheme,
              "ess-threshold",
              threshold);
      double z = Math.exp(done.all(SearchEvent.Weighed.class).getLast().logEvidence());
      sum += z;
      square += z * z;
    }
    double mean = sum / runs;
    double se = Math.sqrt((square / runs - mean * mean) / runs);
    double expected = sum(target.equals("product") ? PRODUCT : FINAL);
    assertThat(Math.abs(mean - expected) / se).isLessThan(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "final"})
  void ofConstantOddsTheEvidenceIsExactInEveryRun(String target) {
    RewardedTree tree = new RewardedTree();
    tree.step("A", .3, .75).step("B", .7, .75);
    for (String above : new String[] {"A", "B"}) {
      tree.step(above + "/C", .5, .75).step(above + "/D", .5, .75);
      for (String middle : new String[] {above + "/C", above + "/D"}) {
        tree.goal(middle + "/E", .2, .75).goal(middle + "/F", .8, .75);
      }
    }
    for (long seed = 0; seed < 20; seed++) {
      Done done = run(tree, seed, "target", target, "particles", "5");
      assertThat(done.all(SearchEvent.Weighed.class).getLast().logEvidence())
          .isCloseTo(Math.log(target.equals("product") ? 27 : 3), within(1e-12));
    }
  }

  @Test
  void equalRewardsLeaveEveryParticleToTheModel() {
    RewardedTree tree =
        new RewardedTree()
            .step("A", .6, .5)
            .step("B", .4, .5)
            .goal("A/A1", .5, .5)
            .goal("A/A2", .5, .5)
            .goal("B/B1", .5, .5)
            .goal("B/B2", .5, .5);
    int runs = 6_000;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs, seed -> run(tree, seed, "particles", "3", "selection", "sample").chosen());
    assertLaw(counts, runs, new double[] {.3, .3, .2, .2});
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneParticleIsPlainSampling(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 4);
    Done sampled = Searches.run(kernel("sample"), RewardedTree.problem(seed), tree.models());
    assertThat(run(tree, seed, "particles", "1").results().getFirst().tokens())
        .isEqualTo(sampled.results().getFirst().tokens());
  }

  /** However few the particles, the chain of retained solutions has the target as its law. */
  @Test
  void particleGibbsConvergesToTheTargetWithTwoParticles() {
    RewardedTree toy = toy();
    int runs = 1_000;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs,
            seed ->
                run(toy, seed, "particles", "2", "iterations", "20", "selection", "sample")
                    .chosen());
    double z = sum(PRODUCT);
    assertLaw(
        counts,
        runs,
        new double[] {PRODUCT[0] / z, PRODUCT[1] / z, PRODUCT[2] / z, PRODUCT[3] / z});
  }

  @Test
  void particleGibbsFollowsARetainedSolutionThatIsLongerThanTheOthers() {
    RewardedTree tree =
        new RewardedTree()
            .goal("S", .5, .8)
            .step("G", .5, .5)
            .step("G/G", 1, .5)
            .goal("G/G/G", 1, .8);
    int runs = 1_000;
    MutableObjectIntMap<String> counts =
        Searches.count(
            runs,
            seed ->
                run(
                        tree,
                        seed,
                        "particles",
                        "2",
                        "iterations",
                        "25",
                        "selection",
                        "sample",
                        "reweight-stopped",
                        "false")
                    .chosen());
    assertThat(Math.abs(Searches.deviation(counts.get("S"), runs, .5))).isLessThan(4);
  }

  @Test
  void aRetainedParticleIsItsOwnOffspring() {
    Done done = run(toy(), 3, "particles", "3", "iterations", "4");
    assertThat(done.all(SearchEvent.Retained.class).collect(SearchEvent.Retained::pass))
        .containsExactly(2, 3, 4);
    int retained = -1;
    for (SearchEvent event : done.events()) {
      if (event instanceof SearchEvent.Retained now) {
        retained = now.node();
      } else if (event instanceof SearchEvent.Resampled(ImmutableIntList ancestors, _)
          && retained >= 0) {
        assertThat(ancestors.getFirst()).isZero();
      }
    }
  }

  @Test
  void nodesThatAreNotDrawnLeaveTheSearch() {
    Done done = run(toy(), 11, "particles", "8");
    assertThat(done.all(SearchEvent.Resampled.class)).hasSize(1);
    SearchEvent.Weighed weighed = done.all(SearchEvent.Weighed.class).getFirst();
    SearchEvent.Resampled drawn = done.all(SearchEvent.Resampled.class).getFirst();
    for (int i = 0; i < 8; i++) {
      int node = weighed.nodes().get(i);
      boolean survives = drawn.ancestors().contains(i);
      assertThat(
              done.all(SearchEvent.Pruned.class)
                  .anySatisfy(pruned ->
                      pruned.node() == node && pruned.reason() instanceof Reason.NotDrawn))
          .isEqualTo(!survives);
    }
    assertThat(weighed.weights().sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aStepTakesOneCallOfTheRewardModel() {
    RewardedTree tree = toy();
    run(tree, 5, "particles", "6");
    assertThat(tree.rewardCalls()).containsExactly(6, 6);
  }

  @Test
  void rewardsAtTheEndsOfTheirRangeAreBounded() {
    RewardedTree tree = new RewardedTree().goal("A", .5, 1).goal("B", .5, 0);
    for (long seed = 0; seed < 20; seed++) {
      Done done = run(tree, seed, "particles", "2");
      assertThat(done.all(SearchEvent.Reweighed.class))
          .allMatch(one -> Math.abs(one.logWeight()) < 17);
    }
  }

  @Test
  void aMissingRewardCountsAsTheWorst() {
    RewardedTree tree = new RewardedTree().goal("A", .5, Double.NaN).goal("B", .5, .5);
    Done done = run(tree, 1, "particles", "16");
    assertThat(done.all(SearchEvent.Warned.class)).isNotEmpty();
    assertThat(done.chosen()).isEqualTo("B");
  }

  @Test
  void anEndOfTextAtOnceIsAnEmptySolution() {
    RewardedTree tree = new RewardedTree().end("", 1);
    Done done = run(tree, 1, "particles", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getFirst().text()).isEmpty();
  }

  @Test
  void particlesCutByTheContextExhaustTheSearch() {
    RewardedTree tree = toy().context(2);
    Done done = run(tree, 1, "particles", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 9, 17})
  void aSpentBudgetStillGivesWhatWasJudged(long tokens) {
    Done done =
        Searches.run(
            kernel("particle-filter", "particles", "4", "selection", "sample"),
            RewardedTree.problem(2),
            toy().models(),
            Budget.of(CostUnit.TOKENS, tokens));
    assertThat(done.conclusion().outcome())
        .isEqualTo(tokens < 16 ? Outcome.BUDGET : Outcome.SOLVED);
    assertThat(done.results().isEmpty()).isEqualTo(tokens == 0);
    assertThat(done.results().collect(Result::node)).doesNotHaveDuplicates();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> kernel("particle-filter", "particles", "0"))
        .hasMessage("particles is \"0\"; it must be a whole number from 1 to 4096");
    assertThatThrownBy(() -> kernel("particle-filter", "ess-threshold", "-1"))
        .hasMessageContaining("a number of at least 0, or inf");
    assertThatThrownBy(() -> kernel("particle-filter", "resampling", "fair"))
        .hasMessageContaining("one of multinomial, stratified, systematic, residual");
    assertThatThrownBy(
            () -> kernel("particle-filter", "iterations", "2", "resampling", "systematic"))
        .hasMessageContaining("must be multinomial");
    assertThatThrownBy(() -> kernel("particle-filter", "iterations", "2", "particles", "1"))
        .hasMessageContaining("at least 2");
  }
}
