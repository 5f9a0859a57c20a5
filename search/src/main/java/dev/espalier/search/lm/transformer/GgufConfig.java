package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.gguf.GgufFile;
import dev.espalier.search.lm.gguf.GgufMetadata;
import dev.espalier.search.lm.transformer.DecoderConfig.Family;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.nio.FloatBuffer;
import org.eclipse.collections.impl.factory.primitive.FloatLists;

/**
 * Reads the configuration of a decoder from the keys of a GGUF file. Keys begin with the name of
 * the architecture, such as {@code llama.block_count}.
 */
final class GgufConfig {

  /** Divides the angle of each pair; files of Llama 3's stretched context hold it. */
  static final String FREQUENCY_FACTORS = "rope_freqs.weight";

  private static final int LARGEST = 1 << 24;

  private final GgufFile file;
  private final GgufMetadata keys;
  private final String architecture;

  private GgufConfig(GgufFile file, String architecture) {
    this.file = file;
    this.keys = file.metadata();
    this.architecture = architecture;
  }

  /**
   * @throws ModelFormatException if a key is missing, out of range, or asks for something that
   *     cannot be run
   */
  static DecoderConfig of(GgufFile file) throws ModelFormatException {
    String architecture = file.metadata().text("general.architecture");
    if (file.metadata().size("split.count", 1) > 1) {
      throw new ModelFormatException(
          file.path(),
          "it is one of %d parts of a model; join them with llama.cpp's gguf-split --merge"
              .formatted(file.metadata().size("split.count")));
    }
    GgufConfig config = new GgufConfig(file, architecture);
    return switch (architecture) {
      case "llama" -> config.rotary(Family.LLAMA);
      case "qwen2" -> config.rotary(Family.QWEN2);
      case "qwen3" -> config.rotary(Family.QWEN3);
      case "gpt2" -> config.gpt2();
      default ->
          throw new ModelFormatException(
              file.path(),
              "general.architecture is \"%s\"; llama, qwen2, qwen3 and gpt2 can be run"
                  .formatted(architecture));
    };
  }

  private DecoderConfig rotary(Family family) throws ModelFormatException {
    int width = size("embedding_length");
    int heads = size("attention.head_count");
    int kvHeads = keys.size(key("attention.head_count_kv"), heads);
    if (heads % kvHeads != 0) {
      throw wrong(
          "%s %d is no multiple of %s %d"
              .formatted(
                  key("attention.head_count"), heads, key("attention.head_count_kv"), kvHeads));
    }
    int headDim = keys.size(key("attention.key_length"), Math.max(1, width / heads));
    if (headDim % 2 != 0) {
      throw wrong("the length of a head is %d, which is odd".formatted(headDim));
    }
    demand("attention.value_length", headDim);
    demand("rope.dimension_count", headDim);
    if (keys.has(key("expert_count")) && keys.whole(key("expert_count"), 0, LARGEST) > 0) {
      throw wrong(
          "%s is %d; a mixture of experts cannot be run"
              .formatted(key("expert_count"), keys.size(key("expert_count"))));
    }
    return new DecoderConfig(
        family,
        size("block_count"),
        width,
        heads,
        kvHeads,
        headDim,
        size("feed_forward_length"),
        vocabulary(),
        context(),
        keys.positive(key("attention.layer_norm_rms_epsilon")),
        theta(),
        scaling(headDim),
        tied());
  }

  private DecoderConfig gpt2() throws ModelFormatException {
    int width = size("embedding_length");
    int heads = size("attention.head_count");
    if (width % heads != 0) {
      throw wrong(
          "%s %d is no multiple of %s %d"
              .formatted(key("embedding_length"), width, key("attention.head_count"), heads));
    }
    return new DecoderConfig(
        Family.GPT2,
        size("block_count"),
        width,
        heads,
        heads,
        width / heads,
        size("feed_forward_length"),
        vocabulary(),
        size("context_length"),
        keys.positive(key("attention.layer_norm_epsilon")),
        1,
        new RopeScaling.None(),
        tied());
  }

  /** Beyond a sliding window attention would have to forget; a longer text is refused. */
  private int context() throws ModelFormatException {
    int context = size("context_length");
    return Math.min(context, keys.size(key("attention.sliding_window"), context));
  }

  private double theta() throws ModelFormatException {
    double theta = keys.positive(key("rope.freq_base"), 10_000);
    if (!(theta > 1)) {
      throw wrong("%s is %s; it must be above 1".formatted(key("rope.freq_base"), theta));
    }
    return theta;
  }

  private RopeScaling scaling(int headDim) throws ModelFormatException {
    if (file.rows(FREQUENCY_FACTORS) > 0) {
      return factors(headDim);
    }
    String type = keys.text(key("rope.scaling.type"), "none");
    return switch (type) {
      case "none" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(keys.positive(key("rope.scaling.factor")));
      default ->
          throw wrong(
              "%s is \"%s\"; none and linear can be run".formatted(key("rope.scaling.type"), type));
    };
  }

  private RopeScaling factors(int headDim) throws ModelFormatException {
    try (ModelWeights weights = file.openWeights()) {
      TensorFinder find = new TensorFinder(weights);
      StoredTensor stored = find.tensor(FREQUENCY_FACTORS, headDim / 2);
      float[] factors = new float[headDim / 2];
      stored.copyTo(FloatBuffer.wrap(factors));
      for (float factor : factors) {
        if (!(factor > 0 && factor <= Float.MAX_VALUE)) {
          throw wrong(
              "tensor %s holds %s; its numbers must be positive"
                  .formatted(FREQUENCY_FACTORS, factor));
        }
      }
      return new RopeScaling.Factors(FloatLists.immutable.with(factors));
    }
  }

  /** One row of the embedding is a token; the key of that purpose is often left out. */
  private int vocabulary() throws ModelFormatException {
    long rows = file.rows(GgufTensors.EMBEDDING);
    if (rows < 1 || rows > LARGEST) {
      throw wrong(
          rows < 1
              ? "tensor %s is missing".formatted(GgufTensors.EMBEDDING)
              : "tensor %s has %d rows; it can have %d"
                  .formatted(GgufTensors.EMBEDDING, rows, LARGEST));
    }
    return Math.toIntExact(rows);
  }

  private boolean tied() {
    return file.rows(GgufTensors.HEAD) == 0;
  }

  private int size(String name) throws ModelFormatException {
    return keys.size(key(name));
  }

  private void demand(String name, int value) throws ModelFormatException {
    int found = keys.size(key(name), value);
    if (found != value) {
      throw wrong(
          "%s is %d; only the length of a head, %d, can be run".formatted(key(name), found, value));
    }
  }

  private String key(String name) {
    return architecture + '.' + name;
  }

  private ModelFormatException wrong(String message) {
    return new ModelFormatException(file.path(), message);
  }
}
