package dev.espalier.reward.training;

import dev.espalier.reward.process.LikelihoodRewardModel;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a trained model as a Hugging Face folder and reads back one that was written so.
 *
 * <p>A language model is a {@code LlamaForCausalLM}. A reward model is named {@code
 * LlamaForProcessRewardModel}: the same decoder, then {@code score.0}, ReLU and {@code score.2}
 * with biases, read at each step separator; class 1 means that the step is right.
 */
final class ModelFolder {
  /** A model read back, its weights in the order of the training program. */
  record Loaded(ModelShape shape, ImmutableList<Weights.Tensor> weights) {}

  static final String WEIGHTS = "model.safetensors";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ModelFolder() {}

  /** What a language model is for. */
  enum Use {
    WRITING,
    /** Judging steps by how likely it finds their tokens. */
    JUDGING
  }

  /** Writes all files but the model card. */
  static void write(
      Path folder,
      ModelShape shape,
      ImmutableList<Weights.Tensor> weights,
      BytePairVocabulary vocabulary,
      Use use)
      throws IOException {
    Files.createDirectories(folder);
    boolean scored = weights.anySatisfy(t -> t.name().startsWith("score."));
    Safetensors.write(
        folder.resolve(WEIGHTS),
        weights,
        Maps.immutable.of("format", "pt"),
        Safetensors.Format.BF16);
    json(folder.resolve("config.json"), config(shape, scored, use));
    if (!scored) {
      json(folder.resolve("generation_config.json"), generationConfig());
    }
    TokenizerFolder.write(vocabulary, folder, shape.maxPositions());
  }

  private static Map<String, Object> config(ModelShape shape, boolean scored, Use use) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put(
        "architectures", List.of(scored ? "LlamaForProcessRewardModel" : "LlamaForCausalLM"));
    config.put("model_type", "llama");
    config.put("attention_bias", false);
    config.put("attention_dropout", 0.0);
    config.put("bos_token_id", SpecialToken.START.id());
    config.put("eos_token_id", SpecialToken.END.id());
    config.put("pad_token_id", SpecialToken.START.id());
    config.put("head_dim", shape.headSize());
    config.put("hidden_act", "silu");
    config.put("hidden_size", shape.width());
    config.put("initializer_range", 0.02);
    config.put("intermediate_size", shape.hidden());
    config.put("max_position_embeddings", shape.maxPositions());
    config.put("mlp_bias", false);
    config.put("num_attention_heads", shape.heads());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_key_value_heads", shape.heads());
    config.put("rms_norm_eps", ModelShape.NORM_EPSILON);
    config.put("rope_scaling", null);
    config.put("rope_theta", ModelShape.ROPE_THETA);
    if (scored) {
      config.put("num_labels", 2);
      config.put("step_separator_id", SpecialToken.STEP.id());
    }
    if (use == Use.JUDGING) {
      config.put("step_judge", LikelihoodRewardModel.NAME);
    }
    config.put("tie_word_embeddings", true);
    config.put("torch_dtype", "bfloat16");
    config.put("use_cache", true);
    config.put("vocab_size", shape.vocabulary());
    return config;
  }

  private static Map<String, Object> generationConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("bos_token_id", SpecialToken.START.id());
    config.put("eos_token_id", SpecialToken.END.id());
    config.put("pad_token_id", SpecialToken.START.id());
    config.put("do_sample", true);
    config.put("temperature", 0.8);
    return config;
  }

  private static void json(Path file, Map<String, Object> content) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(content) + "\n");
  }

  /**
   * Reads a folder that {@link #write} made.
   *
   * @throws IOException naming the file and what it lacks
   */
  static Loaded read(Path folder) throws IOException {
    Path configFile = folder.resolve("config.json");
    JsonNode config = JSON.readTree(Files.readAllBytes(configFile));
    var shape =
        new ModelShape(
            integer(configFile, config, "vocab_size"),
            integer(configFile, config, "hidden_size"),
            integer(configFile, config, "num_hidden_layers"),
            integer(configFile, config, "num_attention_heads"),
            integer(configFile, config, "intermediate_size"),
            integer(configFile, config, "max_position_embeddings"));
    Path file = folder.resolve(WEIGHTS);
    ImmutableList<Weights.Tensor> stored = Safetensors.read(file).tensors();
    boolean scored = config.path("architectures").path(0).asString("").contains("Reward");
    ImmutableList<Weights.Tensor> layout = Weights.initial(shape, scored, 0);
    var ordered = Lists.mutable.<Weights.Tensor>empty();
    for (Weights.Tensor expected : layout) {
      Weights.Tensor found = stored.detect(t -> t.name().equals(expected.name()));
      if (found == null || !found.shape().equals(expected.shape())) {
        throw new IOException(
            file
                + ": expected tensor "
                + expected.name()
                + " of shape "
                + expected.shape()
                + ", found "
                + (found == null ? "none" : found.shape().toString()));
      }
      ordered.add(found);
    }
    return new Loaded(shape, ordered.toImmutable());
  }

  private static int integer(Path file, JsonNode config, String field) throws IOException {
    JsonNode value = config.path(field);
    if (!value.isInt() || value.asInt() <= 0) {
      throw new IOException(
          file + ": '" + field + "' must be a positive whole number, not " + value);
    }
    return value.asInt();
  }
}
