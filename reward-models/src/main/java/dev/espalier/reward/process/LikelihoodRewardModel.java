package dev.espalier.reward.process;

import dev.espalier.search.cache.RecentlyUsed;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A language model as a judge: a solution is as good as its least likely token.
 *
 * <p>A model that has learnt more than the one that writes finds a slip of the other improbable at
 * the very token. With p the least probability it gives to a token of the steps so far, the score
 * is
 *
 * <pre>{@code r = p / (p + SLIP)}</pre>
 *
 * the chance that this token was meant rather than a slip, if slips put any one token there with
 * the probability SLIP. It reads the problem as the user's turn of a chat and the steps, a blank
 * line after each, as the answer. A score never rises along a solution and never depends on later
 * steps.
 *
 * <p>All steps of all solutions asked are read in one call of the model, which shares their common
 * beginnings; what was judged once is kept.
 */
public final class LikelihoodRewardModel implements RewardModel {

  /** What {@code step_judge} says in the configuration of such a judge. */
  public static final String NAME = "likelihood";

  /** How likely a slip is to put one particular token in another's place. */
  static final double SLIP = 0.05;

  private static final String BLANK_LINE = "\n\n";
  private static final int KEPT_SCORES = 100_000;

  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final ImmutableList<String> notices;
  private final Runnable closing;

  /** By the text up to the end of a step: the least log-probability in its steps. */
  private final Map<TokenSequence, Double> known = new RecentlyUsed<>(KEPT_SCORES);

  /**
   * @param closing gives back what the model and the tokenizer hold
   */
  LikelihoodRewardModel(
      LanguageModel model, Tokenizer tokenizer, ImmutableList<String> notices, Runnable closing) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.notices = notices;
    this.closing = closing;
  }

  /**
   * Opens the language model in a folder as a judge.
   *
   * @throws ModelFormatException if a file of it is missing, damaged, or of another kind of model
   * @throws dev.espalier.search.lm.ModelFailure if it does not fit the memory
   */
  @SuppressWarnings("MustBeClosedChecker") // The model returned closes them.
  public static LikelihoodRewardModel open(Checkpoint folder, RuntimeOptions options)
      throws ModelFormatException {
    HuggingFaceTokenizer tokenizer = folder.openTokenizer();
    boolean done = false;
    try {
      if (!tokenizer.hasChatTemplate()) {
        throw new ModelFormatException(
            folder.path(), "it has no chat template, so it cannot be told problem from solution");
      }
      TransformerLanguageModel model = TransformerLanguageModel.open(folder, options);
      done = true;
      return new LikelihoodRewardModel(
          model,
          tokenizer,
          model.notices(),
          () -> {
            model.close();
            tokenizer.close();
          });
    } finally {
      if (!done) {
        tokenizer.close();
      }
    }
  }

  @Override
  public RewardDescription description() {
    ModelDescription description = model.description();
    return new RewardDescription(description.id(), description.hash(), description.device());
  }

  /** A solution as the model reads it: where its steps begin, and the text up to each one's end. */
  private record Reading(TokenSequence opening, ImmutableList<TokenSequence> ends) {}

  @Override
  public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
    ImmutableList<Reading> readings = solutions.collect(this::reading);
    Map<TokenSequence, Double> likelihoods = likelihoods(readings);
    MutableList<StepScores> all = Lists.mutable.empty();
    for (Reading reading : readings) {
      int[] tokens = new int[reading.ends.size()];
      double[] scores = new double[tokens.length];
      double least = 0;
      for (int i = 0; i < scores.length; i++) {
        TokenSequence end = reading.ends.get(i);
        tokens[i] = end.length() - (i == 0 ? 0 : reading.ends.get(i - 1).length());
        Double kept = known.get(end);
        Double step = kept == null ? likelihoods.get(end) : kept;
        // Beyond the context there is no judgement.
        least = step == null ? Double.NaN : Math.min(least, step);
        scores[i] = score(least);
      }
      all.add(new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens)));
    }
    known.putAll(likelihoods);
    return all.toImmutable();
  }

  /** The score of a solution whose least likely token has this log-probability. */
  public static double score(double logProb) {
    double p = Math.exp(logProb);
    return p / (p + SLIP);
  }

  /** For the text up to the end of each step not known yet: the least likely token of the step. */
  private Map<TokenSequence, Double> likelihoods(ImmutableList<Reading> readings) {
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    MutableList<TokenSequence> owners = Lists.mutable.empty();
    Map<TokenSequence, Double> least = new HashMap<>();
    int context = model.description().contextLength();
    for (Reading reading : readings) {
      TokenSequence begin = reading.opening;
      for (TokenSequence end : reading.ends) {
        if (end.length() <= context && !known.containsKey(end) && !least.containsKey(end)) {
          least.put(end, 0.0);
          for (int length = begin.length(); length < end.length(); length++) {
            prefixes.add(end.prefix(length));
            owners.add(end);
          }
        }
        begin = end;
      }
    }
    if (prefixes.notEmpty()) {
      ImmutableList<NextTokens> rows =
          model.evaluate(prefixes.toImmutable(), Wanted.ALL_TOKENS).rows();
      for (int i = 0; i < rows.size(); i++) {
        TokenSequence end = owners.get(i);
        int token = end.prefix(prefixes.get(i).length() + 1).last();
        least.merge(end, rows.get(i).logProbOf(token), Math::min);
      }
    }
    return least;
  }

  private Reading reading(Solution solution) {
    if (solution.steps().isEmpty()) {
      throw new IllegalArgumentException("a solution without a step cannot be judged");
    }
    String opening =
        tokenizer.chat(Lists.immutable.with(new ChatMessage("user", solution.problem())), true);
    TokenSequence begin = TokenSequence.of(tokenizer.encode(opening));
    MutableList<TokenSequence> ends = Lists.mutable.empty();
    TokenSequence sequence = begin;
    for (String step : solution.steps()) {
      if (sequence.length() > begin.length()) {
        sequence = sequence.appendAll(tokenizer.encode(BLANK_LINE));
      }
      sequence = sequence.appendAll(tokenizer.encode(step.strip()));
      ends.add(sequence);
    }
    return new Reading(begin, ends.toImmutable());
  }

  @Override
  public ImmutableList<String> notices() {
    return notices;
  }

  @Override
  public void forget() {
    known.clear();
  }

  @Override
  public void close() {
    closing.run();
  }
}
