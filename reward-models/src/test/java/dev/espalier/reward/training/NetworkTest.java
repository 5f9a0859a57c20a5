package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final ModelShape TINY = new ModelShape(11, 8, 2, 2, 12, 32);

  private static ImmutableList<Weights.Tensor> lively(boolean scored) {
    return lively(TINY, scored);
  }

  /** Start weights made so different that no two outputs are alike. */
  static ImmutableList<Weights.Tensor> lively(ModelShape shape, boolean scored) {
    var random = new SplittableRandom(5);
    return Weights.initial(shape, scored, 3)
        .collect(t -> {
          var values = t.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (random.nextGaussian() * 0.4);
          }
          return new Weights.Tensor(t.name(), t.shape(), values);
        });
  }

  private static Block block(int classes) {
    var random = new SplittableRandom(9);
    int[] ids = IntStream.range(0, 14).map(_ -> random.nextInt(11)).toArray();
    // One of them twice, as where it is uncertain which class is right.
    int[] positions = {0, 1, 3, 5, 6, 6, 9, 12};
    int[] targets = {0, 1, 1, 0, 0, 1, 1, classes - 1};
    float[] weights = {0.5f, 1, 0.25f, 2, 0.75f, 0.25f, 1, 0.125f};
    return new Block(2, 7, ids, positions, targets, weights);
  }

  private static double loss(ImmutableList<Weights.Tensor> weights, Block block) {
    try (var network =
        Network.open(TINY, 1, Network.Precision.DOUBLE, weights, Network.Moments.NONE)) {
      return network.accumulate(0, block).loss();
    }
  }

  private static void gradientsEqualFiniteDifferences(boolean scored) {
    ImmutableList<Weights.Tensor> weights = lively(scored);
    Block block = block(scored ? 2 : 11);
    ImmutableList<double[]> gradients;
    try (var network =
        Network.open(TINY, 2, Network.Precision.DOUBLE, weights, Network.Moments.NONE)) {
      network.accumulate(1, block);
      gradients = network.gradients();
    }
    var random = new SplittableRandom(1);
    for (int t = 0; t < weights.size(); t++) {
      for (int draw = 0; draw < 3; draw++) {
        float[] values = weights.get(t).values();
        int at = random.nextInt(values.length);
        float kept = values[at];
        values[at] = kept + 1e-4f;
        double above = values[at];
        double up = loss(weights, block);
        values[at] = kept - 1e-4f;
        double below = values[at];
        double down = loss(weights, block);
        values[at] = kept;
        assertThat(gradients.get(t)[at])
            .as("%s[%d]", weights.get(t).name(), at)
            .isCloseTo((up - down) / (above - below), within(2e-6));
      }
    }
  }

  @Test
  void gradientsOfTheLanguageModelEqualFiniteDifferences() {
    gradientsEqualFiniteDifferences(false);
  }

  @Test
  void gradientsOfTheRewardModelEqualFiniteDifferences() {
    gradientsEqualFiniteDifferences(true);
  }

  @Test
  void theLogProbabilitiesOfTargetsAreThoseAmongAll() {
    Block block = block(11);
    try (var network =
        Network.open(TINY, 1, Network.Precision.DOUBLE, lively(false), Network.Moments.NONE)) {
      float[][] all = network.logProbabilities(block);
      double[] some = network.logProbabilitiesOfTargets(block);
      assertThat(some).hasSize(all.length);
      for (int i = 0; i < some.length; i++) {
        assertThat(some[i]).isCloseTo(all[i][block.targets()[i]], within(1e-6));
      }
    }
  }

  @Test
  void freshBlocksAtFirstPassOnWhatTheyRead() {
    ImmutableList<Weights.Tensor> shallow = lively(false);
    ModelShape shape = TINY.deeper(2);
    Block block = block(11);
    float[][] before;
    try (var network =
        Network.open(TINY, 1, Network.Precision.DOUBLE, shallow, Network.Moments.NONE)) {
      before = network.logProbabilities(block);
    }
    try (var network =
        Network.open(
            shape,
            1,
            Network.Precision.DOUBLE,
            Weights.deeper(shallow, shape, 2, 8),
            Network.Moments.NONE)) {
      assertThat(network.logProbabilities(block)).isDeepEqualTo(before);
    }
  }

  @Test
  void aTrunkFollowsAtAFractionOfTheRate() {
    ImmutableList<Weights.Tensor> start = lively(true);
    int trunk = start.size() - 4;
    var still = new Optimiser(0.01, 0, 0.1, 1, true, new Optimiser.Trunk(trunk, 0));
    var slow = new Optimiser(0.01, 0, 0.1, 1, true, new Optimiser.Trunk(trunk, 0.1));
    var tenth = new Optimiser(0.001, 0, 0.1, 1, true);
    ImmutableList<Weights.Tensor> unmoved = updated(start, still);
    ImmutableList<Weights.Tensor> slowly = updated(start, slow);
    ImmutableList<Weights.Tensor> throughout = updated(start, tenth);
    for (int i = 0; i < start.size(); i++) {
      String name = start.get(i).name();
      if (i < trunk) {
        assertThat(unmoved.get(i).values()).as(name).containsExactly(start.get(i).values());
        assertThat(slowly.get(i).values()).as(name).containsExactly(throughout.get(i).values());
      } else {
        assertThat(unmoved.get(i).values()).as(name).isNotEqualTo(start.get(i).values());
        assertThat(slowly.get(i).values()).as(name).containsExactly(unmoved.get(i).values());
      }
    }
  }

  private static ImmutableList<Weights.Tensor> updated(
      ImmutableList<Weights.Tensor> start, Optimiser optimiser) {
    try (var network =
        Network.open(TINY, 1, Network.Precision.SINGLE, start, Network.Moments.NONE)) {
      network.accumulate(0, block(2));
      network.gather(optimiser.clip());
      network.apply(0, 1, optimiser.peakRate(), optimiser);
      network.prepare();
      return network.weights();
    }
  }
}
