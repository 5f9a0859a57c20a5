package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.sessions.SessionHeader;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** A language model, its tokenizer and, where there is one, a reward model, ready to be asked. */
public final class LoadedModels implements ReadyModels, AutoCloseable {

  private final TransformerLanguageModel language;
  private final HuggingFaceTokenizer tokenizer;
  private final @Nullable RewardModel reward;

  /** Made at the first constraint, since it takes a while for a large vocabulary. */
  private @Nullable TokenMask masks;

  private LoadedModels(
      TransformerLanguageModel language,
      HuggingFaceTokenizer tokenizer,
      @Nullable RewardModel reward) {
    this.language = language;
    this.tokenizer = tokenizer;
    this.reward = reward;
  }

  /**
   * Opens the models.
   *
   * @param reward folder of the reward model, or null for none
   * @throws RunRefused if one is damaged, of a kind that cannot be run, or too large
   */
  public static LoadedModels open(Path language, @Nullable Path reward, RuntimeOptions options)
      throws RunRefused {
    return judged(language, reward == null ? null : RewardChoice.folder(reward), options);
  }

  /**
   * Opens the models.
   *
   * @param reward what judges, or null for nothing
   * @throws RunRefused if one is damaged, of a kind that cannot be run, or too large
   */
  public static LoadedModels judged(
      Path language, @Nullable RewardChoice reward, RuntimeOptions options) throws RunRefused {
    return judged(language, reward, options, _ -> {});
  }

  /**
   * Opens the models.
   *
   * @param reward what judges, or null for nothing
   * @param doing is told what goes on, in words
   * @throws RunRefused if one is damaged, of a kind that cannot be run, or too large
   */
  @SuppressWarnings("MustBeClosedChecker") // What is returned closes them.
  static LoadedModels judged(
      Path language, @Nullable RewardChoice reward, RuntimeOptions options, Consumer<String> doing)
      throws RunRefused {
    @Nullable HuggingFaceTokenizer tokenizer = null;
    @Nullable TransformerLanguageModel model = null;
    boolean done = false;
    try {
      Checkpoint folder = Checkpoint.open(language);
      tokenizer = folder.openTokenizer();
      model =
          TransformerLanguageModel.open(
              folder, options, stage -> doing.accept(folder.id() + ": " + stage.words()));
      if (reward != null) {
        doing.accept("Loading what judges…");
      }
      LoadedModels loaded =
          new LoadedModels(model, tokenizer, reward == null ? null : reward.open(options));
      done = true;
      return loaded;
    } catch (ModelFormatException | ModelFailure e) {
      throw new RunRefused("The model cannot be used. " + e.getMessage(), e);
    } finally {
      if (!done) {
        if (model != null) {
          model.close();
        }
        if (tokenizer != null) {
          tokenizer.close();
        }
      }
    }
  }

  /**
   * Checks that these are the models that a session was made with.
   *
   * @throws RunRefused if one is another; the message names both
   */
  void requireSame(SessionHeader header) throws RunRefused {
    ModelDescription recorded = header.model();
    if (!recorded.hash().equals(description().hash())) {
      throw new RunRefused(
          "The session was made with %s (%s…), and %s (%s…) is loaded. Load the model it was made with."
              .formatted(
                  recorded.id(),
                  head(recorded.hash()),
                  description().id(),
                  head(description().hash())));
    }
    RewardDescription judge = header.reward();
    if (judge != null && (reward == null || !reward.description().hash().equals(judge.hash()))) {
      throw new RunRefused(
          "The session was judged by %s (%s…), which is not loaded. Load the reward model it was made with."
              .formatted(judge.id(), head(judge.hash())));
    }
  }

  private static String head(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }

  /**
   * What a search asks.
   *
   * @param source what its text must be, or null if it is free
   * @throws RunRefused if the constraint is wrong; the message names the place
   */
  @Override
  public Models models(@Nullable ConstraintSource source) throws RunRefused {
    if (source == null) {
      return models();
    }
    TokenMask masks = this.masks;
    if (masks == null) {
      masks = new TokenMask(tokenizer);
      this.masks = masks;
    }
    try {
      return models().with(Constraint.of(source, masks));
    } catch (GrammarException e) {
      throw new RunRefused(
          "The %s cannot be used: %s".formatted(source.kind().label(), e.getMessage()), e);
    }
  }

  /** What a search of free text asks. */
  @Override
  public Models models() {
    return new Models(language, tokenizer, reward);
  }

  @Override
  public ModelDescription description() {
    return language.description();
  }

  /** Memory of the language model's weights. */
  long weightBytes() {
    ModelDescription lm = language.description();
    return lm.parameters() * (lm.precision().equals("bf16") ? 2 : Float.BYTES);
  }

  @Override
  public boolean hasReward() {
    return reward != null;
  }

  /** What the user should know of how the models were opened. */
  public ImmutableList<String> notices() {
    return reward == null
        ? language.notices()
        : language.notices().newWithAll(reward.notices()).distinct();
  }

  /** Asks the language model something once, since first answers take longest. */
  void warmUp() {
    language.evaluate(Lists.immutable.with(TokenSequence.of(0)), Wanted.top(1));
    language.forget();
  }

  /** The models in a few words. */
  public String summary() {
    ModelDescription lm = language.description();
    String own = "%s · %s · %s".formatted(lm.id(), lm.device(), lm.precision());
    return reward == null ? own : own + " · judged by " + reward.description().id();
  }

  /**
   * What is to be continued: the question as the user's turn of a chat, or as it is where the model
   * has no chat template.
   *
   * @throws RunRefused if it is empty, or too long for the model
   */
  @Override
  public Problem problem(String question, long seed) throws RunRefused {
    if (question.isBlank()) {
      throw new RunRefused("There is no prompt; write something for the model to continue.");
    }
    String text;
    try {
      text =
          tokenizer.hasChatTemplate()
              ? tokenizer.chat(
                  Lists.immutable.with(new ChatMessage("user", question.strip())), true)
              : question;
    } catch (IllegalArgumentException e) {
      throw new RunRefused("The prompt cannot be written for this model. " + e.getMessage(), e);
    }
    ImmutableIntList tokens = tokenizer.encode(text);
    int context = language.description().contextLength();
    if (tokens.size() >= context) {
      throw new RunRefused(
          "The prompt has %d tokens; the model reads %d in all. Shorten it."
              .formatted(tokens.size(), context));
    }
    return new Problem(question.strip(), text, tokens, seed);
  }

  /** Forgets what was computed, so that the next search costs the time that it costs alone. */
  public void forget() {
    language.forget();
    if (reward != null) {
      reward.forget();
    }
  }

  @Override
  public void close() {
    if (reward != null) {
      reward.close();
    }
    language.close();
    tokenizer.close();
  }
}
