package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tokenizer of a model, as {@code tokenizer.json} has it. Encoding is the tokenizers library's;
 * the bytes of each token are read from the same, since decoding a token alone loses them.
 */
public final class HuggingFaceTokenizer implements Tokenizer, AutoCloseable {

  private static final byte[] NO_BYTES = {};

  private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer library;
  private final byte[][] bytes;
  private final String[] labels;
  private final ImmutableIntSet endTokens;
  private final String start;
  private final @Nullable ChatTemplate chatTemplate;

  private HuggingFaceTokenizer(
      ai.djl.huggingface.tokenizers.HuggingFaceTokenizer library,
      byte[][] bytes,
      String[] labels,
      ImmutableIntSet endTokens,
      String start,
      @Nullable ChatTemplate chatTemplate) {
    this.library = library;
    this.bytes = bytes;
    this.labels = labels;
    this.endTokens = endTokens;
    this.start = start;
    this.chatTemplate = chatTemplate;
  }

  /**
   * @param vocabularySize of the model, which may be wider than the tokenizer's
   * @param endTokens of the model's configuration; the tokenizer's own is added
   */
  static HuggingFaceTokenizer open(Path folder, int vocabularySize, ImmutableIntSet endTokens)
      throws ModelFormatException {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(folder, "it has no tokenizer.json, so text cannot be read");
    }
    JsonNode root = ModelJson.read(file);
    Path configFile = folder.resolve("tokenizer_config.json");
    @Nullable JsonNode config = Files.isRegularFile(configFile) ? ModelJson.read(configFile) : null;
    return of(
        file,
        root,
        config,
        vocabularySize,
        endTokens,
        ChatTemplate.read(folder, config),
        () ->
            ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optAddSpecialTokens(false)
                .optTruncation(false)
                .optPadding(false)
                .build());
  }

  /**
   * A tokenizer that is not in files of its own.
   *
   * @param file what it comes from, for errors
   * @param root what {@code tokenizer.json} would hold
   * @param config what {@code tokenizer_config.json} would hold
   */
  static HuggingFaceTokenizer of(
      Path file, JsonNode root, JsonNode config, int vocabularySize, ImmutableIntSet endTokens)
      throws ModelFormatException {
    byte[] written = root.toString().getBytes(StandardCharsets.UTF_8);
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    return of(
        file,
        root,
        config,
        vocabularySize,
        endTokens,
        ChatTemplate.of(file, config),
        () ->
            ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(written), options));
  }

  /** What makes the library's tokenizer. */
  private interface Loading {
    ai.djl.huggingface.tokenizers.HuggingFaceTokenizer load() throws IOException;
  }

  private static HuggingFaceTokenizer of(
      Path file,
      JsonNode root,
      @Nullable JsonNode config,
      int vocabularySize,
      ImmutableIntSet endTokens,
      @Nullable ChatTemplate chatTemplate,
      Loading loading)
      throws ModelFormatException {
    byte[][] bytes = new byte[vocabularySize][];
    String[] labels = new String[vocabularySize];
    Map<String, Integer> specials = new HashMap<>();
    readTokens(file, root, bytes, labels, specials);
    MutableIntSet ends = endTokens.toSet();
    if (config != null) {
      Integer end = specials.get(written(config.path("eos_token")));
      if (end != null) {
        ends.add(end);
      }
    }
    ends.removeIf(id -> id < 0 || id >= vocabularySize);
    ai.djl.huggingface.tokenizers.HuggingFaceTokenizer library;
    try {
      library = loading.load();
    } catch (RuntimeException e) {
      // The library reports every unreadable file with its own unchecked exceptions.
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    }
    return new HuggingFaceTokenizer(
        library,
        bytes,
        labels,
        ends.toImmutable(),
        config == null ? "" : written(config.path("bos_token")),
        chatTemplate);
  }

  /** How a token is written in a configuration: as text, or as an object with its content. */
  static String written(JsonNode token) {
    return token.isString() ? token.asString() : token.path("content").asString("");
  }

  private static void readTokens(
      Path file, JsonNode root, byte[][] bytes, String[] labels, Map<String, Integer> specials)
      throws ModelFormatException {
    JsonNode vocabulary = root.path("model").path("vocab");
    if (!vocabulary.isObject()) {
      throw new ModelFormatException(
          file, "it has no model.vocab by token; byte-pair vocabularies can be read");
    }
    boolean byteLevel = mentionsByteLevel(root);
    for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
      int id = token.getValue().asInt(-1);
      if (id >= 0 && id < bytes.length) {
        bytes[id] = byteLevel ? ofLetters(token.getKey()) : ofPieces(token.getKey());
        labels[id] = token.getKey();
      }
    }
    for (JsonNode token : root.path("added_tokens")) {
      int id = token.path("id").asInt(-1);
      String content = token.path("content").asString("");
      if (id >= 0 && id < bytes.length) {
        boolean special = token.path("special").asBoolean(false);
        bytes[id] = special ? NO_BYTES : content.getBytes(StandardCharsets.UTF_8);
        labels[id] = content;
        specials.put(content, id);
      }
    }
    for (int id = 0; id < bytes.length; id++) {
      if (bytes[id] == null) {
        bytes[id] = NO_BYTES;
        labels[id] = "<unused " + id + ">";
      }
    }
  }

  private static boolean mentionsByteLevel(JsonNode root) {
    return root.path("decoder").toString().contains("\"ByteLevel\"")
        || root.path("pre_tokenizer").toString().contains("\"ByteLevel\"");
  }

  /** A byte-level token: each letter stands for a byte. */
  private static byte[] ofLetters(String token) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    token
        .codePoints()
        .forEach(letter -> {
          int b = ByteLetters.byteOf(letter);
          if (b >= 0) {
            out.write(b);
          } else {
            out.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
          }
        });
    return out.toByteArray();
  }

  /** A token in SentencePiece's form: {@code ▁} is a space, {@code <0x0A>} a byte. */
  private static byte[] ofPieces(String token) {
    if (token.matches("<0x[0-9A-Fa-f]{2}>")) {
      return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
    }
    return token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int vocabularySize() {
    return bytes.length;
  }

  @Override
  public ImmutableIntList encode(String text) {
    return tokens(library.encode(text).getIds());
  }

  private static ImmutableIntList tokens(long[] ids) {
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return IntLists.immutable.with(tokens);
  }

  /** The token written so, special or not, or null if there is none. */
  public @Nullable Integer token(String written) {
    for (int id = 0; id < labels.length; id++) {
      if (labels[id].equals(written)) {
        return id;
      }
    }
    return null;
  }

  /** The tokens that the tokenizer itself puts before a whole text, such as one for its start. */
  public ImmutableIntList beginning() {
    long[] bare = library.encode("a").getIds();
    long[] whole = library.encode("a", true, false).getIds();
    for (int from = 0; from + bare.length <= whole.length; from++) {
      if (Arrays.equals(whole, from, from + bare.length, bare, 0, bare.length)) {
        return tokens(Arrays.copyOf(whole, from));
      }
    }
    return IntLists.immutable.empty();
  }

  /** How the token for the start of a text is written, or empty if there is none. */
  public String beginningText() {
    return start;
  }

  @Override
  public byte[] bytes(int token) {
    if (token < 0 || token >= bytes.length) {
      throw new IllegalArgumentException(
          "token " + token + " is outside the vocabulary of " + bytes.length);
    }
    return bytes[token].clone();
  }

  @Override
  public String label(int token) {
    return bytes(token).length == 0 ? labels[token] : text(token);
  }

  @Override
  public ImmutableIntSet endTokens() {
    return endTokens;
  }

  @Override
  public boolean hasChatTemplate() {
    return chatTemplate != null;
  }

  @Override
  public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
    if (chatTemplate == null) {
      throw new IllegalStateException(
          "the model has no chat template; give it the text to continue as it is");
    }
    return chatTemplate.render(messages, generationPrompt);
  }

  @Override
  public void close() {
    library.close();
  }
}
