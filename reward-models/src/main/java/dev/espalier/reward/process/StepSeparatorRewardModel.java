package dev.espalier.reward.process;

import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.ModelFolder;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.TransformerClassifier;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A decoder with a head of two classes, wrong and right, that judges a step at the separator token
 * after it. It reads the problem as the user's turn of a chat and the steps as the answer, each
 * step stripped and closed by the separator.
 *
 * <p>The score of a step is the softmax weight of the class "right". Since the decoder is causal, a
 * score never changes when steps follow; scores once given are kept, so that a search that judges
 * every prefix of a solution pays for its last step alone.
 *
 * <p>Zhang et al., "The Lessons of Developing Process Reward Models in Mathematical Reasoning",
 * arXiv 2501.07301 (2025).
 */
public final class StepSeparatorRewardModel implements RewardModel {

  private static final int RIGHT = 1;
  private static final int CLASSES = 2;
  private static final int KEPT_SCORES = 100_000;

  private final TransformerClassifier classifier;
  private final HuggingFaceTokenizer tokenizer;
  private final int separator;
  private final Map<TokenSequence, Double> known =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenSequence, Double> eldest) {
          return size() > KEPT_SCORES;
        }
      };

  private StepSeparatorRewardModel(
      TransformerClassifier classifier, HuggingFaceTokenizer tokenizer, int separator) {
    this.classifier = classifier;
    this.tokenizer = tokenizer;
    this.separator = separator;
  }

  /**
   * Opens the reward model in a folder.
   *
   * @throws ModelFormatException if a file of it is missing, damaged, or of another kind of model
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  @SuppressWarnings("MustBeClosedChecker") // The model returned closes them.
  public static StepSeparatorRewardModel open(ModelFolder folder, RuntimeOptions options)
      throws ModelFormatException {
    int separator = folder.stepSeparator();
    HuggingFaceTokenizer tokenizer = folder.openTokenizer();
    boolean done = false;
    try {
      if (!tokenizer.hasChatTemplate()) {
        throw new ModelFormatException(
            folder.path(), "it has no chat template, so it cannot be told problem from solution");
      }
      TransformerClassifier classifier = TransformerClassifier.open(folder, options);
      if (classifier.classes() != CLASSES) {
        int classes = classifier.classes();
        classifier.close();
        throw new ModelFormatException(
            folder.path(), "its head has " + classes + " classes; a judge of steps has 2");
      }
      done = true;
      return new StepSeparatorRewardModel(classifier, tokenizer, separator);
    } finally {
      if (!done) {
        tokenizer.close();
      }
    }
  }

  @Override
  public RewardDescription description() {
    ModelDescription description = classifier.description();
    return new RewardDescription(description.id(), description.hash(), description.device());
  }

  /** What the user should know of how the model was opened. */
  public ImmutableList<String> notices() {
    return classifier.notices();
  }

  @Override
  public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
    ImmutableList<ImmutableList<TokenSequence>> prefixes = solutions.collect(this::prefixes);
    int context = classifier.description().contextLength();
    ImmutableList<TokenSequence> unknown =
        prefixes
            .flatCollect(each -> each)
            .distinct()
            .select(prefix -> prefix.length() <= context && !known.containsKey(prefix));
    Map<TokenSequence, Double> scores = new LinkedHashMap<>();
    if (unknown.notEmpty()) {
      float[][] logits = classifier.evaluate(unknown);
      for (int i = 0; i < logits.length; i++) {
        // Two classes: softmax is the logistic function of the difference.
        double score = 1 / (1 + Math.exp((double) logits[i][0] - logits[i][RIGHT]));
        scores.put(unknown.get(i), score);
      }
    }
    MutableList<StepScores> all = Lists.mutable.empty();
    for (ImmutableList<TokenSequence> solution : prefixes) {
      all.add(stepScores(solution, scores));
    }
    known.putAll(scores);
    return all.toImmutable();
  }

  private StepScores stepScores(
      ImmutableList<TokenSequence> solution, Map<TokenSequence, Double> fresh) {
    double[] scores = new double[solution.size()];
    int[] tokens = new int[solution.size()];
    for (int i = 0; i < scores.length; i++) {
      TokenSequence prefix = solution.get(i);
      Double score = fresh.containsKey(prefix) ? fresh.get(prefix) : known.get(prefix);
      // Beyond the context there is no judgement.
      scores[i] = score == null ? Double.NaN : score;
      tokens[i] = prefix.length() - (i == 0 ? 0 : solution.get(i - 1).length());
    }
    return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
  }

  /** The text up to each separator. */
  private ImmutableList<TokenSequence> prefixes(Solution solution) {
    if (solution.steps().isEmpty()) {
      throw new IllegalArgumentException("a solution without a step cannot be judged");
    }
    String opening =
        tokenizer.chat(Lists.immutable.with(new ChatMessage("user", solution.problem())), true);
    TokenSequence sequence = TokenSequence.of(tokenizer.encode(opening));
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    for (String step : solution.steps()) {
      sequence = sequence.appendAll(tokenizer.encode(step.strip())).append(separator);
      prefixes.add(sequence);
    }
    return prefixes.toImmutable();
  }

  /** Forgets every score given and what was computed for it. It changes no answer. */
  public void forget() {
    known.clear();
    classifier.forget();
  }

  @Override
  public void close() {
    classifier.close();
    tokenizer.close();
  }
}
