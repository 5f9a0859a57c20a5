package dev.espalier.sessions;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/** Small searches of a computed model, to be recorded. */
final class Samples {

  private static final String[] WORDS = {"<end>", "a", "é", "\n", " b", "1"};

  private Samples() {}

  /** A model whose distributions follow from the prefix and {@code flavour}. */
  static TableLanguageModel model(long flavour) {
    return new TableLanguageModel("table", WORDS.length, 64, prefix -> row(prefix, flavour, 0.1));
  }

  /** The same, but it never ends a text. */
  static TableLanguageModel endless(long flavour) {
    return new TableLanguageModel(
        "table", WORDS.length, 1 << 20, prefix -> row(prefix, flavour, 0));
  }

  private static float[] row(TokenSequence prefix, long flavour, double endWeight) {
    RandomKey key = RandomKey.ofSeed(flavour).child(prefix.hashCode());
    double[] weights = new double[WORDS.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i == 0 ? endWeight : 1) * (0.05 + key.child(i).uniform());
      sum += weights[i];
    }
    float[] row = new float[weights.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) Math.log(weights[i] / sum);
    }
    return row;
  }

  static Models models(LanguageModel model) {
    return new Models(model, new Words(), null);
  }

  /** The same model, its texts bound by a regular expression. */
  static Models models(LanguageModel model, ConstraintSource source) throws GrammarException {
    return models(model).with(Constraint.of(source, new TokenMask(new Words())));
  }

  static SearchAlgorithm<?> algorithm(String name, Map<String, String> settings) {
    return AlgorithmCatalogue.named(name).create(settings);
  }

  static SessionHeader header(String algorithm, Map<String, String> settings) {
    return header(algorithm, settings, null);
  }

  static SessionHeader header(
      String algorithm, Map<String, String> settings, @Nullable ConstraintSource constraint) {
    return new SessionHeader(
        "A sample",
        Instant.parse("2026-03-04T05:06:07.123456789Z"),
        model(1).description(),
        null,
        "What is a?",
        null,
        "\uDC80a é",
        IntLists.immutable.with(1, 2),
        algorithm,
        Maps.immutable.withAll(settings),
        Long.MIN_VALUE,
        Budget.of(CostUnit.TOKENS, 1000),
        constraint,
        null);
  }

  /** A finished search by {@code algorithm} of a few tokens, recorded in {@code file}. */
  static SearchRun<?> record(Path file, String algorithm, Map<String, String> settings)
      throws IOException {
    SessionHeader header = header(algorithm, settings);
    try (Recorder recorder = Recorder.create(file, header)) {
      SearchRun<?> run =
          SearchRun.start(
              algorithm(algorithm, settings),
              new Problem(header.question(), header.promptText(), header.prompt(), header.seed()),
              models(model(1)),
              header.budget(),
              recorder);
      run.runToEnd();
      return run;
    }
  }

  private static final class Words implements Tokenizer {
    @Override
    public int vocabularySize() {
      return WORDS.length;
    }

    @Override
    public ImmutableIntList encode(String text) {
      throw new UnsupportedOperationException("nothing here is encoded");
    }

    @Override
    public byte[] bytes(int token) {
      return token == 0 ? new byte[0] : WORDS[token].getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String label(int token) {
      return WORDS[token];
    }

    @Override
    public ImmutableIntSet endTokens() {
      return IntSets.immutable.with(0);
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
