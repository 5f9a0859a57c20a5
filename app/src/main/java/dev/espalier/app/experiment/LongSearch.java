package dev.espalier.app.experiment;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import dev.espalier.sessions.Recorder;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/**
 * An A* search of any length, on models that are computed rather than read: a record of it is as
 * long as wanted, with the events, the texts and the shape of the tree that real ones have.
 */
final class LongSearch {

  private static final String[] WORDS = {
    "<end>", "\n\n", " the", " of", " cups", " and", " so", " there", " are", " has", " =", " +",
    " *", " 1", " 2", " 3", "4", "7", " Ada", " Otto", " boxes", " each", " with", " more", " then",
    " gives", " takes", " left", " é", "."
  };

  private static final int END = 0;
  private static final int SEPARATOR = 1;

  private static final Map<String, String> SETTINGS =
      Map.of("branching", "4", "step-tokens", "24", "max-depth", "40");

  private LongSearch() {}

  /**
   * Records a search in a new file.
   *
   * @param events at least so many; the step that reaches them is the last
   * @return how many there are
   */
  static int record(Path file, int events) throws IOException {
    String prompt = "Ada and Otto fill boxes with cups. How many cups are there?";
    ImmutableIntList tokens = IntLists.immutable.with(18, 5, 19, 20, 22, 4);
    SessionHeader header =
        new SessionHeader(
            prompt,
            Instant.EPOCH,
            language().description(),
            new Rewards().description(),
            prompt,
            null,
            prompt,
            tokens,
            "a-star",
            Maps.immutable.withAll(SETTINGS),
            1,
            Budget.UNLIMITED,
            null,
            null);
    SearchAlgorithm<?> algorithm = AlgorithmCatalogue.named("a-star").create(SETTINGS);
    try (Recorder recorder = Recorder.create(file, header)) {
      SearchRun<?> run =
          SearchRun.start(
              algorithm,
              new Problem(prompt, prompt, tokens, 1),
              new Models(language(), new Words(), new Rewards()),
              Budget.UNLIMITED,
              recorder);
      while (run.events().size() < events && run.advance()) {
        // all in the condition
      }
      run.cancel();
      run.runToEnd();
      return run.events().size();
    }
  }

  private static TableLanguageModel language() {
    return new TableLanguageModel("synthetic", WORDS.length, 1 << 20, LongSearch::row);
  }

  private static float[] row(TokenSequence prefix) {
    RandomKey key = RandomKey.ofSeed(prefix.hashCode());
    double[] weights = new double[WORDS.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      // It never ends a text, so that the search goes on for as long as is wanted.
      double weight = i == END ? 0 : i == SEPARATOR ? 1.5 : 1;
      double drawn = key.child(i).uniform();
      weights[i] = weight * drawn * drawn * drawn;
      sum += weights[i];
    }
    float[] row = new float[weights.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) Math.log(weights[i] / sum);
    }
    return row;
  }

  /** Scores each step by its place and text. */
  private static final class Rewards implements RewardModel {
    @Override
    public RewardDescription description() {
      return new RewardDescription("synthetic", "", "computed");
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      return solutions.collect(solution -> {
        int steps = solution.steps().size();
        double[] scores = new double[steps];
        int[] tokens = new int[steps];
        Arrays.fill(tokens, 8);
        for (int i = 0; i < steps; i++) {
          scores[i] = RandomKey.ofSeed(solution.steps().get(i).hashCode()).child(i).uniform();
        }
        return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
      });
    }

    @Override
    public void close() {}
  }

  private static final class Words implements Tokenizer {
    @Override
    public int vocabularySize() {
      return WORDS.length;
    }

    @Override
    public ImmutableIntList encode(String text) {
      throw new UnsupportedOperationException("a synthetic search reads no text");
    }

    @Override
    public byte[] bytes(int token) {
      return token == END ? new byte[0] : WORDS[token].getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String label(int token) {
      return WORDS[token];
    }

    @Override
    public ImmutableIntSet endTokens() {
      return IntSets.immutable.with(END);
    }

    @Override
    public boolean hasChatTemplate() {
      return false;
    }

    @Override
    public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
      throw new IllegalStateException("no chat template");
    }
  }
}
