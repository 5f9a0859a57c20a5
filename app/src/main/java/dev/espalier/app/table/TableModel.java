package dev.espalier.app.table;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model that is written down.
 *
 * @param id as the file says
 * @param prompt the one text it goes on from
 * @param tokens how each is written, by id; the prompt is 0
 * @param next probabilities of all tokens, by what stands after the prompt or by how that ends
 * @param vectors hidden states by token, or empty
 */
public record TableModel(
    String id,
    String prompt,
    ImmutableList<String> tokens,
    ImmutableMap<String, float[]> next,
    ImmutableList<HiddenState> vectors) {

  /** How the end of a text is written. */
  static final String END = "<end>";

  /** A key that begins so says how a text ends. */
  private static final String ENDING = "…";

  private static final int CONTEXT = 10_000;
  private static final double ROUNDING = 1e-4;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads a table.
   *
   * @throws TableFormatException saying what is wrong
   */
  public static TableModel read(String json) throws TableFormatException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new TableFormatException(
          "it is no JSON: line %d: %s"
              .formatted(e.getLocation().getLineNr(), e.getOriginalMessage()));
    }
    String id = root.path("id").asString("");
    String prompt = root.path("prompt").asString("");
    if (id.isBlank() || prompt.isBlank() || !root.path("next").isObject()) {
      throw new TableFormatException("it needs an \"id\", a \"prompt\" and a \"next\"");
    }
    ImmutableList<String> tokens = tokens(prompt, root.path("next"));
    return new TableModel(
        id, prompt, tokens, rows(tokens, root.path("next")), vectors(tokens, root.path("vectors")));
  }

  private static ImmutableList<String> tokens(String prompt, JsonNode next)
      throws TableFormatException {
    MutableList<String> tokens = Lists.mutable.with(prompt);
    for (Map.Entry<String, JsonNode> row : next.properties()) {
      for (Map.Entry<String, JsonNode> entry : row.getValue().properties()) {
        if (!tokens.contains(entry.getKey())) {
          tokens.add(entry.getKey());
        }
      }
    }
    if (!tokens.contains(END)) {
      tokens.add(END);
    }
    if (tokens.size() < 3 || tokens.contains("")) {
      throw new TableFormatException("\"next\" names no tokens, or an empty one");
    }
    return tokens.toImmutable();
  }

  private static ImmutableMap<String, float[]> rows(ImmutableList<String> tokens, JsonNode next)
      throws TableFormatException {
    MutableMap<String, float[]> rows = Maps.mutable.empty();
    for (Map.Entry<String, JsonNode> row : next.properties()) {
      float[] logs = new float[tokens.size()];
      Arrays.fill(logs, Float.NEGATIVE_INFINITY);
      double sum = 0;
      for (Map.Entry<String, JsonNode> entry : row.getValue().properties()) {
        double p = entry.getValue().asDouble(-1);
        if (!(p >= 0 && p <= 1)) {
          throw new TableFormatException(
              "after \"%s\", the probability of \"%s\" is %s; it must lie in [0, 1]"
                  .formatted(row.getKey(), entry.getKey(), entry.getValue()));
        }
        sum += p;
        logs[tokens.indexOf(entry.getKey())] = (float) Math.log(p);
      }
      if (Math.abs(sum - 1) > ROUNDING) {
        throw new TableFormatException(
            "after \"%s\", the probabilities add up to %s; they must to 1"
                .formatted(row.getKey(), sum));
      }
      rows.put(row.getKey(), logs);
    }
    return rows.toImmutable();
  }

  private static ImmutableList<HiddenState> vectors(ImmutableList<String> tokens, JsonNode vectors)
      throws TableFormatException {
    if (!vectors.isObject()) {
      return Lists.immutable.empty();
    }
    MutableList<HiddenState> read = Lists.mutable.empty();
    for (String token : tokens) {
      JsonNode numbers = vectors.path(token);
      float[] values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers.get(i).asDouble(Double.NaN);
      }
      read.add(HiddenState.of(values));
    }
    int width = read.getFirst().width();
    if (width == 0 || read.anySatisfy(one -> one.width() != width)) {
      throw new TableFormatException(
          "\"vectors\" needs one for every token, the prompt \"%s\" and \"%s\" too, all of the same"
                  .formatted(tokens.getFirst(), END)
              + " length");
    }
    return read.toImmutable();
  }

  /** The model; named as a table in whatever is recorded of it. */
  public LanguageModel language() {
    int width = vectors.isEmpty() ? 0 : vectors.getFirst().width();
    TableLanguageModel table =
        new TableLanguageModel(
            "table " + id,
            tokens.size(),
            CONTEXT,
            width,
            this::row,
            prefix -> width == 0 ? HiddenState.of() : vectors.get(prefix.last()));
    return width == 0 ? table : table.withEmbeddings(vectors::get);
  }

  public Tokenizer tokenizer() {
    return new TableTokenizer(tokens);
  }

  /** Log-probabilities of all tokens after a prefix. */
  private float[] row(TokenSequence prefix) {
    StringBuilder written = new StringBuilder();
    prefix.suffix(1).forEach(token -> written.append(tokens.get(token)));
    String text = written.toString();
    float[] whole = next.get(text);
    if (whole != null) {
      return whole;
    }
    String best = "";
    for (String key : next.keysView()) {
      if (key.startsWith(ENDING)
          && key.length() > best.length()
          && text.endsWith(key.substring(ENDING.length()))) {
        best = key;
      }
    }
    float[] ends = new float[tokens.size()];
    if (best.isEmpty()) {
      // What the table does not speak of ends.
      Arrays.fill(ends, Float.NEGATIVE_INFINITY);
      ends[tokens.indexOf(END)] = 0;
      return ends;
    }
    return Objects.requireNonNull(next.get(best));
  }
}
