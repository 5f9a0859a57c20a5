package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class StepScorerTest {
  private static final ModelShape SHAPE = new ModelShape(16, 32, 2, 2, 64, 64);

  /** A step is two tokens and the separator 4, right if the two are the same. */
  private static Example example(long index) {
    var random = new SplittableRandom(index * 17 + 3);
    int steps = random.nextInt(1, 4);
    int[] ids = new int[3 * steps];
    int[] positions = new int[steps];
    int[] targets = new int[steps];
    float[] weights = new float[steps];
    for (int i = 0; i < steps; i++) {
      ids[3 * i] = random.nextInt(5, 9);
      ids[3 * i + 1] = random.nextBoolean() ? ids[3 * i] : random.nextInt(5, 9);
      ids[3 * i + 2] = 4;
      positions[i] = 3 * i + 2;
      targets[i] = ids[3 * i + 1] == ids[3 * i] ? 1 : 0;
      weights[i] = 1;
    }
    return new Example(ids, positions, targets, weights);
  }

  private static ImmutableList<Example> examples(int count) {
    return Lists.immutable.fromStream(IntStream.range(0, count).mapToObj(StepScorerTest::example));
  }

  @Test
  void scoresComeBackInOrderAndDoNotDependOnTheBlock() throws InterruptedException {
    try (var network =
        Network.open(
            SHAPE,
            2,
            Network.Precision.SINGLE,
            Weights.initial(SHAPE, true, 5),
            Network.Moments.NONE)) {
      ImmutableList<double[]> together = new StepScorer(network, 2).score(examples(500));
      for (int i = 0; i < 500; i += 50) {
        double[] alone = new StepScorer(network, 1).score(Lists.immutable.with(example(i))).get(0);
        assertThat(together.get(i)).containsExactly(alone, within(1e-5));
      }
    }
  }

  @Test
  void aTrainedHeadTellsRightStepsFromWrongOnes(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
    var plan =
        new TrainingLoop.Plan(
            "pairs", 250, 600, 2, 250, folder, new Optimiser(1e-2, 10, 0.1, 1, true));
    TrainingLoop.Outcome outcome =
        new TrainingLoop(plan, SHAPE, new RewardExamples(examples(2000), 1), _ -> {})
            .run(Weights.withHead(Weights.initial(SHAPE, false, 5), SHAPE, 6));
    ImmutableList<Example> unseen = examples(2300).drop(2000);
    try (var network =
        Network.open(SHAPE, 2, Network.Precision.MIXED, outcome.weights(), Network.Moments.NONE)) {
      ImmutableList<double[]> scores = new StepScorer(network, 2).score(unseen);
      double[] all = scores.toList().stream().flatMapToDouble(java.util.Arrays::stream).toArray();
      boolean[] right = new boolean[all.length];
      int at = 0;
      for (Example example : unseen) {
        for (int target : example.targets()) {
          right[at++] = target == 1;
        }
      }
      assertThat(Ranking.areaUnderCurve(all, right)).isGreaterThan(0.95);
    }
  }

  @Test
  void everyRoundSeesEachSolutionOnceInAnotherOrder() {
    var source = new RewardExamples(examples(40), 9);
    var first = Lists.mutable.<Example>empty();
    var second = Lists.mutable.<Example>empty();
    for (int i = 0; i < 40; i++) {
      first.add(source.example(i));
      second.add(source.example(40 + i));
    }
    assertThat(first.toSet()).hasSize(40);
    assertThat(second.toSet()).isEqualTo(first.toSet());
    assertThat(second).isNotEqualTo(first);
    assertThat(source.example(7)).isSameAs(first.get(7));
  }
}
