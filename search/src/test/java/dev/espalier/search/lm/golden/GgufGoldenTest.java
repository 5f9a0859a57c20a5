package dev.espalier.search.lm.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.transformer.TransformerClassifier;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.NumberFormat;
import dev.espalier.search.lm.weights.StoredTensor;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * GGUF files come to what the checkpoints they were converted from come to, and quantised ones to
 * what the reference's dequantised weights come to; {@code src/test/python/gguf_goldens.py} writes
 * them.
 */
class GgufGoldenTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double CLOSE = 1e-4;
  private static final Expected EXPECTED = expected();

  record Expected(
      Map<String, Golden.Row> quantised,
      Map<String, List<Golden.Encoded>> tokenizers,
      List<Blocks> blocks) {}

  /**
   * Blocks of a format.
   *
   * @param bits of the numbers, as of 32-bit floats
   */
  record Blocks(NumberFormat format, String bytes, List<Integer> bits) {
    @Override
    public String toString() {
      return format.toString();
    }
  }

  static List<String> names() {
    return Golden.NAMES;
  }

  static Stream<Arguments> convertedAndEngines() {
    return withEngines(Golden.NAMES.stream());
  }

  static Stream<Arguments> quantisedAndEngines() {
    return withEngines(EXPECTED.quantised().keySet().stream());
  }

  static Stream<String> tokenizers() {
    return EXPECTED.tokenizers().keySet().stream();
  }

  static List<Blocks> blocks() {
    return EXPECTED.blocks();
  }

  private static Stream<Arguments> withEngines(Stream<String> names) {
    return names.flatMap(
        name -> Stream.of(EngineChoice.values()).map(engine -> Arguments.of(name, engine)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("convertedAndEngines")
  void aConvertedCheckpointSaysTheSame(String name, EngineChoice engine)
      throws ModelFormatException {
    try (TransformerLanguageModel model = open(name, engine, PrecisionChoice.FP32)) {
      for (Golden.Row row : Golden.read(name).expected().rows()) {
        assertRow(model, row, CLOSE);
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("quantisedAndEngines")
  void quantisedWeightsComeToTheDequantisedOnes(String name, EngineChoice engine)
      throws ModelFormatException {
    try (TransformerLanguageModel model = open(name, engine, PrecisionChoice.FP32)) {
      assertRow(model, row(name), CLOSE);
    }
  }

  /** Eight bits of a number are kept; the logits here reach about five. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("quantisedAndEngines")
  void quantisedWeightsRunInHalfPrecision(String name, EngineChoice engine)
      throws ModelFormatException {
    try (TransformerLanguageModel model = open(name, engine, PrecisionChoice.BF16)) {
      assertRow(model, row(name), 0.25);
    }
  }

  @Test
  void rowsOfTheHeadAreAClassifier() throws ModelFormatException {
    Golden golden = Golden.read("qwen2");
    ImmutableIntList tokens = IntLists.immutable.with(7, 100, 290);
    RuntimeOptions options =
        RuntimeOptions.DEFAULT.withDevice("cpu").withPrecision(PrecisionChoice.FP32);
    ImmutableList<TokenSequence> prefixes =
        Lists.immutable.with(prefix(golden.expected().rows().getFirst()));
    try (TransformerClassifier converted =
            TransformerClassifier.ofTokens(Checkpoint.open(file("qwen2")), tokens, options);
        TransformerClassifier original =
            TransformerClassifier.ofTokens(Checkpoint.open(golden.folder()), tokens, options)) {
      assertThat(converted.evaluate(prefixes)[0])
          .containsExactly(original.evaluate(prefixes)[0], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void tokensAreThoseOfTheFolder(String name) throws ModelFormatException {
    Golden golden = Golden.read(name);
    try (HuggingFaceTokenizer converted = Checkpoint.open(file(name)).openTokenizer();
        HuggingFaceTokenizer original = Checkpoint.open(golden.folder()).openTokenizer()) {
      for (Golden.Encoded encoded : golden.expected().tokenizer()) {
        assertEncoded(converted, encoded);
      }
      for (String text : variedTexts()) {
        assertThat(converted.encode(text)).as(text).isEqualTo(original.encode(text));
      }
      for (int token = 0; token < original.vocabularySize(); token++) {
        assertThat(converted.bytes(token)).isEqualTo(original.bytes(token));
        assertThat(converted.label(token)).isEqualTo(original.label(token));
      }
      assertThat(converted.endTokens().containsAll(original.endTokens())).isTrue();
      assertThat(converted.beginningText()).isEqualTo(original.beginningText());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void chatsAgree(String name) throws ModelFormatException {
    List<Golden.Chat> chats = Golden.read(name).expected().chats();
    try (HuggingFaceTokenizer tokenizer = Checkpoint.open(file(name)).openTokenizer()) {
      assertThat(tokenizer.hasChatTemplate()).isEqualTo(!chats.isEmpty());
      for (Golden.Chat chat : chats) {
        ImmutableList<ChatMessage> messages =
            Lists.immutable
                .withAll(chat.messages())
                .collect(message -> new ChatMessage(message.role(), message.content()));
        if (chat.refusal() == null) {
          assertThat(tokenizer.chat(messages, chat.generation())).isEqualTo(chat.text());
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> tokenizer.chat(messages, chat.generation()))
              .withMessageEndingWith(chat.refusal());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void textIsSplitAsItsTokenizerDoes(String name) throws ModelFormatException {
    try (HuggingFaceTokenizer tokenizer = Checkpoint.open(file(name)).openTokenizer()) {
      for (Golden.Encoded encoded : Objects.requireNonNull(EXPECTED.tokenizers().get(name))) {
        assertEncoded(tokenizer, encoded);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blocksAreEqualToTheBit(Blocks blocks) {
    byte[] bytes = HexFormat.of().parseHex(blocks.bytes());
    StoredTensor stored =
        new StoredTensor(
            "blocks",
            blocks.format(),
            LongLists.immutable.with(2, blocks.format().block()),
            MemorySegment.ofArray(bytes));
    float[] numbers = new float[blocks.bits().size()];
    stored.copyTo(FloatBuffer.wrap(numbers));
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i])
          .as("number " + i)
          .isEqualTo(Float.intBitsToFloat(blocks.bits().get(i)));
    }
    try (Arena memory = Arena.ofShared()) {
      StoredTensor second = stored.plainRows(1, 1, NumberFormat.F32, memory);
      float[] row = new float[blocks.format().block()];
      second.copyTo(FloatBuffer.wrap(row));
      assertThat(row).isEqualTo(java.util.Arrays.copyOfRange(numbers, row.length, numbers.length));
    }
  }

  private static Golden.Row row(String name) {
    return Objects.requireNonNull(EXPECTED.quantised().get(name));
  }

  private static TokenSequence prefix(Golden.Row row) {
    return TokenSequence.of(row.prefix().stream().mapToInt(Integer::intValue).toArray());
  }

  private static void assertRow(TransformerLanguageModel model, Golden.Row row, double close) {
    NextTokens given =
        model.evaluate(Lists.immutable.with(prefix(row)), Wanted.ALL_TOKENS).rows().getOnly();
    assertThat(given.size()).isEqualTo(row.logProbs().size());
    for (int token = 0; token < given.size(); token++) {
      assertThat(given.logProb(token)).isCloseTo(row.logProbs().get(token), within(close));
    }
  }

  private static void assertEncoded(HuggingFaceTokenizer tokenizer, Golden.Encoded encoded) {
    assertThat(tokenizer.encode(encoded.text()).toArray())
        .as(encoded.text())
        .containsExactly(encoded.ids().stream().mapToInt(Integer::intValue).toArray());
  }

  /** Words, numbers, marks, accents, scripts and special tokens in any order. */
  private static List<String> variedTexts() {
    String[] pieces = {
      "apples",
      "Ann",
      "12",
      "1234567",
      "3.14",
      " ",
      "  ",
      "\n",
      "\r\n\n",
      "\t",
      "don't",
      "I'LL",
      "caf\u00e9",
      "cafe\u0301",
      "\u4f60\u597d",
      "\uD83D\uDE42",
      "\u043a\u0438",
      "\u0645\u0631",
      "?!",
      "...",
      "(x)",
      "//",
      "\\boxed{",
      "<|im_start|>",
      "<|im_end|>",
      "</s>",
      "<s>",
      "<|eot_id|>",
      "\u2581",
      "\u00a0",
      "a1b2",
      "_",
      "the",
      "answer",
      "is",
      "HTTPServer"
    };
    SplittableRandom random = new SplittableRandom(42);
    return Stream.generate(
            () -> {
              StringBuilder text = new StringBuilder();
              for (int words = random.nextInt(1, 12); words > 0; words--) {
                text.append(pieces[random.nextInt(pieces.length)]);
                text.append(random.nextInt(3) == 0 ? "" : " ");
              }
              return text.toString();
            })
        .limit(1000)
        .toList();
  }

  private static TransformerLanguageModel open(
      String name, EngineChoice engine, PrecisionChoice precision) throws ModelFormatException {
    return TransformerLanguageModel.open(
        Checkpoint.open(file(name)),
        RuntimeOptions.DEFAULT.withDevice("cpu").withEngine(engine).withPrecision(precision));
  }

  private static Path file(String name) {
    return resource(name + ".gguf");
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Golden.class.getResource("/dev/espalier/search/lm/gguf/" + name))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path of no files", e);
    }
  }

  private static Expected expected() {
    try {
      return JSON.readValue(Files.readAllBytes(resource("expected.json")), Expected.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the expectations cannot be read", e);
    }
  }
}
