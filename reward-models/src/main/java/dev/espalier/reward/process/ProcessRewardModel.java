package dev.espalier.reward.process;

import dev.espalier.search.cache.RecentlyUsed;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.TransformerClassifier;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.TokenSequence;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that judges the steps of a solution, in one of the published formats ({@link
 * PrmFormat}).
 *
 * <p>The score of a step is the softmax weight of "right" of two logits, or the logistic function
 * of one; it is the model's opinion and no calibrated probability. Since the decoder is causal, a
 * score never changes when steps follow: all steps of all solutions asked are read in one call that
 * shares their common beginnings, and scores once given are kept, so that a search that judges
 * every prefix of a solution pays for its last step alone. Of a language model only the rows of its
 * head for the two signs are loaded and computed.
 */
public final class ProcessRewardModel implements RewardModel {

  private static final int KEPT_SCORES = 100_000;

  private final TransformerClassifier classifier;
  private final HuggingFaceTokenizer tokenizer;
  private final PrmFormat format;
  private final StepFormat reading;
  private final Extent extent;
  private final Map<TokenSequence, Double> known = new RecentlyUsed<>(KEPT_SCORES);

  private ProcessRewardModel(
      TransformerClassifier classifier,
      HuggingFaceTokenizer tokenizer,
      PrmFormat format,
      StepFormat reading,
      Extent extent) {
    this.classifier = classifier;
    this.tokenizer = tokenizer;
    this.format = format;
    this.reading = reading;
    this.extent = extent;
  }

  /** What the model is shown as a step. */
  public enum Extent {
    /** Each step on its own, after those before it. */
    STEP,
    /**
     * Everything up to the end of a step as a single one, so that the last score is the model's
     * opinion of the whole text; published code calls it "model" aggregation.
     */
    WHOLE
  }

  /**
   * Opens the reward model in a folder.
   *
   * @param asked its format, or null to tell it from the folder
   * @param extent what to show it as a step
   * @throws ModelFormatException if a file of it is missing, damaged, or of another kind of model
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  @SuppressWarnings("MustBeClosedChecker") // The model returned closes them.
  public static ProcessRewardModel open(
      Checkpoint folder, @Nullable PrmFormat asked, Extent extent, RuntimeOptions options)
      throws ModelFormatException {
    PrmFormat format = asked == null ? PrmFormat.recognise(folder) : asked;
    if (folder.head() != format.head()) {
      throw new ModelFormatException(
          folder.path(),
          "a model of the format %s has %s, this one has %s"
              .formatted(format.label(), format.head().words(), folder.head().words()));
    }
    HuggingFaceTokenizer tokenizer = folder.openTokenizer();
    boolean done = false;
    try {
      StepFormat reading = format.reading(folder, tokenizer);
      TransformerClassifier classifier =
          reading.signs().isEmpty()
              ? TransformerClassifier.open(folder, options)
              : TransformerClassifier.ofTokens(folder, reading.signs(), options);
      int expected = format == PrmFormat.SKYWORK ? 1 : 2;
      if (classifier.classes() != expected) {
        int classes = classifier.classes();
        classifier.close();
        throw new ModelFormatException(
            folder.path(),
            "its head has %d classes; a judge of the format %s has %d"
                .formatted(classes, format.label(), expected));
      }
      done = true;
      return new ProcessRewardModel(classifier, tokenizer, format, reading, extent);
    } finally {
      if (!done) {
        tokenizer.close();
      }
    }
  }

  /** How it reads. */
  public PrmFormat format() {
    return format;
  }

  @Override
  public RewardDescription description() {
    ModelDescription description = classifier.description();
    return new RewardDescription(description.id(), description.hash(), description.device());
  }

  @Override
  public ImmutableList<String> notices() {
    return classifier.notices();
  }

  @Override
  public void forget() {
    known.clear();
    classifier.forget();
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
        scores.put(unknown.get(i), score(logits[i]));
      }
    }
    MutableList<StepScores> all = Lists.mutable.empty();
    for (ImmutableList<TokenSequence> solution : prefixes) {
      all.add(stepScores(solution, scores));
    }
    known.putAll(scores);
    return all.toImmutable();
  }

  /** Of two classes, softmax is the logistic function of their difference. */
  private static double score(float[] logits) {
    double logit = logits.length == 1 ? logits[0] : (double) logits[1] - logits[0];
    return 1 / (1 + Math.exp(-logit));
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
      tokens[i] = prefix.length() - (i == 0 ? 0 : shared(solution.get(i - 1), prefix));
    }
    return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
  }

  /** How many tokens two sequences have in common from their start. */
  private static int shared(TokenSequence one, TokenSequence other) {
    TokenSequence a = one.prefix(Math.min(one.length(), other.length()));
    TokenSequence b = other.prefix(a.length());
    while (!a.equals(b)) {
      a = a.parent();
      b = b.parent();
    }
    return a.length();
  }

  /** The sequences at whose ends the steps are judged. */
  ImmutableList<TokenSequence> prefixes(Solution solution) {
    if (solution.steps().isEmpty()) {
      throw new IllegalArgumentException("a solution without a step cannot be judged");
    }
    return switch (extent) {
      case STEP -> reading.prefixes(solution);
      case WHOLE -> {
        MutableList<TokenSequence> prefixes = Lists.mutable.empty();
        for (int steps = 1; steps <= solution.steps().size(); steps++) {
          String text = solution.steps().take(steps).makeString("\n\n");
          prefixes.addAllIterable(
              reading.prefixes(new Solution(solution.problem(), Lists.immutable.with(text))));
        }
        yield prefixes.toImmutable();
      }
    };
  }

  @Override
  public void close() {
    classifier.close();
    tokenizer.close();
  }
}
