package dev.espalier.search.algorithm.astar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.algorithm.fixture.ToyModel;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenListTest {

  private static StepNode node(int number, int depth, long h, long f) {
    return new StepNode(
        number,
        depth,
        TokenSequence.of(0),
        Lists.immutable.empty(),
        0,
        RandomKey.ofSeed(0),
        false,
        h,
        0,
        f);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesLikeAPriorityQueue(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PriorityQueue<StepNode> expected = new PriorityQueue<>(OpenList.ORDER);
    OpenList list = OpenList.EMPTY;
    for (int i = 0; i < 2_000; i++) {
      if (expected.isEmpty() || random.nextInt(3) > 0) {
        StepNode node = node(i, random.nextInt(4), random.nextInt(4), random.nextInt(6));
        expected.add(node);
        list = list.with(node);
      } else {
        assertThat(list.best()).isEqualTo(expected.remove());
        list = list.withoutBest();
      }
      assertThat(list.size()).isEqualTo(expected.size());
      assertThat(list.isEmpty()).isEqualTo(expected.isEmpty());
    }
    assertThat(list.inOrder())
        .isEqualTo(Lists.immutable.withAll(expected).toSortedList(OpenList.ORDER));
  }

  @Test
  void tiesGoToLessRemainingCostThenTheDeeperThenTheOlder() {
    StepNode later = node(4, 2, 5, 9);
    StepNode older = node(3, 2, 5, 9);
    StepNode higher = node(2, 1, 5, 9);
    StepNode farther = node(1, 3, 6, 9);
    ImmutableList<StepNode> order = Lists.immutable.with(older, later, higher, farther);
    OpenList list = OpenList.EMPTY;
    for (StepNode node : order.toReversed()) {
      list = list.with(node);
    }
    assertThat(list.inOrder()).isEqualTo(order);
  }

  @Test
  void anEarlierListIsUntouched() {
    OpenList before = OpenList.EMPTY.with(node(1, 0, 0, 3)).with(node(2, 0, 0, 1));
    OpenList after = before.withoutBest().with(node(3, 0, 0, 0));
    assertThat(before.inOrder().collect(StepNode::node)).containsExactly(2, 1);
    assertThat(after.inOrder().collect(StepNode::node)).containsExactly(3, 1);
  }

  @Test
  void aListOfOrderedNodesIsAListLikeAnyOther() {
    ImmutableList<StepNode> nodes =
        Lists.immutable.fromStream(
            java.util.stream.IntStream.range(0, 5_000).mapToObj(i -> node(i, 0, 0, i)));
    OpenList list = OpenList.ofOrdered(nodes).with(node(5_000, 0, 0, 17));
    assertThat(list.size()).isEqualTo(5_001);
    assertThat(list.inOrder().collect(StepNode::f).take(20).getLast()).isEqualTo(18);
  }

  @Test
  void anEmptyListHasNoBest() {
    assertThatThrownBy(OpenList.EMPTY::best)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an empty open list has no best node");
    assertThat(OpenList.EMPTY.withoutBest().isEmpty()).isTrue();
  }

  /** What best-first search found, and how many nodes it expanded. */
  private record Found(String text, int expansions) {}

  /** A* over texts of six letters, the cost of a letter its negative log-probability. */
  private static Found mostProbable(ToyModel model, ToDoubleFunction<String> heuristic) {
    OpenList open = OpenList.EMPTY.with(node(0, 0, 0, 0));
    String[] texts = new String[4_000];
    texts[0] = "";
    int next = 1;
    int expansions = 0;
    while (true) {
      StepNode best = open.best();
      String text = texts[best.node()];
      if (text.length() == 6) {
        return new Found(text, expansions);
      }
      open = open.withoutBest();
      expansions++;
      for (char letter : new char[] {'a', 'b', 'c'}) {
        texts[next] = text + letter;
        double h = heuristic.applyAsDouble(texts[next]);
        double f = h - model.logProb(texts[next]);
        open = open.with(node(next++, text.length() + 1, fixed(h), fixed(f)));
      }
    }
  }

  /** Finer than that of rewards, so that rounding does not reorder sums of logarithms. */
  private static long fixed(double x) {
    return Math.round(x * (1L << 40));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void drivesAStarToTheMostProbableTextWithFewerExpansionsTheBetterTheHeuristic(long seed) {
    ToyModel model =
        ToyModel.of(
            "abc$",
            text -> {
              double[] p = new double[4];
              SplittableRandom random = new SplittableRandom(seed * 7_919 + text.hashCode());
              for (int i = 0; i < 3; i++) {
                p[i] = .05 + random.nextDouble();
              }
              double sum = Arrays.stream(p).sum();
              return Arrays.stream(p).map(x -> x / sum).toArray();
            });
    ToyModel.Text best = model.texts(6, 0).getFirst();
    // The least cost of a letter at each depth, summed over the depths still to come.
    double[] least = new double[7];
    for (int depth = 5; depth >= 0; depth--) {
      least[depth] = least[depth + 1] + leastCost(model, "", depth);
    }
    Found blind = mostProbable(model, _ -> 0);
    Found bounded = mostProbable(model, text -> least[text.length()]);
    Found perfect = mostProbable(model, text -> model.logProb(text) - bestBelow(model, text));
    assertThat(blind.text()).isEqualTo(best.letters());
    assertThat(bounded.text()).isEqualTo(best.letters());
    assertThat(perfect.text()).isEqualTo(best.letters());
    assertThat(perfect.expansions()).isEqualTo(6);
    assertThat(bounded.expansions()).isBetween(6, blind.expansions());
  }

  private static double leastCost(ToyModel model, String text, int depth) {
    if (text.length() < depth) {
      return Arrays.stream(new String[] {"a", "b", "c"})
          .mapToDouble(letter -> leastCost(model, text + letter, depth))
          .min()
          .orElseThrow();
    }
    float[] row = model.logProbs().apply(text);
    return -Math.max(row[0], Math.max(row[1], row[2]));
  }

  private static double bestBelow(ToyModel model, String text) {
    return text.length() == 6
        ? model.logProb(text)
        : Arrays.stream(new String[] {"a", "b", "c"})
            .mapToDouble(letter -> bestBelow(model, text + letter))
            .max()
            .orElseThrow();
  }
}
