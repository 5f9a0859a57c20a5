package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model as Hugging Face's library saves it: {@code config.json}, weights in {@code
 * model.safetensors} or several files with an index, {@code tokenizer.json} and {@code
 * tokenizer_config.json}.
 *
 * @param path the folder
 * @param config what its configuration says
 */
public record ModelFolder(Path path, DecoderConfig config) {

  private static final String CONFIG = "config.json";
  private static final int HASHED_AT_ONCE = 1 << 20;

  /**
   * Reads the configuration of a folder; weights and tokenizer are read when they are needed.
   *
   * @throws ModelFormatException if it is no model folder
   */
  public static ModelFolder open(Path path) throws ModelFormatException {
    if (!Files.isDirectory(path)) {
      throw new ModelFormatException(path, "there is no such folder");
    }
    Path config = path.resolve(CONFIG);
    if (!Files.exists(config)) {
      throw new ModelFormatException(
          path, "it has no " + CONFIG + ", so it is no folder of a Hugging Face model");
    }
    return new ModelFolder(path, DecoderConfig.read(config));
  }

  /** Its name. */
  public String id() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /**
   * Opens the folder's tokenizer, which holds native memory until it is closed.
   *
   * @throws ModelFormatException if a file of it is missing or damaged
   */
  public HuggingFaceTokenizer openTokenizer() throws ModelFormatException {
    ImmutableIntSet ends = endTokens(path.resolve(CONFIG));
    Path generation = path.resolve("generation_config.json");
    if (Files.exists(generation)) {
      ends = ends.newWithAll(endTokens(generation));
    }
    return HuggingFaceTokenizer.open(path, config.vocabulary(), ends);
  }

  /** What reads the last hidden states of a decoder. */
  public enum Head {
    /** A language model's, one row a token. */
    TOKENS("a head of tokens"),
    /** A classifier's. */
    CLASSES("a head of classes"),
    /** A single value's. */
    VALUE("a value head");

    private final String words;

    Head(String words) {
      this.words = words;
    }

    /** The head in words. */
    public String words() {
      return words;
    }
  }

  /**
   * What head the weights have.
   *
   * @throws ModelFormatException if they are missing or damaged
   */
  public Head head() throws ModelFormatException {
    try (ModelWeights weights = ModelWeights.open(path)) {
      return DecoderTensors.head(weights);
    }
  }

  /**
   * How a language model is to judge steps, as its configuration says, or null if it says nothing.
   *
   * @throws ModelFormatException if the configuration is missing or damaged
   */
  public @Nullable String stepJudge() throws ModelFormatException {
    JsonNode judge = ModelJson.read(path.resolve(CONFIG)).path("step_judge");
    return judge.isString() ? judge.asString() : null;
  }

  /**
   * The token at which a process reward model judges a step, or null if the configuration names
   * none.
   *
   * @throws ModelFormatException if it names one that is not in the vocabulary
   */
  public @Nullable Integer stepSeparator() throws ModelFormatException {
    JsonNode id = ModelJson.read(path.resolve(CONFIG)).path("step_separator_id");
    if (id.isMissingNode() || id.isNull()) {
      return null;
    }
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() >= config.vocabulary()) {
      throw new ModelFormatException(
          path.resolve(CONFIG),
          "step_separator_id is %s; it must be a token below %d"
              .formatted(id, config.vocabulary()));
    }
    return id.intValue();
  }

  private static ImmutableIntSet endTokens(Path file) throws ModelFormatException {
    JsonNode id = ModelJson.read(file).path("eos_token_id");
    MutableIntSet ends = IntSets.mutable.empty();
    if (id.isArray()) {
      id.forEach(one -> ends.add(one.asInt(-1)));
    } else if (id.isIntegralNumber()) {
      ends.add(id.intValue());
    }
    return ends.toImmutable();
  }

  /** SHA-256 of configuration and weights, hexadecimal. */
  String hash(ImmutableList<Path> weightFiles) throws ModelFormatException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocateDirect(HASHED_AT_ONCE);
      for (Path file : Lists.immutable.with(path.resolve(CONFIG)).newWithAll(weightFiles)) {
        try (FileChannel channel = FileChannel.open(file)) {
          while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
          }
        } catch (IOException e) {
          throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What the model will need, told before any of it is loaded: from the configuration and the heads
   * of the weight files.
   *
   * @param availableBytes what may be used
   * @throws ModelFormatException if it is none that can be run, for which every tensor is looked up
   */
  public MemoryForecast forecast(RuntimeOptions options, long availableBytes)
      throws ModelFormatException {
    try (ModelWeights mapped = ModelWeights.open(path)) {
      DecoderWeights weights =
          DecoderTensors.head(mapped) == Head.TOKENS
              ? DecoderTensors.languageModel(config, mapped)
              : DecoderTensors.classifier(config, mapped);
      DecoderSource source =
          new DecoderSource(
              id(), "", config.family().label(), config.context(), config.shape(), weights);
      return DecoderRuntime.forecast(source, options, availableBytes);
    }
  }

  /** What opens a decoder from its weights. */
  interface Opening<T> {
    T open(DecoderSource source);
  }

  /** What finds a decoder's weights among the tensors. */
  interface Finding {
    DecoderWeights find(DecoderConfig config, ModelWeights weights) throws ModelFormatException;
  }

  /** Opens a decoder while the weights are mapped; they are not once this returns. */
  <T> T load(Finding finding, Opening<T> opening) throws ModelFormatException {
    try (ModelWeights mapped = ModelWeights.open(path)) {
      DecoderWeights weights = finding.find(config, mapped);
      return opening.open(
          new DecoderSource(
              id(),
              hash(mapped.files()),
              config.family().label(),
              config.context(),
              config.shape(),
              weights));
    }
  }
}
