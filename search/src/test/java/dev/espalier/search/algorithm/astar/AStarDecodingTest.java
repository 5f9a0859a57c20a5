package dev.espalier.search.algorithm.astar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyModel;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.token.TokenSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AStarDecodingTest {

  private static final double EXACT = 1e-12;

  /** Half of the spacing of scores in fixed point. */
  private static final double FIXED = 1e-6;

  private static SearchAlgorithm<?> kernel(String name, String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("temperature", "1"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named(name).create(given);
  }

  private static Done run(RewardedTree tree, long seed, String... settings) {
    return Searches.run(kernel("a-star", settings), RewardedTree.problem(seed), tree.models());
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /** What the events say of the nodes: a fold of its own, apart from the search's state. */
  private static final class Story {
    final Map<Integer, Integer> parents = new TreeMap<>();
    final Map<Integer, String> texts = new TreeMap<>();
    final Map<Integer, Score.AStar> scores = new TreeMap<>();
    final List<Integer> pops = new ArrayList<>();

    static Story of(Done done) {
      Story story = new Story();
      for (SearchEvent event : done.events()) {
        switch (event) {
          case SearchEvent.Grown grown -> {
            story.parents.put(grown.node(), grown.parent());
            story.texts.put(grown.node(), "");
          }
          case SearchEvent.Extended extended ->
              story.texts.merge(extended.node(), extended.text(), String::concat);
          case SearchEvent.Scored scored ->
              story.scores.put(scored.node(), (Score.AStar) scored.score());
          case SearchEvent.Popped popped -> story.pops.add(popped.node());
          default -> {}
        }
      }
      return story;
    }

    Score.AStar score(int node) {
      return Objects.requireNonNull(scores.get(node));
    }

    int parent(int node) {
      return Objects.requireNonNull(parents.get(node));
    }

    /** Labels of a node's steps, joined by slashes. */
    String path(int node) {
      Integer parent = parents.get(node);
      if (parent == null) {
        return "";
      }
      String above = path(parent);
      String own = Objects.requireNonNull(texts.get(node)).strip();
      return above.isEmpty() ? own : above + "/" + own;
    }

    int depth(int node) {
      Integer parent = parents.get(node);
      return parent == null ? 0 : 1 + depth(parent);
    }

    List<String> poppedPaths() {
      return pops.stream().map(this::path).toList();
    }

    List<Double> poppedPriorities() {
      return pops.stream().map(node -> score(node).value()).toList();
    }
  }

  private static RewardedTree twoBranches() {
    return new RewardedTree()
        .step("A", .5, .9)
        .step("B", .5, .7)
        .step("A/AA", .5, .5)
        .goal("A/AB", .5, .6)
        .step("B/BA", .5, .8)
        .goal("B/BB", .5, .2)
        .goal("A/AA/AAA", .5, .95)
        .goal("A/AA/AAB", .5, .3)
        .goal("B/BA/BAA", .5, .75)
        .goal("B/BA/BAB", .5, .9);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0 .1 .3 .3 .3", "1,1,1 .1 .3 .2 .1"})
  void popsInTheOrderOfTheWorkedExample(String weight, String root, String priorities) {
    // So many samples that each of two equally likely children is among them.
    Done done = run(twoBranches(), 1, "branching", "40", "weight", weight, "root", root);
    Story story = Story.of(done);
    assertThat(story.poppedPaths()).containsExactly("", "A", "B", "B/BA", "B/BA/BAB");
    List<Double> expected =
        List.of(priorities.split(" ", -1)).stream().map(Double::valueOf).toList();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(story.poppedPriorities().get(i)).isCloseTo(expected.get(i), within(FIXED));
      assertThat(done.all(SearchEvent.Popped.class).get(i).priority())
          .isEqualTo(story.poppedPriorities().get(i));
    }
    // Eight distinct children were judged, the root is the ninth score.
    assertThat(story.scores).hasSize(9);
    assertThat(done.cost().prmPasses()).isEqualTo(8);
    assertThat(done.chosen()).isEqualTo("B/BA/BAB");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
  }

  @Test
  void infiniteWeightIsGreedyBestFirst() {
    Story story = Story.of(run(twoBranches(), 1, "branching", "40", "weight", "inf"));
    // A first (h .1), then of AA (.5), AB (.4) and B (.3) the last, and so on.
    assertThat(story.poppedPaths()).containsExactly("", "A", "B", "B/BA", "B/BA/BAB");
    story.scores.values().forEach(score -> assertThat(score.value()).isEqualTo(score.h()));
  }

  @Test
  void aWeightOfOneMayReturnAnAnswerThatIsNotTheBest() {
    RewardedTree tree = new RewardedTree().goal("X", .5, .8).step("B", .5, .1).goal("B/Z", 1, 1);
    Done done = run(tree, 1, "branching", "20", "weight", "1", "root", "1");
    assertThat(done.chosen()).isEqualTo("X");
    assertThat(done.results().getFirst().score()).isCloseTo(-.2, within(FIXED));
  }

  @Test
  void aHugeWeightOrdersByRemainingCost() {
    Done huge = run(RewardedTree.random(3, 3, 4), 3, "weight", "1e300");
    Done infinite = run(RewardedTree.random(3, 3, 4), 3, "weight", "inf");
    assertThat(Story.of(huge).pops).isEqualTo(Story.of(infinite).pops);
  }

  /**
   * All answers of the tree that a seed samples and their regressions in fixed point, found by
   * walking the whole of it, with no search at all.
   */
  private static Map<String, Long> answers(RewardedTree tree, long seed, int branching, long root) {
    Map<String, Long> answers = new TreeMap<>();
    walk(
        tree.models(),
        RewardedTree.problem(seed).key(),
        TokenSequence.of(RewardedTree.problem(seed).prompt()),
        Lists.immutable.empty(),
        branching,
        root,
        0,
        answers);
    return answers;
  }

  private static void walk(
      Models models,
      RandomKey key,
      TokenSequence sequence,
      ImmutableList<String> steps,
      int branching,
      long h,
      long regression,
      Map<String, Long> answers) {
    Set<TokenSequence> seen = new HashSet<>();
    for (int i = 0; i < branching; i++) {
      RandomKey next = i == 0 ? key : key.child(i);
      TokenSequence child = sequence;
      StringBuilder text = new StringBuilder();
      boolean ended = false;
      while (!ended && !text.toString().endsWith("\n\n")) {
        NextTokens row =
            models
                .language()
                .evaluate(Lists.immutable.with(child), Wanted.ALL_TOKENS)
                .rows()
                .getOnly();
        int token = 0;
        for (double left = next.uniform() - Math.exp(row.logProb(0)); left >= 0; ) {
          left -= Math.exp(row.logProb(++token));
        }
        next = next.child(0);
        child = child.append(token);
        text.append(models.tokenizer().text(token));
        ended = models.tokenizer().endTokens().contains(token);
      }
      if (seen.add(child)) {
        ImmutableList<String> longer = steps.newWith(text.toString().strip());
        double reward =
            models
                .requireReward()
                .score(Lists.immutable.with(new Solution("", longer)))
                .getOnly()
                .last();
        long below = AStarDecoding.ONE - Math.round(reward * AStarDecoding.ONE);
        long charged = regression + Math.max(0, below - h);
        if (ended) {
          answers.merge(longer.makeString("/"), charged, Math::min);
        } else {
          walk(models, next, child, longer, branching, below, charged, answers);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withNoWeightTheAnswerHasTheLeastRegressionOfTheWholeTree(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 4);
    Map<String, Long> answers = answers(tree, seed, 4, 0);
    long least = answers.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    Done done = run(tree, seed, "branching", "4", "weight", "0");
    assertThat(answers).containsEntry(done.chosen(), least);
    Story story = Story.of(done);
    assertThat(story.poppedPriorities()).isSorted();
    assertThat(Math.round(story.poppedPriorities().getLast() * AStarDecoding.ONE)).isEqualTo(least);
    story.scores.values().forEach(score -> assertThat(score.value()).isEqualTo(score.regression()));
  }

  /**
   * What each answer of the whole tree costs at −log r a step, least first where it comes twice.
   */
  private static Map<String, Long> logCosts(RewardedTree tree, Map<String, Long> answers) {
    Map<String, Long> costs = new HashMap<>();
    for (String answer : answers.keySet()) {
      ImmutableList<String> steps = Lists.immutable.with(answer.split("/", -1));
      long cost = 0;
      for (int i = 1; i <= steps.size(); i++) {
        double reward =
            tree.models()
                .requireReward()
                .score(Lists.immutable.with(new Solution("", steps.take(i))))
                .getOnly()
                .last();
        double fixed = Math.max(1, Math.round(reward * AStarDecoding.ONE));
        cost += Math.round(-Math.log(fixed / AStarDecoding.ONE) * AStarDecoding.ONE);
      }
      costs.put(answer, cost);
    }
    return costs;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void atMinusLogRewardAStepTheAnswerHasTheGreatestProductOfTheWholeTree(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 4);
    Map<String, Long> costs = logCosts(tree, answers(tree, seed, 4, 0));
    long least = costs.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    for (String weight : new String[] {"0", "1", "inf"}) {
      Done done = run(tree, seed, "branching", "4", "cost", "log-reward", "weight", weight);
      assertThat(costs).containsEntry(done.chosen(), least);
      Story story = Story.of(done);
      assertThat(story.poppedPriorities()).isSorted();
      assertThat(Math.round(story.poppedPriorities().getLast() * AStarDecoding.ONE))
          .isEqualTo(least);
      story.scores.values().forEach(score -> assertThat(score.h()).isZero());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theAbsoluteCostOfAStepLeadsToTheSameOrder(long seed) {
    Done done = run(RewardedTree.random(seed, 3, 4), seed, "weight", "0", "goals", "1000");
    Story story = Story.of(done);
    // f = h0 + 2R where a step costs |h - h'|; reckoned here from h alone.
    double[] absolute = new double[done.all(SearchEvent.Grown.class).size() + 1];
    List<Integer> open = new ArrayList<>();
    for (SearchEvent event : done.events()) {
      if (event instanceof SearchEvent.Kept(int node, int _)) {
        if (node != 0) {
          int parent = story.parent(node);
          absolute[node] =
              absolute[parent] + Math.abs(story.score(node).h() - story.score(parent).h());
        }
        open.add(node);
      } else if (event instanceof SearchEvent.Popped(int node, double _, int left)) {
        Comparator<Integer> order =
            Comparator.<Integer>comparingDouble(n -> absolute[n] + story.score(n).h())
                .thenComparingDouble(n -> story.score(n).h())
                .thenComparingInt(n -> -story.depth(n))
                .thenComparingInt(n -> n);
        assertThat(node).isEqualTo(open.stream().min(order).orElseThrow());
        open.removeIf(other -> other == node);
        assertThat(left).isEqualTo(open.size());
        assertThat(absolute[node] + story.score(node).h())
            .isCloseTo(2 * story.score(node).regression(), within(EXACT));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSampledTreeDoesNotDependOnTheOrderOfExpansion(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 3, 3);
    Map<String, Long> expected = answers(tree, seed, 4, AStarDecoding.ONE);
    for (String weight : List.of("0", "1", "2.5", "inf")) {
      Done done = run(tree, seed, "weight", weight, "goals", "1000", "root", "1");
      assertThat(done.results().collect(AStarDecodingTest::path))
          .containsExactlyInAnyOrderElementsOf(expected.keySet());
      Story story = Story.of(done);
      for (Result result : done.results()) {
        assertThat(expected)
            .containsEntry(
                path(result),
                Math.round(story.score(result.node()).regression() * AStarDecoding.ONE));
      }
    }
  }

  private static String path(Result result) {
    return RewardedTree.labels(result.text()).makeString("/");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void scoresAreTheArithmeticOfTheirTerms(long seed) {
    double weight = .5 + seed % 4;
    Done done = run(RewardedTree.random(seed, 3, 4), seed, "weight", String.valueOf(weight));
    Story story = Story.of(done);
    story.scores.forEach((node, score) -> {
      if (node != 0) {
        Score.AStar above = story.score(story.parent(node));
        assertThat(score.h()).isEqualTo(1 - score.reward());
        assertThat(score.charged()).isEqualTo(Math.max(0, score.h() - above.h()));
        assertThat(score.regression()).isEqualTo(above.regression() + score.charged());
        assertThat(score.value()).isCloseTo(score.regression() + weight * score.h(), within(FIXED));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void oneChildANodeIsPlainSampling(long seed) {
    RewardedTree tree = RewardedTree.random(seed, 4, 5);
    Done sampled = Searches.run(kernel("sample"), RewardedTree.problem(seed), tree.models());
    Done done = run(tree, seed, "branching", "1");
    assertThat(done.results().getFirst().tokens()).isEqualTo(sampled.results().getFirst().tokens());
    assertThat(done.results().getFirst().logProb())
        .isCloseTo(sampled.results().getFirst().logProb(), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "3", "inf"})
  void equalScoresLeadStraightDown(String weight) {
    ToyModel model = ToyModel.of("ab|$", AStarDecodingTest::fiveSteps);
    Done done =
        Searches.run(
            kernel("a-star", "weight", weight), ToyModel.problem(4), model.rewarded(_ -> .625));
    Story story = Story.of(done);
    // Every node popped is a child of the one popped before.
    for (int i = 1; i < story.pops.size(); i++) {
      assertThat(story.parent(story.pops.get(i))).isEqualTo(story.pops.get(i - 1));
    }
    assertThat(story.pops).hasSize(6);
  }

  /** A letter and a separator a step, the fifth ends. */
  private static double[] fiveSteps(String text) {
    if (text.length() % 2 == 0) {
      return new double[] {.5, .5, 0, 0};
    }
    return text.length() == 9 ? new double[] {0, 0, 0, 1} : new double[] {0, 0, 1, 0};
  }

  @Test
  void aRewardTooFineForFixedPointIsATie() {
    ToyModel model = ToyModel.of("ab|$", AStarDecodingTest::fiveSteps);
    Done done =
        Searches.run(
            kernel("a-star", "branching", "8", "weight", "0", "root", "0"),
            ToyModel.problem(4),
            model.rewarded(text -> .5 + 1e-9 * text.hashCode() / Integer.MAX_VALUE));
    Story.of(done)
        .scores
        .forEach((node, score) -> {
          if (node != 0) {
            assertThat(score.value()).isEqualTo(.5);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"0,auto,0", "1,auto,1", "inf,auto,1", "0,1,1", "1,0,0"})
  void theRootsRemainingCostFollowsTheWeightUnlessGiven(String weight, String root, double h) {
    Done done = run(twoBranches(), 1, "weight", weight, "root", root);
    Score.AStar score = Story.of(done).score(0);
    assertThat(score.h()).isEqualTo(h);
    // With h0 = 0 the first step pays its own remaining cost, with h0 = 1 nothing.
    Score.AStar first = Story.of(done).score(1);
    assertThat(first.charged()).isEqualTo(h == 0 ? first.h() : 0);
  }

  /** With h0 = 1 the free bad first step wins: its f of .9 is less than the right answer's .92. */
  @Test
  void aFirstStepIsChargedLikeAllOthersUnlessTheRootSaysOtherwise() {
    RewardedTree tree =
        new RewardedTree()
            .step("right", .5, .96)
            .goal("right/answer", 1, .52)
            .step("wrong", .5, .1)
            .goal("wrong/answer", 1, .1);
    Done charged = run(tree, 1, "branching", "20");
    assertThat(charged.chosen()).isEqualTo("right/answer");
    assertThat(Story.of(charged).score(0).h()).isZero();
    assertThat(run(tree, 1, "branching", "20", "root", "0").chosen()).isEqualTo("right/answer");
    assertThat(run(tree, 1, "branching", "20", "root", "1").chosen()).isEqualTo("wrong/answer");
  }

  @ParameterizedTest
  @CsvSource({"keep,.2", "zero,0"})
  void aFinishedAnswerKeepsItsJudgementOrCostsNothingMore(String goal, double h) {
    RewardedTree tree = new RewardedTree().goal("X", 1, .8);
    Done done = run(tree, 1, "goal", goal);
    Score.AStar score = Story.of(done).score(1);
    assertThat(score.reward()).isEqualTo(.8);
    assertThat(score.h()).isCloseTo(h, within(FIXED));
  }

  @Test
  void aLocalFrontierNeverGoesBack() {
    Done done = run(twoBranches(), 1, "branching", "40", "frontier", "local");
    assertThat(Story.of(done).poppedPaths()).containsExactly("", "A", "A/AB");
    assertThat(
            done.all(SearchEvent.Pruned.class)
                .select(p -> !(p.reason() instanceof Reason.Duplicate)))
        .hasSize(2)
        .allMatch(pruned -> pruned.reason() instanceof Reason.NotBestSibling);
  }

  @Test
  void moreAnswersComeInTheOrderTheyArePopped() {
    Done done = run(twoBranches(), 1, "branching", "40", "goals", "3");
    assertThat(done.results().collect(AStarDecodingTest::path).take(3))
        .startsWith("B/BA/BAB")
        .doesNotHaveDuplicates();
    assertThat(done.all(SearchEvent.Finished.class)).hasSize(3);
    assertThat(done.results().collect(Result::node).take(3))
        .isEqualTo(done.all(SearchEvent.Finished.class).collect(SearchEvent.Finished::node));
    Done every = run(twoBranches(), 1, "branching", "40", "goals", "1000");
    assertThat(every.results()).hasSize(6);
    assertThat(every.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(every.conclusion().explanation()).isEqualTo("every answer has been seen");
  }

  @Test
  void identicalChildrenCountOnce() {
    RewardedTree tree = new RewardedTree().step("a", 1, .5).goal("a/x", 1, .9);
    Done done = run(tree, 1, "branching", "4");
    assertThat(done.cost().prmPasses()).isEqualTo(2);
    assertThat(tree.rewardCalls()).containsExactly(1, 1);
    assertThat(done.all(SearchEvent.Pruned.class))
        .hasSize(6)
        .allMatch(pruned -> pruned.reason() instanceof Reason.Duplicate);
  }

  @Test
  void theChildrenOfANodeAreWrittenAndJudgedInOneCallAStep() {
    RewardedTree tree = RewardedTree.random(2, 3, 4);
    Done done = run(tree, 2, "branching", "4");
    assertThat(done.cost().prmPasses())
        .isEqualTo(tree.rewardCalls().sumOfInt(Integer::intValue))
        .isEqualTo(Story.of(done).scores.size() - 1);
    // Two tokens a step, so two calls of four rows an expansion.
    int expansions = tree.rewardCalls().size();
    assertThat(done.cost().modelCalls()).isEqualTo(2L * expansions);
    assertThat(done.cost().modelRows()).isEqualTo(8L * expansions);
    assertThat(done.cost().generatedTokens()).isEqualTo(8L * expansions);
    // The reward model reads a token a step; what the parent's judgement read is not read again.
    assertThat(done.cost().prmTokens()).isEqualTo(done.cost().prmPasses());
  }

  @Test
  void aMissingScoreCountsAsTheWorstAndIsSaid() {
    RewardedTree tree =
        new RewardedTree().goal("a", .5, Double.NaN).step("b", .5, .1).goal("b/x", 1, .2);
    Done done = run(tree, 1, "branching", "16");
    assertThat(done.chosen()).isEqualTo("b/x");
    assertThat(done.all(SearchEvent.Warned.class)).hasSize(1);
    assertThat(done.all(SearchEvent.Warned.class).getOnly().message()).contains("no score");
  }

  @ParameterizedTest
  @CsvSource({"-3,1", "7,0"})
  void aScoreOutOfRangeIsClamped(double reward, double h) {
    ToyModel model = ToyModel.of("ab|$", AStarDecodingTest::fiveSteps);
    Done done = Searches.run(kernel("a-star"), ToyModel.problem(4), model.rewarded(_ -> reward));
    assertThat(Story.of(done).score(1).h()).isEqualTo(h);
  }

  @Test
  void aTextThatEndsAtOnceIsAnAnswer() {
    Done done = run(new RewardedTree().end("", 1), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getFirst().text()).isEmpty();
  }

  @Test
  void anEndAfterAStepMakesTheTextBeforeItTheAnswer() {
    RewardedTree tree = new RewardedTree().step("a", 1, .7).end("a", 1);
    Done done = run(tree, 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.chosen()).isEqualTo("a");
    // Nothing was added, so it is judged as its parent was, R = h = .3, and nothing new is read.
    assertThat(done.results().getFirst().score()).isCloseTo(-.6, within(FIXED));
    assertThat(done.cost().prmTokens()).isEqualTo(1);
  }

  @Test
  void aStepWithoutAnEndIsTriedOnceMore() {
    // Of the letters only b lets the step end in time.
    ToyModel model =
        ToyModel.of(
            "ab|$",
            text ->
                text.endsWith("a")
                    ? new double[] {1, 0, 0, 0}
                    : text.endsWith("b")
                        ? text.length() > 3 ? new double[] {0, 0, 0, 1} : new double[] {0, 0, 1, 0}
                        : new double[] {.5, .5, 0, 0});
    int retried = 0;
    int rescued = 0;
    for (long seed = 0; seed < 20; seed++) {
      Done done =
          Searches.run(
              kernel("a-star", "branching", "1", "step-tokens", "2"),
              ToyModel.problem(seed),
              model.rewarded(_ -> .5));
      List<SearchEvent.Pruned> dropped =
          done.all(SearchEvent.Pruned.class)
              .select(p -> p.reason() instanceof Reason.NoStepEnd)
              .castToList();
      Story story = Story.of(done);
      for (SearchEvent.Pruned one : dropped) {
        assertThat(one.reason()).isEqualTo(new Reason.NoStepEnd(2, 2));
        assertThat(story.texts.get(one.node())).isEqualTo("aa");
      }
      Map<Integer, Integer> tries = new HashMap<>();
      dropped.forEach(one -> tries.merge(story.parent(one.node()), 1, Integer::sum));
      tries.values().forEach(n -> assertThat(n).isLessThanOrEqualTo(2));
      retried += dropped.isEmpty() ? 0 : 1;
      boolean dead = tries.containsValue(2);
      assertThat(done.conclusion().outcome()).isEqualTo(dead ? Outcome.EXHAUSTED : Outcome.SOLVED);
      rescued += !dead && !dropped.isEmpty() ? 1 : 0;
    }
    assertThat(retried).isPositive();
    assertThat(rescued).isPositive();
  }

  @Test
  void aNodeWithoutUsableChildrenIsADeadEnd() {
    Done done = run(RewardedTree.random(1, 3, 3), 1, "branching", "3", "step-tokens", "1");
    assertThat(
            done.all(SearchEvent.Pruned.class).select(p -> p.reason() instanceof Reason.NoStepEnd))
        .hasSize(6);
    assertThat(done.all(SearchEvent.Pruned.class).getLast())
        .isEqualTo(new SearchEvent.Pruned(0, new Reason.NoChildren()));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).isEmpty();
  }

  @Test
  void theSearchGoesRoundADeadEnd() {
    ToyModel model =
        ToyModel.of(
            "abx|$",
            text ->
                switch (text) {
                  case "" -> new double[] {.5, .5, 0, 0, 0};
                  case "a", "b" -> new double[] {0, 0, 0, 1, 0};
                  case "b|" -> new double[] {0, 0, 0, 0, 1};
                  default -> new double[] {0, 0, 1, 0, 0};
                });
    Done done =
        Searches.run(
            kernel("a-star", "branching", "12", "step-tokens", "4"),
            ToyModel.problem(1),
            model.rewarded(text -> text.startsWith("a") ? .9 : .4));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    assertThat(done.results().getFirst().text().strip()).isEqualTo("b");
    assertThat(done.all(SearchEvent.Pruned.class))
        .anyMatch(pruned -> pruned.reason() instanceof Reason.NoChildren);
  }

  @Test
  void nothingDeeperThanTheLimitIsExpanded() {
    Done done = run(RewardedTree.random(1, 2, 5), 1, "branching", "3", "max-depth", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    Story story = Story.of(done);
    assertThat(story.parents.keySet()).allMatch(node -> story.depth(node) <= 2);
    assertThat(done.all(SearchEvent.Pruned.class).select(p -> p.reason() instanceof Reason.TooDeep))
        .isNotEmpty()
        .allMatch(p -> p.reason().equals(new Reason.TooDeep(2, 2)));
    // Rounds are counted on, also those that expand nothing.
    assertThat(done.all(SearchEvent.Iterated.class).collect(SearchEvent.Iterated::iteration))
        .doesNotHaveDuplicates()
        .hasSize(story.pops.size());
  }

  @Test
  void anAnswerAtTheDepthLimitIsAnAnswer() {
    Done done = run(RewardedTree.random(1, 2, 2), 1, "max-depth", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aFullFrontierDropsItsWorst(int capacity) {
    RewardedTree tree = RewardedTree.random(5, 4, 5);
    Done done =
        run(tree, 5, "branching", "6", "goals", "3", "max-frontier", String.valueOf(capacity));
    Story story = Story.of(done);
    List<Integer> open = new ArrayList<>();
    int dropped = 0;
    for (SearchEvent event : done.events()) {
      switch (event) {
        case SearchEvent.Kept kept -> open.add(kept.node());
        case SearchEvent.Popped popped -> {
          open.removeIf(other -> other == popped.node());
          assertThat(open).hasSizeLessThanOrEqualTo(capacity);
        }
        case SearchEvent.Pruned(int node, Reason.FrontierFull full) -> {
          dropped++;
          open.removeIf(other -> other == node);
          assertThat(full.capacity()).isEqualTo(capacity);
          assertThat(full.priority())
              .isEqualTo(story.score(node).value())
              .isGreaterThanOrEqualTo(full.worstKept());
        }
        default -> {}
      }
    }
    assertThat(dropped).isPositive();
  }

  @Test
  void aBudgetOfNothingBuysNothing() {
    Done done =
        Searches.run(
            kernel("a-star"),
            RewardedTree.problem(1),
            twoBranches().models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aBudgetSpentBeforeAnyAnswerCompletesTheMostPromisingNode() {
    Done done =
        Searches.run(
            kernel("a-star", "branching", "16"),
            RewardedTree.problem(1),
            new RewardedTree()
                .step("A", .5, .9)
                .step("B", .5, .4)
                .goal("A/x", .6, .5)
                .goal("A/y", .4, .9)
                .goal("B/z", 1, 1)
                .models(),
            Budget.of(CostUnit.CALLS, 2));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.conclusion().explanation()).contains("completed greedily");
    // The more probable of A's children, which no one judged.
    assertThat(done.chosen()).isEqualTo("A/x");
    assertThat(done.cost().prmPasses()).isEqualTo(2);
    assertThat(done.cost().modelCalls()).isEqualTo(4);
  }

  @Test
  void aBudgetSpentAfterAnAnswerWasWrittenReturnsIt() {
    Done done =
        Searches.run(
            kernel("a-star", "branching", "40"),
            RewardedTree.problem(1),
            twoBranches().models(),
            Budget.of(CostUnit.CALLS, 4));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.chosen()).isEqualTo("A/AB");
    assertThat(done.cost().modelCalls()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 9})
  void theSameSeedGivesTheSameEventsWhateverTheBudget(int calls) {
    RewardedTree tree = RewardedTree.random(8, 3, 6);
    Done whole = run(tree, 8, "branching", "3");
    Done cut =
        Searches.run(
            kernel("a-star", "branching", "3"),
            RewardedTree.problem(8),
            tree.models(),
            Budget.of(CostUnit.CALLS, calls));
    int until = 0;
    while (cut.events().get(until).equals(whole.events().get(until))) {
      until++;
    }
    long spent =
        cut.events()
            .take(until)
            .selectInstancesOf(SearchEvent.Charged.class)
            .sumOfLong(charged -> charged.cost().modelCalls());
    assertThat(spent).isEqualTo(calls);
  }

  @Test
  void aFullContextIsADeadEnd() {
    Done done = run(RewardedTree.random(1, 3, 6).context(4), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.all(SearchEvent.Ended.class)).anyMatch(e -> e.ending() == Ending.CONTEXT);
  }

  @Test
  void aPromptAtTheContextsLimitIsADeadEndAtOnce() {
    Done done = run(RewardedTree.random(1, 3, 6).context(1), 1);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).isEmpty();
  }

  @Test
  void aVocabularyOfOneTokenNeverEndsAStep() {
    ToyModel one = ToyModel.of("a", _ -> new double[] {1});
    Done done =
        Searches.run(
            kernel("a-star", "step-tokens", "3"), ToyModel.problem(1), one.rewarded(_ -> 1));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aRowWithoutProbabilitiesEndsTheSearchInWords(float number) {
    ToyModel broken =
        new ToyModel(
            "a|$",
            100,
            text ->
                text.isEmpty()
                    ? new float[] {0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}
                    : new float[] {number, number, number});
    Done done = Searches.run(kernel("a-star"), ToyModel.problem(1), broken.rewarded(_ -> 1));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("probability");
  }

  @ParameterizedTest
  @CsvSource({
    "branching,0,a whole number from 1 to 256",
    "weight,-1,'a number of at least 0, or inf'",
    "weight,NaN,'a number of at least 0, or inf'",
    "root,2,'one of auto, 0, 1'",
    "goal,best,'one of keep, zero'",
    "frontier,none,'one of global, local'",
    "goals,0,a whole number from 1 to 1000",
    "max-depth,0,a whole number from 1 to 10000",
    "step-tokens,0,a whole number from 1 to 100000",
    "max-frontier,0,a whole number from 1 to 10000000",
    "temperature,-1,a number from 0 to 100"
  })
  void aSettingOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kernel("a-star", name, value))
        .withMessage("%s is \"%s\"; it must be %s", name, value, range);
  }
}
