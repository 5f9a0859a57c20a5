package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
  private static final ModelShape TINY = new ModelShape(16, 32, 2, 2, 64, 64);

  @TempDir Path folder;

  /** Four random tokens, a separator, and the same four again: learnable only by attention. */
  private static Example copy(long index) {
    var random = new SplittableRandom(index * 31 + 1);
    int[] half = random.ints(4, 5, 16).toArray();
    int[] ids = new int[10];
    ids[0] = 1;
    System.arraycopy(half, 0, ids, 1, 4);
    ids[5] = 2;
    System.arraycopy(half, 0, ids, 6, 4);
    return Example.nextTokens(ids, 6, 0);
  }

  private TrainingLoop.Plan plan(String name, int steps, boolean orthogonal) {
    return new TrainingLoop.Plan(
        "copy task",
        steps,
        640,
        2,
        steps / 2,
        folder.resolve(name),
        new Optimiser(6e-3, 10, 0.1, 1, orthogonal));
  }

  private ImmutableList<Weights.Tensor> train(
      TrainingLoop.Plan plan, int until, List<TrainingProgress.Report> reports)
      throws IOException, InterruptedException {
    return new TrainingLoop(plan, TINY, TrainingLoopTest::copy, reports::add)
        .run(Weights.initial(TINY, false, 4), until)
        .weights();
  }

  @Test
  void lossStartsAtThatOfGuessingAndFallsToNearZeroOnALearnableTask() throws Exception {
    List<TrainingProgress.Report> reports = new ArrayList<>();
    train(plan("loss", 200, true), 200, reports);
    assertThat(reports).hasSize(200);
    assertThat(reports.getFirst().loss()).isCloseTo(Math.log(16), within(0.2));
    assertThat(reports.getLast().loss()).isLessThan(0.1);
    assertThat(reports.getLast().accuracy()).isGreaterThan(0.97);
  }

  @Test
  void adamAloneLearnsToo() throws Exception {
    List<TrainingProgress.Report> reports = new ArrayList<>();
    train(plan("adam", 200, false), 200, reports);
    assertThat(reports.getLast().loss()).isLessThan(reports.getFirst().loss() / 2);
  }

  @Test
  void aResumedRunEndsWithTheSameBitsAsAnUninterruptedOne() throws Exception {
    ImmutableList<Weights.Tensor> whole = train(plan("whole", 12, true), 12, new ArrayList<>());
    train(plan("parts", 12, true), 6, new ArrayList<>());
    List<TrainingProgress.Report> rest = new ArrayList<>();
    ImmutableList<Weights.Tensor> resumed = train(plan("parts", 12, true), 12, rest);
    assertThat(rest.getFirst().step()).isEqualTo(7);
    for (int i = 0; i < whole.size(); i++) {
      assertThat(resumed.get(i).values())
          .as(whole.get(i).name())
          .containsExactly(whole.get(i).values());
    }
  }

  @Test
  void aCheckpointOfAnotherRecipeIsRefused() throws Exception {
    train(plan("other", 4, true), 2, new ArrayList<>());
    TrainingLoop.Plan same = plan("other", 4, true);
    var changed =
        new TrainingLoop.Plan("another task", 4, 640, 2, 2, same.folder(), same.optimiser());
    assertThatThrownBy(() -> train(changed, 4, new ArrayList<>()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("copy task")
        .hasMessageContaining("another task");
  }

  @Test
  void sampledLogProbabilitiesEqualThoseOfTheForwardPass() {
    ImmutableList<int[]> prompts =
        Lists.immutable.of(new int[] {1, 5, 6}, new int[] {1, 9, 8, 7, 6, 5}, new int[] {1});
    var random = new SplittableRandom(8);
    int limit = 12;
    float[] uniform = new float[3 * limit];
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] = (float) random.nextDouble();
    }
    ImmutableList<Weights.Tensor> lively =
        Weights.initial(TINY, false, 2)
            .collect(t -> {
              float[] values = t.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] *= t.isMatrix() ? 8 : 1;
              }
              return new Weights.Tensor(t.name(), t.shape(), values);
            });
    try (var network =
        Network.open(TINY, 1, Network.Precision.SINGLE, lively, Network.Moments.NONE)) {
      Network.Continuations sampled = network.generate(prompts, uniform, 0.9, 3);
      int compared = 0;
      for (int row = 0; row < 3; row++) {
        int[] prompt = prompts.get(row);
        int length = 1;
        while (length < limit && sampled.tokens()[row * limit + length - 1] != 3) {
          length++;
        }
        int[] ids = new int[prompt.length + length];
        System.arraycopy(prompt, 0, ids, 0, prompt.length);
        System.arraycopy(sampled.tokens(), row * limit, ids, prompt.length, length);
        int[] positions = IntStream.range(prompt.length - 1, ids.length - 1).toArray();
        float[][] expected =
            network.logProbabilities(
                new Block(1, ids.length, ids, positions, new int[length], new float[length]));
        for (int i = 0; i < length; i++) {
          assertThat(sampled.logProbabilities()[row * limit + i])
              .isCloseTo(expected[i][ids[prompt.length + i]], within(1e-4f));
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(12);
    }
  }
}
