package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.reward.process.LikelihoodRewardModel;
import dev.espalier.reward.vocabulary.BytePairTraining;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class SoftTargetsTest {
  private static final BytePairVocabulary VOCABULARY =
      BytePairTraining.learn(
          Stream.of("one two one two three three"), TokenizerFolder.SPECIALS, 265);
  private static final ModelShape SHAPE = new ModelShape(265, 16, 2, 2, 24, 128);
  private static final int STEP = SpecialToken.STEP.id();

  /** User, problem, end, assistant, then two steps; the second step's tokens have no label. */
  private static final int[] IDS = {0, 1, 90, 91, 3, 2, 92, 93, STEP, 94, 95, STEP};

  private static final Example EXACT =
      new Example(
          IDS, new int[] {6, 7, 8, 11}, new int[] {1, 1, 1, 0}, new float[] {0.2f, 0.2f, 1, 1});

  private static Network teacher() {
    return Network.open(
        SHAPE, 1, Network.Precision.DOUBLE, NetworkTest.lively(SHAPE, false), Network.Moments.NONE);
  }

  /** The teacher's log-probability of a token after a text, by itself. */
  private static double logProbability(Network teacher, int[] text, int token) {
    var example =
        new Example(text, new int[] {text.length - 1}, new int[] {token}, new float[] {1});
    return teacher
        .logProbabilities(Batch.block(Lists.mutable.with(example), text.length, 1))[0][token];
  }

  @Test
  void aTargetIsTheMeanOfTheLabelAndTheTeachersScoreOrTheScoreAlone() {
    int[] blankLine = VOCABULARY.encode("\n\n");
    Example soft;
    var expected = new double[6];
    double least = 0;
    try (Network teacher = teacher()) {
      int[] text = Arrays.copyOf(IDS, 6);
      for (int i = 6; i < IDS.length; i++) {
        for (int token : IDS[i] == STEP ? blankLine : new int[] {IDS[i]}) {
          least = Math.min(least, logProbability(teacher, text, token));
          text = Arrays.copyOf(text, text.length + 1);
          text[text.length - 1] = token;
        }
        expected[i - 6] = LikelihoodRewardModel.score(least);
      }
      soft = new SoftTargets(teacher, VOCABULARY).soften(EXACT);
    }
    double[] labels = {1, 1, 1, Double.NaN, Double.NaN, 0};
    assertThat(soft.ids()).isEqualTo(IDS);
    assertThat(soft.positions()).containsExactly(6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11);
    for (int i = 0; i < 6; i++) {
      double right = Double.isNaN(labels[i]) ? expected[i] : (labels[i] + expected[i]) / 2;
      double weight = IDS[i + 6] == STEP ? 1 : 0.2;
      assertThat(soft.targets()[2 * i]).isEqualTo(1);
      assertThat(soft.weights()[2 * i]).isCloseTo((float) (weight * right), within(1e-6f));
      assertThat(soft.targets()[2 * i + 1]).isEqualTo(0);
      assertThat(soft.weights()[2 * i + 1])
          .isCloseTo((float) (weight * (1 - right)), within(1e-6f));
    }
    assertThat(expected[0]).as("the teacher doubts more and more").isGreaterThan(expected[5]);
  }
}
