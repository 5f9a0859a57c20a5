package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static Example example(long index) {
    var random = new SplittableRandom(index);
    int[] ids = random.ints(random.nextInt(2, 60), 1, 9).toArray();
    return Example.nextTokens(ids, 1, 0);
  }

  private static ImmutableList<Block> blocks(Batch batch) {
    return batch.shares().flatCollect(s -> s);
  }

  @Test
  void aStepTakesExamplesUntilItHasItsTokens() {
    Batch batch = Batch.collect(BatchTest::example, 5, 1000, 256, 2);
    int before = 0;
    for (long i = 5; i < batch.next() - 1; i++) {
      before += example(i).ids().length;
    }
    assertThat(before).isLessThan(1000);
    assertThat(batch.tokens())
        .isEqualTo(before + example(batch.next() - 1).ids().length)
        .isGreaterThanOrEqualTo(1000);
  }

  @Test
  void weightsOfAStepSumToOne() {
    Batch batch = Batch.collect(BatchTest::example, 0, 1000, 256, 2);
    double sum = 0;
    for (Block block : blocks(batch)) {
      for (float w : block.weights()) {
        sum += w;
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void everyTargetIsTheTokenAfterItsPosition() {
    for (Block block : blocks(Batch.collect(BatchTest::example, 0, 1000, 256, 2))) {
      for (int i = 0; i < block.positions().length; i++) {
        assertThat(block.targets()[i])
            .isEqualTo(block.ids()[block.positions()[i] + 1])
            .isPositive();
      }
    }
  }

  @Test
  void paddingIsASmallPart() {
    Batch batch = Batch.collect(BatchTest::example, 0, 4000, 256, 2);
    long padded = blocks(batch).sumOfInt(b -> b.ids().length);
    assertThat((double) batch.tokens() / padded).isGreaterThan(0.85);
  }

  @Test
  void workersGetLikeLoads() {
    Batch batch = Batch.collect(BatchTest::example, 0, 4000, 256, 2);
    long first = batch.shares().get(0).sumOfInt(b -> b.ids().length);
    long second = batch.shares().get(1).sumOfInt(b -> b.ids().length);
    assertThat(Math.abs(first - second)).isLessThanOrEqualTo(256);
  }

  @Test
  void aPromptMayBeLeftOutOrWeighedLess() {
    int[] ids = {4, 5, 6, 7, 8};
    assertThat(Example.nextTokens(ids, 3, 0).positions()).containsExactly(2, 3);
    Example weighed = Example.nextTokens(ids, 3, 0.25f);
    assertThat(weighed.targets()).containsExactly(5, 6, 7, 8);
    assertThat(weighed.weights()).containsExactly(0.25f, 0.25f, 1, 1);
  }
}
