package dev.espalier.search.potential;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenText;
import dev.espalier.search.token.Tokenizer;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A process reward model as a potential over tokens: the odds r/(1 − r) of its score of the last
 * finished step, or of the last step of a whole text. A beginning without a finished step weighs 1.
 * Scores are held within 1e-7 of 0 and 1; a missing one counts as 0.
 */
public final class RewardPotential implements Potential {

  private static final double CLIP = 1e-7;

  private final RewardModel reward;
  private final Tokenizer tokenizer;
  private final String question;
  private final String separator;
  private final boolean stepwise;

  /**
   * @param question that the text answers
   * @param separator what closes a step
   * @param stepwise whether whoever asks has asked about every finished step before, so that only
   *     the last one is read anew
   */
  public RewardPotential(
      RewardModel reward,
      Tokenizer tokenizer,
      String question,
      String separator,
      boolean stepwise) {
    this.reward = reward;
    this.tokenizer = tokenizer;
    this.question = question;
    this.separator = separator;
    this.stepwise = stepwise;
  }

  @Override
  public int items() {
    return tokenizer.vocabularySize();
  }

  @Override
  public double prefix(ImmutableIntList items) {
    return weigh(Lists.immutable.with(new Question(items, false))).logs().getFirst();
  }

  @Override
  public double complete(ImmutableIntList items) {
    return weigh(Lists.immutable.with(new Question(items, true))).logs().getFirst();
  }

  @Override
  public boolean decidesAt(ImmutableIntList items) {
    ImmutableIntList shorter =
        IntLists.immutable.with(Arrays.copyOf(items.toArray(), items.size() - 1));
    return !steps(new Question(items, false)).equals(steps(new Question(shorter, false)));
  }

  @Override
  public Weights weigh(ImmutableList<Question> questions) {
    ImmutableList<ImmutableList<String>> steps = questions.collect(this::steps);
    ImmutableList<ImmutableList<String>> judged = steps.select(ImmutableList::notEmpty);
    ImmutableList<StepScores> scores =
        judged.isEmpty()
            ? Lists.immutable.empty()
            : reward.score(judged.collect(own -> new Solution(question, own)));
    double[] logs = new double[questions.size()];
    long read = 0;
    int at = 0;
    for (int i = 0; i < logs.length; i++) {
      if (steps.get(i).notEmpty()) {
        StepScores given = scores.get(at++);
        logs[i] = logOdds(given.last());
        read += stepwise ? given.tokens().getLast() : given.tokens().sum();
      }
    }
    return new Weights(
        DoubleLists.immutable.with(logs),
        judged.isEmpty() ? Cost.NONE : Cost.judged(judged.size(), read));
  }

  private static double logOdds(double score) {
    double r = Double.isNaN(score) ? CLIP : Math.clamp(score, CLIP, 1 - CLIP);
    return Math.log(r) - Math.log1p(-r);
  }

  /** The finished steps; of a whole text, what follows the last separator too. */
  private ImmutableList<String> steps(Question asked) {
    StringBuilder pieces = new StringBuilder();
    asked.items().forEach(token -> pieces.append(tokenizer.text(token)));
    String text = TokenText.join(pieces.toString());
    int finished = asked.complete() ? text.length() : Math.max(0, text.lastIndexOf(separator));
    MutableList<String> steps = Lists.mutable.empty();
    for (String step : text.substring(0, finished).split(separator, -1)) {
      if (!step.isBlank()) {
        steps.add(step.strip());
      }
    }
    return steps.isEmpty() && asked.complete() ? Lists.immutable.with("") : steps.toImmutable();
  }
}
