package dev.espalier.reward.vocabulary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a vocabulary as the tokenizer files of a Hugging Face model folder. */
public final class TokenizerFolder {

  /** Special tokens of the bundled models, by id. */
  public static final ImmutableList<String> SPECIALS =
      Lists.immutable.with("<|endoftext|>", "<|user|>", "<|assistant|>", "<|end|>", "<|step|>");

  private static final String CHAT_TEMPLATE =
      "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'assistant' %}"
          + "{{ '<|assistant|>' }}{% else %}{{ '<|user|>' }}{% endif %}"
          + "{{ message['content'] }}{{ '<|end|>' }}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private TokenizerFolder() {}

  /**
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json}.
   *
   * @throws IOException if the folder cannot be written
   */
  public static void write(BytePairVocabulary vocabulary, Path folder, int contextLength)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("tokenizer.json"), JSON.writeValueAsString(tokenizer(vocabulary)) + "\n");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("bos_token", "<|endoftext|>");
    config.put("eos_token", "<|end|>");
    config.put("pad_token", "<|endoftext|>");
    config.put("model_max_length", contextLength);
    config.put("clean_up_tokenization_spaces", false);
    config.put("chat_template", CHAT_TEMPLATE);
    Files.writeString(
        folder.resolve("tokenizer_config.json"), JSON.writeValueAsString(config) + "\n");
  }

  private static Map<String, Object> tokenizer(BytePairVocabulary vocabulary) {
    List<Object> added = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (int id = 0; id < vocabulary.specials().size(); id++) {
      written.add(vocabulary.specials().get(id));
      Map<String, Object> token = new LinkedHashMap<>();
      token.put("id", id);
      token.put("content", vocabulary.specials().get(id));
      token.put("single_word", false);
      token.put("lstrip", false);
      token.put("rstrip", false);
      token.put("normalized", false);
      token.put("special", true);
      added.add(token);
    }
    for (int b = 0; b < 256; b++) {
      written.add(Character.toString(letterOf(b)));
    }
    List<Object> merges = new ArrayList<>();
    vocabulary
        .merges()
        .forEach(merge -> {
          String left = written.get(merge.left());
          String right = written.get(merge.right());
          merges.add(List.of(left, right));
          written.add(left + right);
        });
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (int id = 0; id < written.size(); id++) {
      ids.putIfAbsent(written.get(id), id);
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "BPE");
    model.put("dropout", null);
    model.put("unk_token", null);
    model.put("continuing_subword_prefix", null);
    model.put("end_of_word_suffix", null);
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    model.put("vocab", ids);
    model.put("merges", merges);
    Map<String, Object> split = new LinkedHashMap<>();
    split.put("type", "Split");
    split.put("pattern", Map.of("Regex", BytePairVocabulary.WORD));
    split.put("behavior", "Isolated");
    split.put("invert", false);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", "1.0");
    root.put("truncation", null);
    root.put("padding", null);
    root.put("added_tokens", added);
    root.put("normalizer", null);
    Map<String, Object> sequence = new LinkedHashMap<>();
    sequence.put("type", "Sequence");
    sequence.put("pretokenizers", List.of(split, byteLevel()));
    root.put("pre_tokenizer", sequence);
    root.put("post_processor", null);
    root.put("decoder", byteLevel());
    root.put("model", model);
    return root;
  }

  private static Map<String, Object> byteLevel() {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("type", "ByteLevel");
    step.put("add_prefix_space", false);
    step.put("trim_offsets", true);
    step.put("use_regex", false);
    return step;
  }

  /** The letter by which byte-level vocabularies write a byte: itself where it is visible. */
  static int letterOf(int b) {
    if (isVisible(b)) {
      return b;
    }
    int hidden = 0;
    for (int other = 0; other < b; other++) {
      hidden += isVisible(other) ? 0 : 1;
    }
    return 256 + hidden;
  }

  private static boolean isVisible(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
  }

  /** Reads back what {@link #write} wrote, to encode with. */
  public static BytePairVocabulary read(Path folder) throws IOException {
    var root =
        JSON.readTree(Files.readString(folder.resolve("tokenizer.json"), StandardCharsets.UTF_8));
    var ids = root.get("model").get("vocab");
    List<BytePairVocabulary.Merge> merges = new ArrayList<>();
    for (var pair : root.get("model").get("merges")) {
      merges.add(
          new BytePairVocabulary.Merge(
              ids.get(pair.get(0).asString()).asInt(), ids.get(pair.get(1).asString()).asInt()));
    }
    return new BytePairVocabulary(SPECIALS, Lists.immutable.withAll(merges));
  }
}
