package dev.espalier.search.lm.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.beam.BeamSearch;
import dev.espalier.search.algorithm.beam.BeamSearch.EarlyStopping;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.sampling.GreedySearch;
import dev.espalier.search.event.Result;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import dev.espalier.search.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runtime, the tokenizer and the plain decoders say what the reference implementation says. */
class GoldenTest {

  /** The reference adds up scores in single precision: so much of a score may be rounding. */
  private static final double ROUNDING = 5e-6;

  static List<String> names() {
    return Golden.NAMES;
  }

  static Stream<Arguments> namesAndEngines() {
    return names().stream()
        .flatMap(name -> Stream.of(EngineChoice.values()).map(e -> Arguments.of(name, e)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("namesAndEngines")
  void logProbabilitiesAgree(String name, EngineChoice engine) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (TransformerLanguageModel model = open(golden, engine)) {
      ImmutableList<TokenSequence> prefixes =
          Lists.immutable
              .withAll(golden.expected().rows())
              .collect(row -> TokenSequence.of(tokens(row.prefix())));
      ImmutableList<NextTokens> rows = model.evaluate(prefixes, Wanted.ALL_TOKENS).rows();
      for (int i = 0; i < rows.size(); i++) {
        List<Double> expected = golden.expected().rows().get(i).logProbs();
        assertThat(rows.get(i).size()).isEqualTo(expected.size());
        for (int token = 0; token < expected.size(); token++) {
          assertThat(rows.get(i).logProb(token)).isCloseTo(expected.get(token), within(1e-4));
        }
      }
    }
  }

  /** These weights are wide, with logits up to ten; of such a number bfloat16 keeps two digits. */
  @ParameterizedTest
  @MethodSource("names")
  void halfPrecisionStaysWithinItsError(String name) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (TransformerLanguageModel model =
        open(golden, EngineChoice.TORCHSCRIPT, PrecisionChoice.BF16)) {
      for (Golden.Row row : golden.expected().rows()) {
        NextTokens given =
            model
                .evaluate(
                    Lists.immutable.with(TokenSequence.of(tokens(row.prefix()))), Wanted.ALL_TOKENS)
                .rows()
                .getOnly();
        for (int token = 0; token < given.size(); token++) {
          assertThat(given.logProb(token)).isCloseTo(row.logProbs().get(token), within(0.5));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void tokensAgree(String name) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (HuggingFaceTokenizer tokenizer = tokenizer(golden)) {
      for (Golden.Encoded encoded : golden.expected().tokenizer()) {
        assertThat(tokenizer.encode(encoded.text()))
            .as(encoded.text())
            .isEqualTo(tokens(encoded.ids()));
      }
      assertThat(tokenizer.endTokens().toSortedArray())
          .containsExactly(golden.expected().ends().stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void chatsAgree(String name) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (HuggingFaceTokenizer tokenizer = tokenizer(golden)) {
      assertThat(tokenizer.hasChatTemplate()).isEqualTo(!golden.expected().chats().isEmpty());
      for (Golden.Chat chat : golden.expected().chats()) {
        ImmutableList<ChatMessage> messages =
            Lists.immutable
                .withAll(chat.messages())
                .collect(message -> new ChatMessage(message.role(), message.content()));
        if (chat.refusal() == null) {
          assertThat(tokenizer.chat(messages, chat.generation())).isEqualTo(chat.text());
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> tokenizer.chat(messages, chat.generation()))
              .withMessage(
                  "the model's chat template refuses this conversation: " + chat.refusal());
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("namesAndEngines")
  void greedyTextsAreEqual(String name, EngineChoice engine) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (TransformerLanguageModel model = open(golden, engine);
        HuggingFaceTokenizer tokenizer = tokenizer(golden)) {
      for (Golden.Greedy greedy : golden.expected().greedy()) {
        ImmutableList<Result> results =
            run(new GreedySearch(24), greedy.prompt(), new Models(model, tokenizer, null));
        ImmutableIntList tokens = results.getOnly().tokens();
        assertThat(tokens).isEqualTo(tokens(greedy.ids()));
        assertThat(readable(tokenizer, tokens, name)).isEqualTo(greedy.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void beamsAreEqual(String name) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (TransformerLanguageModel model = open(golden, EngineChoice.TORCHSCRIPT);
        HuggingFaceTokenizer tokenizer = tokenizer(golden)) {
      for (Golden.Beams beams : golden.expected().beams()) {
        BeamSearch search =
            new BeamSearch(
                beams.width(),
                beams.lengthPenalty(),
                EarlyStopping.valueOf(beams.earlyStopping().toUpperCase(Locale.ROOT)),
                beams.maxTokens());
        ImmutableList<Result> results =
            run(search, beams.prompt(), new Models(model, tokenizer, null));
        String setting = beams.lengthPenalty() + " " + beams.earlyStopping();
        assertThat(results.collect(Result::tokens))
            .as(setting)
            .isEqualTo(
                Lists.immutable
                    .withAll(beams.results())
                    .collect(hypothesis -> tokens(hypothesis.ids())));
        for (int i = 0; i < results.size(); i++) {
          Golden.Hypothesis expected = beams.results().get(i);
          assertThat(results.get(i).score())
              .as(setting)
              .isCloseTo(
                  expected.score(), within(ROUNDING * Math.max(5, Math.abs(expected.score()))));
          assertThat(readable(tokenizer, results.get(i).tokens(), name)).isEqualTo(expected.text());
        }
      }
    }
  }

  private static TransformerLanguageModel open(Golden golden, EngineChoice engine)
      throws ModelFormatException {
    return open(golden, engine, PrecisionChoice.FP32);
  }

  private static TransformerLanguageModel open(
      Golden golden, EngineChoice engine, PrecisionChoice precision) throws ModelFormatException {
    return TransformerLanguageModel.open(
        Checkpoint.open(golden.folder()),
        RuntimeOptions.DEFAULT.withDevice("cpu").withEngine(engine).withPrecision(precision));
  }

  private static HuggingFaceTokenizer tokenizer(Golden golden) throws ModelFormatException {
    return Checkpoint.open(golden.folder()).openTokenizer();
  }

  private static ImmutableList<Result> run(
      SearchAlgorithm<?> search, List<Integer> prompt, Models models) {
    Problem problem = new Problem("", "", tokens(prompt), 1);
    return Searches.run(search, problem, models).results();
  }

  private static ImmutableIntList tokens(List<Integer> tokens) {
    return Lists.immutable
        .withAll(tokens)
        .collectInt(Integer::intValue, IntLists.mutable.empty())
        .toImmutable();
  }

  /**
   * The text as the reference prints it: bytes that are no characters become replacement marks, and
   * a text of SentencePiece tokens loses the space of its first word.
   */
  private static String readable(Tokenizer tokenizer, ImmutableIntList tokens, String name) {
    byte[] bytes = TokenText.bytes(tokenizer.decode(tokens));
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean pieces = name.equals("llama-untied") || name.equals("mistral");
    return pieces && text.startsWith(" ") ? text.substring(1) : text;
  }
}
