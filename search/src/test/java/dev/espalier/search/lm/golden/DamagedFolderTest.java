package dev.espalier.search.lm.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.transformer.TransformerLanguageModel;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder that contradicts itself is refused with its file, the place, and what was expected. */
class DamagedFolderTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "llama3 | \"hidden_size\": 32 | \"hidden_size\": 40 |"
            + " tensor model.embed_tokens.weight has the shape [301, 32], the configuration says"
            + " [301, 40]",
        "llama3 | \"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 |"
            + " tensor model.layers.2.input_layernorm.weight of shape [32] is missing",
        "llama3 | \"num_hidden_layers\": 2 | \"num_hidden_layers\": 1 |"
            + " 9 tensors do not belong to a llama: model.layers.1.",
        "llama3 | \"tie_word_embeddings\": true | \"tie_word_embeddings\": false |"
            + " tensor lm_head.weight of shape [301, 32] is missing",
        "llama3 | \"vocab_size\": 301 | \"vocab_size\": 300 | has the shape [301, 32]",
        "llama3 | \"vocab_size\": 301 | \"vocab_size\": -1 | vocab_size is -1; it must be 1 to",
        "llama3 | \"vocab_size\": 301 | \"vocab\": 301 | vocab_size is missing; it must be",
        "llama3 | \"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | no multiple of",
        "llama3 | \"head_dim\": 8 | \"head_dim\": 7 | head_dim 7 is odd",
        "llama3 | \"rope_type\": \"llama3\" | \"rope_type\": \"yarn\" |"
            + " rope_type \"yarn\"; default, linear and llama3 can be run",
        "llama3 | \"high_freq_factor\": 4.0 | \"high_freq_factor\": 1.0 | is not above",
        "llama3 | \"factor\": 4.0 | \"factor\": 0 | factor is 0; it must be a positive number",
        "llama3 | \"hidden_act\": \"silu\" | \"hidden_act\": \"relu\" | only silu can be run",
        "llama3 | \"model_type\": \"llama\" | \"model_type\": \"mamba\" |"
            + " model_type \"mamba\"; llama, mistral, qwen2, qwen3 and gpt2 can be run",
        "llama3 | \"rms_norm_eps\": 1e-06 | \"rms_norm_eps\": \"x\" | it must be a positive number",
        "qwen2 | \"use_sliding_window\": false | \"use_sliding_window\": true |"
            + " use_sliding_window is true, which cannot be run",
        "qwen3 | \"model_type\": \"qwen3\" | \"model_type\": \"qwen2\" |"
            + " tensor model.layers.0.self_attn.q_proj.bias of shape [48] is missing",
        "gpt2 | \"n_head\": 4 | \"n_head\": 5 | n_embd 32 is no multiple of n_head 5",
        "gpt2 | \"gelu_new\" | \"gelu\" | only gelu_new can be run",
        "gpt2 | \"n_positions\": 128 | \"n_positions\": 64 | transformer.wpe.weight has the shape",
      })
  void aConfigurationThatDoesNotFitIsRefused(String name, String from, String to, String why)
      throws IOException {
    copy(name);
    replace("config.json", from, to);
    assertRefused(why);
  }

  @Test
  void aSlidingWindowIsTheLongestContext() throws Exception {
    copy("mistral");
    assertThat(Checkpoint.open(folder).config().context()).isEqualTo(96);
    replace("config.json", "\"sliding_window\": 96", "\"sliding_window\": null");
    assertThat(Checkpoint.open(folder).config().context()).isEqualTo(128);
  }

  @Test
  void filesCutShortAreRefused() throws IOException {
    copy("gpt2");
    Path weights = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    for (int length : new int[] {0, 7, 8, 100, whole.length / 2, whole.length - 1}) {
      Files.write(weights, Arrays.copyOf(whole, length));
      assertRefused(weights.toString());
    }
    Files.write(weights, Arrays.copyOf(whole, whole.length + 4));
    assertRefused("4 bytes follow the last tensor");
    Files.write(weights, whole);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": ");
    assertRefused("config.json: not valid JSON");
    Files.delete(folder.resolve("config.json"));
    assertRefused("it has no config.json");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    copy("qwen2");
    Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
    assertRefused("model-00002-of-00002.safetensors: there is no such file");
  }

  @Test
  void aTokenizerThatCannotBeReadIsRefused() throws IOException {
    copy("gpt2");
    Path tokenizer = folder.resolve("tokenizer.json");
    String good = Files.readString(tokenizer);
    Files.writeString(tokenizer, good.substring(0, good.length() / 2));
    assertTokenizerRefused("tokenizer.json: not valid JSON");
    Files.writeString(tokenizer, "{\"model\": {\"type\": \"BPE\", \"vocab\": []}}");
    assertTokenizerRefused("no model.vocab by token");
    Files.writeString(tokenizer, "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}");
    assertTokenizerRefused("tokenizer.json: it cannot be read");
    Files.delete(tokenizer);
    assertTokenizerRefused("it has no tokenizer.json");
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() ->
            TransformerLanguageModel.open(
                    Checkpoint.open(folder), RuntimeOptions.DEFAULT.withDevice("cpu"))
                .close())
        .withMessageContaining(folder.toString())
        .withMessageContaining(why);
  }

  private void assertTokenizerRefused(String why) {
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> Checkpoint.open(folder).openTokenizer().close())
        .withMessageContaining(folder.toString())
        .withMessageContaining(why);
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private void copy(String name) throws IOException {
    try (Stream<Path> files = Files.list(Golden.read(name).folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }
}
