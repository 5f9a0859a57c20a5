package dev.espalier.reward.training;

import dev.espalier.reward.process.LikelihoodRewardModel;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import java.util.Arrays;
import org.eclipse.collections.api.map.primitive.MutableIntFloatMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntFloatMaps;
import org.eclipse.collections.impl.list.mutable.primitive.FloatArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Labels between wrong and right, from the exact label and a language model that judges by
 * likelihood.
 *
 * <p>The exact label says that an error has been made; the language model finds some errors
 * improbable at the very token, others hardly at all, and it has an opinion where the label is
 * unknown. With r its score for the text up to a token ({@link LikelihoodRewardModel}), the target
 * is
 *
 * <pre>{@code y = (label + r) / 2, or r where the label is unknown}</pre>
 *
 * and the loss w · (−y · log P(right) − (1 − y) · log P(wrong)): the token is scored twice, as
 * right with the weight w · y and as wrong with w · (1 − y).
 *
 * <p>As in the distillation of Hinton et al., arXiv 1503.02531, with a teacher of another kind.
 */
final class SoftTargets implements AutoCloseable {
  private final Network teacher;
  private final int[] blankLine;

  /**
   * @param teacher the language model; closed with this
   */
  SoftTargets(Network teacher, BytePairVocabulary vocabulary) {
    this.teacher = teacher;
    this.blankLine = vocabulary.encode(Documents.SEPARATOR);
  }

  /** The same solution, each of its tokens with a target between wrong and right. */
  Example soften(Example exact) {
    int[] ids = exact.ids();
    MutableIntFloatMap labels = IntFloatMaps.mutable.empty();
    for (int i = 0; i < exact.positions().length; i++) {
      labels.put(exact.positions()[i], exact.targets()[i]);
    }
    int begin = IntArrayList.newListWith(ids).indexOf(SpecialToken.ASSISTANT.id()) + 1;
    double[] scores = scores(ids, begin);
    var positions = new IntArrayList();
    var targets = new IntArrayList();
    var weights = new FloatArrayList();
    for (int i = begin; i < ids.length; i++) {
      float score = (float) scores[i - begin];
      float right = labels.containsKey(i) ? (labels.get(i) + score) / 2 : score;
      float weight = Documents.verdictWeight(ids[i]);
      positions.addAll(i, i);
      targets.addAll(1, 0);
      weights.addAll(weight * right, weight * (1 - right));
    }
    return new Example(ids, positions.toArray(), targets.toArray(), weights.toArray());
  }

  /**
   * The teacher's score for the text up to each token of the answer. It reads a blank line where
   * the judge reads the end of a step.
   */
  private double[] scores(int[] ids, int begin) {
    IntArrayList text = IntArrayList.newListWith(Arrays.copyOf(ids, begin));
    var ends = new int[ids.length - begin];
    for (int i = begin; i < ids.length; i++) {
      if (ids[i] == SpecialToken.STEP.id()) {
        text.addAll(blankLine);
      } else {
        text.add(ids[i]);
      }
      ends[i - begin] = text.size();
    }
    Example reading = Example.nextTokens(text.toArray(), begin, 0);
    double[] logProbabilities =
        teacher.logProbabilitiesOfTargets(Batch.block(Lists.mutable.with(reading), text.size(), 1));
    var scores = new double[ends.length];
    double least = 0;
    int read = begin;
    for (int i = 0; i < scores.length; i++) {
      for (; read < ends[i]; read++) {
        least = Math.min(least, logProbabilities[read - begin]);
      }
      scores[i] = LikelihoodRewardModel.score(least);
    }
    return scores;
  }

  @Override
  public void close() {
    teacher.close();
  }
}
