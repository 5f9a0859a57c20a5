package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.nio.file.Path;
import org.eclipse.collections.impl.factory.primitive.FloatLists;
import tools.jackson.databind.JsonNode;

/**
 * What a Hugging Face {@code config.json} says of a decoder.
 *
 * @param family what kind of decoder it is
 * @param width length of a hidden state
 * @param heads query heads a layer
 * @param kvHeads key and value heads a layer
 * @param headDim length of a head
 * @param inner width of the feed-forward layer
 * @param vocabulary rows of the token embedding
 * @param context longest text, in tokens
 * @param epsilon added to the variance in norms
 * @param ropeTheta base of the rotary frequencies; of no meaning for GPT-2
 * @param tied whether the output head is the token embedding
 */
public record DecoderConfig(
    Family family,
    int layers,
    int width,
    int heads,
    int kvHeads,
    int headDim,
    int inner,
    int vocabulary,
    int context,
    double epsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    boolean tied) {

  private static final int LARGEST = 1 << 24;

  /** The kinds of decoder that can be run. */
  public enum Family {
    LLAMA("llama"),
    QWEN2("qwen2"),
    QWEN3("qwen3"),
    GPT2("gpt2"),
    MISTRAL("mistral");

    private final String label;

    Family(String label) {
      this.label = label;
    }

    /** The {@code model_type} of the family. */
    public String label() {
      return label;
    }
  }

  /**
   * Reads a configuration.
   *
   * @throws ModelFormatException if a value is missing, out of range, or asks for something that
   *     cannot be run
   */
  public static DecoderConfig read(Path file) throws ModelFormatException {
    JsonNode json = ModelJson.read(file);
    String type = json.path("model_type").asString("");
    return switch (type) {
      case "llama" -> new Reader(file, json).rotary(Family.LLAMA);
      case "qwen2" -> new Reader(file, json).rotary(Family.QWEN2);
      case "qwen3" -> new Reader(file, json).rotary(Family.QWEN3);
      case "gpt2" -> new Reader(file, json).gpt2();
      case "mistral" -> new Reader(file, json).rotary(Family.MISTRAL);
      default ->
          throw new ModelFormatException(
              file,
              "model_type \"%s\"; llama, mistral, qwen2, qwen3 and gpt2 can be run"
                  .formatted(type));
    };
  }

  /** The dimensions in the terms of the program. */
  DecoderShape shape() {
    boolean rotary = family != Family.GPT2;
    return new DecoderShape(
        layers,
        width,
        heads,
        kvHeads,
        headDim,
        vocabulary,
        epsilon,
        rotary,
        rotary,
        rotary ? ropeScaling.frequencies(ropeTheta, headDim) : FloatLists.immutable.empty());
  }

  private record Reader(Path file, JsonNode json) {

    DecoderConfig rotary(Family family) throws ModelFormatException {
      int width = size("hidden_size");
      int heads = size("num_attention_heads");
      int kvHeads =
          json.path("num_key_value_heads").isNumber() ? size("num_key_value_heads") : heads;
      int headDim = json.path("head_dim").isNumber() ? size("head_dim") : width / heads;
      demand("hidden_act", "silu");
      if (json.path("use_sliding_window").asBoolean(false)) {
        throw new ModelFormatException(file, "use_sliding_window is true, which cannot be run");
      }
      if (heads % kvHeads != 0) {
        throw new ModelFormatException(
            file,
            "num_attention_heads %d is no multiple of num_key_value_heads %d"
                .formatted(heads, kvHeads));
      }
      if (headDim % 2 != 0) {
        throw new ModelFormatException(file, "head_dim " + headDim + " is odd");
      }
      // Since version 5 of the library, theta and scaling share one object.
      JsonNode rope =
          json.path(json.path("rope_parameters").isObject() ? "rope_parameters" : "rope_scaling");
      double theta =
          rope.path("rope_theta").isNumber()
              ? rope.path("rope_theta").doubleValue()
              : json.path("rope_theta").asDouble(10_000);
      if (!(theta > 1)) {
        throw new ModelFormatException(file, "rope_theta " + theta + "; it must be above 1");
      }
      return new DecoderConfig(
          family,
          size("num_hidden_layers"),
          width,
          heads,
          kvHeads,
          headDim,
          size("intermediate_size"),
          size("vocab_size"),
          context(family),
          positive("rms_norm_eps", json.path("rms_norm_eps")),
          theta,
          scaling(rope),
          json.path("tie_word_embeddings").asBoolean(false));
    }

    /** Up to its sliding window, Mistral's attention is everyone's; a longer text is refused. */
    private int context(Family family) throws ModelFormatException {
      int positions = size("max_position_embeddings");
      return family == Family.MISTRAL && json.path("sliding_window").isNumber()
          ? Math.min(positions, size("sliding_window"))
          : positions;
    }

    DecoderConfig gpt2() throws ModelFormatException {
      int width = size("n_embd");
      int heads = size("n_head");
      demand("activation_function", "gelu_new");
      if (json.path("scale_attn_by_inverse_layer_idx").asBoolean(false)
          || !json.path("scale_attn_weights").asBoolean(true)) {
        throw new ModelFormatException(
            file, "scale_attn_by_inverse_layer_idx and unscaled attention cannot be run");
      }
      if (width % heads != 0) {
        throw new ModelFormatException(
            file, "n_embd %d is no multiple of n_head %d".formatted(width, heads));
      }
      return new DecoderConfig(
          Family.GPT2,
          size("n_layer"),
          width,
          heads,
          heads,
          width / heads,
          json.path("n_inner").isNumber() ? size("n_inner") : 4 * width,
          size("vocab_size"),
          size("n_positions"),
          positive("layer_norm_epsilon", json.path("layer_norm_epsilon")),
          1,
          new RopeScaling.None(),
          json.path("tie_word_embeddings").asBoolean(true));
    }

    private RopeScaling scaling(JsonNode rope) throws ModelFormatException {
      String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
      return switch (type) {
        case "default" -> new RopeScaling.None();
        case "linear" -> new RopeScaling.Linear(positive("factor", rope.path("factor")));
        case "llama3" -> {
          double low = positive("low_freq_factor", rope.path("low_freq_factor"));
          double high = positive("high_freq_factor", rope.path("high_freq_factor"));
          if (high <= low) {
            throw new ModelFormatException(
                file, "high_freq_factor %s is not above low_freq_factor %s".formatted(high, low));
          }
          yield new RopeScaling.Llama3(
              positive("factor", rope.path("factor")),
              low,
              high,
              positive(
                  "original_max_position_embeddings",
                  rope.path("original_max_position_embeddings")));
        }
        default ->
            throw new ModelFormatException(
                file, "rope_type \"%s\"; default, linear and llama3 can be run".formatted(type));
      };
    }

    private void demand(String key, String value) throws ModelFormatException {
      String found = json.path(key).asString(value);
      if (!found.equals(value)) {
        throw new ModelFormatException(
            file, "%s \"%s\"; only %s can be run".formatted(key, found, value));
      }
    }

    private double positive(String key, JsonNode node) throws ModelFormatException {
      double value = node.asDouble(Double.NaN);
      if (!(value > 0 && value < Double.MAX_VALUE)) {
        throw new ModelFormatException(
            file, "%s is %s; it must be a positive number".formatted(key, node));
      }
      return value;
    }

    private int size(String key) throws ModelFormatException {
      JsonNode node = json.path(key);
      if (!node.isIntegralNumber()
          || !node.canConvertToInt()
          || node.intValue() < 1
          || node.intValue() > LARGEST) {
        throw new ModelFormatException(
            file,
            "%s is %s; it must be 1 to %d"
                .formatted(key, node.isMissingNode() ? "missing" : node, LARGEST));
      }
      return node.intValue();
    }
  }
}
