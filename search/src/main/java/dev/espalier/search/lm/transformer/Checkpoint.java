package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.Pickle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * A model as it lies on the disk: a folder as Hugging Face's library saves it, or one GGUF file.
 * Only the configuration is read when it is opened; weights and tokenizer when they are needed.
 */
public abstract sealed class Checkpoint permits ModelFolder, GgufModel {

  private static final int HASHED_AT_ONCE = 1 << 20;

  private final Path path;
  private final DecoderConfig config;

  Checkpoint(Path path, DecoderConfig config) {
    this.path = path;
    this.config = config;
  }

  /**
   * Reads what a model says of itself.
   *
   * @param path a folder, or a GGUF file
   * @throws ModelFormatException if it is no model, or of a kind that cannot be run
   */
  public static Checkpoint open(Path path) throws ModelFormatException {
    if (!Files.isRegularFile(path)) {
      return ModelFolder.read(path);
    }
    Pickle.refuse(path);
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors") || name.endsWith(".json")) {
      throw new ModelFormatException(
          path, "it is one file of a model folder; name the folder that it is in");
    }
    return GgufModel.read(path);
  }

  /** The folder or file. */
  public Path path() {
    return path;
  }

  /** What the model says of its decoder. */
  public DecoderConfig config() {
    return config;
  }

  /** Its name. */
  public abstract String id();

  /** The name of the folder or file. */
  String fileName() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /**
   * Opens the model's tokenizer, which holds native memory until it is closed.
   *
   * @throws ModelFormatException if it is missing or damaged
   */
  public abstract HuggingFaceTokenizer openTokenizer() throws ModelFormatException;

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
  public abstract Head head() throws ModelFormatException;

  /**
   * How a language model is to judge steps, as its configuration says, or null if it says nothing.
   *
   * @throws ModelFormatException if the configuration is missing or damaged
   */
  public abstract @Nullable String stepJudge() throws ModelFormatException;

  /**
   * The token at which a process reward model judges a step, or null if the configuration names
   * none.
   *
   * @throws ModelFormatException if it names one that is not in the vocabulary
   */
  public abstract @Nullable Integer stepSeparator() throws ModelFormatException;

  /**
   * Maps the weights.
   *
   * @throws ModelFormatException if they are missing or damaged
   */
  public abstract ModelWeights openWeights() throws ModelFormatException;

  /** The weights of a language model among the tensors. */
  abstract DecoderWeights languageModel(ModelWeights weights) throws ModelFormatException;

  /** The weights of a language model as a classifier of its next token, one of {@code tokens}. */
  abstract DecoderWeights tokenClassifier(ModelWeights weights, ImmutableIntList tokens)
      throws ModelFormatException;

  /** The weights of a classifier among the tensors. */
  abstract DecoderWeights classifier(ModelWeights weights) throws ModelFormatException;

  /** The files by whose content the model is known. */
  abstract ImmutableList<Path> hashed(ModelWeights weights);

  /** What finds a decoder's weights among the tensors. */
  interface Finding {
    DecoderWeights find(Checkpoint checkpoint, ModelWeights weights) throws ModelFormatException;
  }

  /** What opens a decoder from its weights. */
  interface Opening<T> {
    T open(DecoderSource source);
  }

  /** Opens a decoder while the weights are mapped; they are not once this returns. */
  <T> T load(Finding finding, Opening<T> opening) throws ModelFormatException {
    try (ModelWeights mapped = openWeights()) {
      DecoderWeights weights = finding.find(this, mapped);
      return opening.open(source(hash(hashed(mapped)), weights));
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
    try (ModelWeights mapped = openWeights()) {
      DecoderWeights weights = head() == Head.TOKENS ? languageModel(mapped) : classifier(mapped);
      return DecoderRuntime.forecast(source("", weights), options, availableBytes);
    }
  }

  private DecoderSource source(String hash, DecoderWeights weights) {
    return new DecoderSource(
        id(), hash, config.family().label(), config.context(), config.shape(), weights);
  }

  /** SHA-256 of some files, hexadecimal. */
  private static String hash(ImmutableList<Path> files) throws ModelFormatException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocateDirect(HASHED_AT_ONCE);
      for (Path file : files) {
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
}
