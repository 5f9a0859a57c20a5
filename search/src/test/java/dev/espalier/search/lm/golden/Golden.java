package dev.espalier.search.lm.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tiny random checkpoint with what Hugging Face transformers makes of it; {@code
 * src/test/python/goldens.py} writes them.
 */
record Golden(Path folder, Expected expected) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The families, dtypes and file forms covered. */
  static final List<String> NAMES =
      List.of("llama3", "llama-untied", "qwen2", "qwen3", "gpt2", "mistral");

  record Expected(
      List<Integer> ends,
      List<Encoded> tokenizer,
      List<Chat> chats,
      List<Row> rows,
      List<Greedy> greedy,
      List<Beams> beams) {}

  record Encoded(String text, List<Integer> ids) {}

  record Chat(
      List<Message> messages,
      boolean generation,
      @Nullable String text,
      @Nullable String refusal) {}

  record Message(String role, String content) {}

  record Row(List<Integer> prefix, List<Double> logProbs) {}

  record Greedy(List<Integer> prompt, List<Integer> ids, String text) {}

  record Beams(
      List<Integer> prompt,
      int width,
      double lengthPenalty,
      String earlyStopping,
      int maxTokens,
      List<Hypothesis> results) {}

  record Hypothesis(List<Integer> ids, String text, double score) {}

  static Golden read(String name) {
    URL file = Golden.class.getResource(name + "/expected.json");
    if (file == null) {
      throw new IllegalArgumentException("there is no golden " + name);
    }
    try {
      Path path = Path.of(file.toURI());
      return new Golden(
          Objects.requireNonNull(path.getParent()),
          JSON.readValue(Files.readAllBytes(path), Expected.class));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path of no files: " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file + " failed", e);
    }
  }
}
