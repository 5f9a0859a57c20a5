package dev.espalier.search.lm.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A GGUF file that contradicts itself is refused with its name, the place, and what was expected.
 */
class GgufDamageTest {

  private static final int MUTATIONS = 10_000;

  @TempDir private Path folder;

  @Test
  void filesCutShortAreRefused() throws IOException {
    byte[] whole = original("q8_0");
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 997) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
    assertRefused(Arrays.copyOf(whole, 0), "it does not begin with \"GGUF\"");
    assertRefused(Arrays.copyOf(whole, 20), "the number of tensors is 11, but 4 bytes follow");
    assertRefused(Arrays.copyOf(whole, whole.length - 40), "the file ends at");
    assertRefused(Arrays.copyOf(whole, whole.length + 64), "bytes follow the last tensor");
  }

  @ParameterizedTest(name = "{0} at {1}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "0 | 4 | 0x58554747 | it does not begin with \"GGUF\"",
        "4 | 4 | 1 | it is of version 1; versions 2 and 3 can be read",
        "4 | 4 | 4 | it is of version 4; versions 2 and 3 can be read",
        "4 | 4 | 0x03000000 | it is a big-endian file; little-endian ones can be read",
        "8 | 8 | -1 | the number of tensors is 18446744073709551615, but",
        "8 | 8 | 0x0FFFFFFFFFFFFFFF | the number of tensors is 1152921504606846975, but",
        "16 | 8 | 0x7FFFFFFFFFFFFFFF | the number of keys is 9223372036854775807, but",
        "24 | 8 | 0x7FFFFFFFFFFFFFFF | the length of key 0 is 9223372036854775807, but",
        "24 | 8 | 0 | key 0 has 0 letters",
      })
  void aWrongHeadIsRefused(int at, int length, long value, String why) throws IOException {
    byte[] bytes = original("q8_0");
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (length == 4) {
      buffer.putInt(at, (int) value);
    } else {
      buffer.putLong(at, value);
    }
    assertRefused(bytes, why);
  }

  /** The four bytes behind the name and the type of a key are its value. */
  @ParameterizedTest(name = "{1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "llama3 | llama.block_count | 3 | tensor blk.2.attn_norm.weight of shape [32] is missing",
        "llama3 | llama.block_count | 1 | 9 tensors do not belong to a llama: blk.1.attn_k.weight",
        "llama3 | llama.block_count | 0 | llama.block_count is the whole number 0; it must be a"
            + " whole number of 1 to 16777216",
        "llama3 | llama.block_count | 99999999 | it must be a whole number of 1 to 16777216",
        "llama3 | llama.embedding_length | 40 | tensor token_embd.weight has the shape [301, 32],"
            + " the configuration says [301, 40]",
        "llama3 | llama.attention.head_count_kv | 3 | llama.attention.head_count 4 is no multiple"
            + " of llama.attention.head_count_kv 3",
        "llama3 | llama.attention.key_length | 7 | the length of a head is 7, which is odd",
        "llama3 | llama.attention.key_length | 10 | llama.attention.value_length is 8; only the"
            + " length of a head, 10, can be run",
        "llama3 | llama.rope.freq_base | 0 | llama.rope.freq_base is the number 0.0; it must be a"
            + " positive number",
        "llama3 | llama.attention.layer_norm_rms_epsilon | -1 | it must be a positive number",
        "llama3 | tokenizer.ggml.eos_token_id | 301 | tokenizer.ggml.eos_token_id is the whole"
            + " number 301; it must be a whole number of 0 to 300",
        "gpt2 | gpt2.attention.head_count | 5 | gpt2.embedding_length 32 is no multiple of"
            + " gpt2.attention.head_count 5",
        "gpt2 | gpt2.context_length | 64 | tensor position_embd.weight has the shape [128, 32]",
      })
  void aKeyThatDoesNotFitIsRefused(String name, String key, int value, String why)
      throws IOException {
    byte[] bytes = original(name);
    int at = indexOf(bytes, key) + key.length() + Integer.BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    assertRefused(bytes, why);
  }

  /** Texts are exchanged for others of the same length. */
  @ParameterizedTest(name = "{1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "llama3 | blk.1.attn_q.weight | blk.0.attn_q.weight | tensor blk.0.attn_q.weight is there"
            + " twice",
        "llama3 | blk.1.attn_q.weight | blk.1.attn_x.weight | tensor blk.1.attn_q.weight of shape"
            + " [32, 32] is missing",
        "llama3 | token_embd.weight | token_embx.weight | tensor token_embd.weight is missing",
        "llama3 | llama.block_count | llama.block_coumt | llama.block_count is missing; it must be",
        "llama3 | llama-bpe | llama-bpx | tokenizer.ggml.pre is \"llama-bpx\"; text can be split as"
            + " by deepseek-r1-qwen, falcon3, gpt-2",
        "llama3 | tokenizer.ggml.tokens | tokenizer.ggml.tokenz | tokenizer.ggml.tokens is missing;"
            + " it must be a list of texts",
        "llama3 | general.architecture | general.archicetture | general.architecture is missing",
        "qwen3 | blk.0.attn_q_norm.weight | blk.0.attn_x_norm.weight | tensor"
            + " blk.0.attn_q_norm.weight of shape [12] is missing",
      })
  void aNameThatIsNotThereIsSaid(String name, String from, String to, String why)
      throws IOException {
    byte[] bytes = original(name);
    byte[] other = to.getBytes(StandardCharsets.UTF_8);
    assertThat(other).hasSameSizeAs(from.getBytes(StandardCharsets.UTF_8));
    System.arraycopy(other, 0, bytes, indexOf(bytes, from), other.length);
    assertRefused(bytes, why);
  }

  /** Behind a tensor's name: how many dimensions, each of them, the format, and the offset. */
  @ParameterizedTest(name = "{0} {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | 0 | 5 | has 5 dimensions; it must have 1 to 4",
        "4 | 0 | 0 | has 0 dimensions; it must have 1 to 4",
        "8 | 4 | 0 | has the impossible length 0 in dimension 0",
        "8 | 12 | -1 | has the impossible length 18446744073709551615 in dimension 1",
        "8 | 4 | 0x0100000000000001 | of Q8_0 has the shape [64, 72057594037927937]; its rows must"
            + " be whole blocks of 32 numbers",
        "8 | 4 | 0x0200000000000000 | has the impossible length",
        "4 | 20 | 10 | is of type Q2_K; F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K,"
            + " Q6_K can be read",
        "4 | 20 | 77 | is of type number 77; F32",
        "4 | 20 | 12 | of Q4_K has the shape [64, 64]; its rows must be whole blocks of 256",
        "4 | 20 | 0 | tensors overlap or leave a gap",
        "8 | 24 | 0 | starts at byte 0 of the data, where",
        "8 | 24 | -32 | starts at byte 18446744073709551584 of the data",
      })
  void aTensorThatCannotBeIsRefused(int length, int behind, long value, String why)
      throws IOException {
    byte[] bytes = original("q8_0");
    String name = "blk.0.attn_q.weight";
    int at = indexOf(bytes, name) + name.length() + behind;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (length == 4) {
      buffer.putInt(at, (int) value);
    } else {
      buffer.putLong(at, value);
    }
    assertRefused(bytes, why);
  }

  /** Each damage is refused in words, or leaves a model that can be used. */
  @Test
  void noDamageDoesMoreHarmThanAnError() throws IOException {
    byte[] whole = original("tekken");
    SplittableRandom random = new SplittableRandom(42);
    int head = indexOf(whole, "blk.0.ffn_down.weight") + 100;
    int refused = 0;
    int usable = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = damaged(whole, head, random);
      Path file = Files.write(folder.resolve("damaged.gguf"), damaged);
      try {
        use(file, i % 50 == 0);
        usable++;
      } catch (ModelFormatException e) {
        assertThat(e.getMessage()).startsWith(file + ": ").hasSizeGreaterThan(40);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
    assertThat(usable).isGreaterThan(MUTATIONS / 20);
  }

  private static byte[] damaged(byte[] whole, int head, SplittableRandom random) {
    byte[] damaged =
        random.nextInt(10) == 0
            ? Arrays.copyOf(whole, random.nextInt(whole.length))
            : whole.clone();
    int changes = random.nextInt(1, 4);
    for (int n = 0; n < changes && damaged.length > 8; n++) {
      int at = random.nextInt(Math.min(head, damaged.length - 8));
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) (damaged[at] ^ (1 << random.nextInt(8)));
        case 1 -> damaged[at] = (byte) random.nextInt();
        case 2 -> Arrays.fill(damaged, at, at + random.nextInt(1, 9), (byte) random.nextInt(-1, 1));
        default -> {
          int from = random.nextInt(damaged.length - 8);
          System.arraycopy(whole, from, damaged, at, 8);
        }
      }
    }
    return damaged;
  }

  private static void use(Path file, boolean run) throws ModelFormatException {
    Checkpoint model = Checkpoint.open(file);
    model.forecast(RuntimeOptions.DEFAULT.withDevice("cpu"), 1L << 40);
    try (HuggingFaceTokenizer tokenizer = model.openTokenizer()) {
      assertThat(tokenizer.encode("Ann has 12 apples")).isNotNull();
    }
    // Few of those that can be opened are of a size to run.
    if (run && model.config().context() < 10_000) {
      try (TransformerLanguageModel language =
          TransformerLanguageModel.open(
              model, RuntimeOptions.DEFAULT.withDevice("cpu").withEngine(EngineChoice.REFERENCE))) {
        assertThat(
                language
                    .evaluate(Lists.immutable.with(TokenSequence.of(0)), Wanted.ALL_TOKENS)
                    .rows())
            .hasSize(1);
      }
    }
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Path file = Files.write(folder.resolve("damaged.gguf"), bytes);
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> use(file, false))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(why);
  }

  private static byte[] original(String name) throws IOException {
    try (var in = GgufDamageTest.class.getResourceAsStream("../gguf/" + name + ".gguf")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).as(text).isNotNegative();
    return at;
  }
}
