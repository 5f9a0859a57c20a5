package dev.espalier.search.lm.gguf;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokenizer in a GGUF file, written as {@code tokenizer.json} and {@code
 * tokenizer_config.json}, so that the same library encodes for both kinds of model.
 *
 * <p>There are two kinds. {@code gpt2} merges pairs of bytes by a list; how text is cut into words
 * before is named. {@code llama} is SentencePiece's: it merges the pair whose whole has the best
 * score, which is merging by a list too, the one of all pairs that make a token, best token first.
 */
public final class GgufVocabulary {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  /**
   * Control tokens that end a turn whatever the file says: it can name one end, and many models
   * have two.
   */
  private static final Set<String> TURN_ENDS =
      Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|eom_id|>");

  private final Path file;
  private final GgufMetadata metadata;
  private final ImmutableList<String> tokens;
  private final ImmutableLongList types;

  private GgufVocabulary(
      Path file, GgufMetadata metadata, ImmutableList<String> tokens, ImmutableLongList types) {
    this.file = file;
    this.metadata = metadata;
    this.tokens = tokens;
    this.types = types;
  }

  /**
   * Reads the tokenizer.
   *
   * @param vocabulary how many tokens the model has
   * @throws ModelFormatException if there is none, or one that cannot be used
   */
  public static GgufVocabulary read(GgufFile gguf, int vocabulary) throws ModelFormatException {
    GgufMetadata metadata = gguf.metadata();
    ImmutableList<String> tokens = metadata.texts(PREFIX + "tokens");
    if (tokens.isEmpty() || tokens.size() > vocabulary) {
      throw new ModelFormatException(
          gguf.path(),
          "%stokens lists %d tokens; the model has %d"
              .formatted(PREFIX, tokens.size(), vocabulary));
    }
    ImmutableLongList types =
        metadata.has(PREFIX + "token_type")
            ? metadata.wholes(PREFIX + "token_type")
            : LongLists.immutable.with(new long[tokens.size()]);
    if (types.size() != tokens.size()) {
      throw new ModelFormatException(
          gguf.path(),
          "%stoken_type lists %d types for %d tokens"
              .formatted(PREFIX, types.size(), tokens.size()));
    }
    return new GgufVocabulary(gguf.path(), metadata, tokens, types);
  }

  /** What {@code tokenizer.json} would hold. */
  public ObjectNode tokenizer() throws ModelFormatException {
    String kind = metadata.text(PREFIX + "model");
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    root.set("added_tokens", addedTokens());
    switch (kind) {
      case "gpt2" -> bytePairs(root);
      case "llama" -> pieces(root);
      default ->
          throw new ModelFormatException(
              file, "%smodel is \"%s\"; gpt2 and llama can be used".formatted(PREFIX, kind));
    }
    root.set("post_processor", beginning(kind));
    return root;
  }

  /** What {@code tokenizer_config.json} would hold. */
  public ObjectNode config() throws ModelFormatException {
    ObjectNode config = JSON.createObjectNode();
    @Nullable Integer start = special("bos");
    if (start != null) {
      config.put("bos_token", tokens.get(start));
    }
    @Nullable Integer end = special("eos");
    if (end != null) {
      config.put("eos_token", tokens.get(end));
    }
    String template = metadata.text("tokenizer.chat_template", "");
    if (!template.isEmpty()) {
      config.put("chat_template", template);
    }
    return config;
  }

  /** Tokens that end a text or a turn. */
  public ImmutableIntSet ends() throws ModelFormatException {
    MutableIntSet ends = IntSets.mutable.empty();
    for (String name : new String[] {"eos", "eot", "eom"}) {
      @Nullable Integer id = special(name);
      if (id != null) {
        ends.add(id);
      }
    }
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == CONTROL && TURN_ENDS.contains(tokens.get(id))) {
        ends.add(id);
      }
    }
    return ends.toImmutable();
  }

  /** The token that the file names for a purpose, or null. */
  private @Nullable Integer special(String purpose) throws ModelFormatException {
    String key = PREFIX + purpose + "_token_id";
    return metadata.has(key)
        ? (Integer) Math.toIntExact(metadata.whole(key, 0, tokens.size() - 1))
        : null;
  }

  private ArrayNode addedTokens() {
    ArrayNode added = JSON.createArrayNode();
    for (int id = 0; id < tokens.size(); id++) {
      long type = types.get(id);
      if (type == UNKNOWN || type == CONTROL || type == USER_DEFINED) {
        added
            .addObject()
            .put("id", id)
            .put("content", tokens.get(id))
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", type != USER_DEFINED);
      }
    }
    return added;
  }

  private void bytePairs(ObjectNode root) throws ModelFormatException {
    String pre = metadata.text(PREFIX + "pre");
    @Nullable Splitting splitting = Splitting.named(pre);
    if (splitting == null) {
      throw new ModelFormatException(
          file,
          "%spre is \"%s\"; text can be split as by %s".formatted(PREFIX, pre, Splitting.names()));
    }
    if (splitting.composed()) {
      root.putObject("normalizer").put("type", "NFC");
    }
    ArrayNode steps =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    for (String pattern : splitting.patterns()) {
      ObjectNode split = steps.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern);
      split.put("behavior", "Isolated").put("invert", false);
    }
    boolean ownPattern = splitting.patterns().isEmpty() || pre.equals("smollm");
    byteLevel(steps.addObject(), metadata.flag(PREFIX + "add_space_prefix", false), ownPattern);
    byteLevel(root.putObject("decoder"), true, true);
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.put("byte_fallback", false).put("fuse_unk", false);
    model.put("ignore_merges", splitting.wholeWords());
    MutableObjectIntMap<String> ids = vocabulary(model);
    ArrayNode merges = model.putArray("merges");
    for (String merge : metadata.texts(PREFIX + "merges")) {
      // No token of bytes holds a space, but the first letter may be one in damaged files.
      int space = merge.indexOf(' ', 1);
      String left = space < 0 ? "" : merge.substring(0, space);
      String right = space < 0 ? "" : merge.substring(space + 1);
      if (!ids.containsKey(left) || !ids.containsKey(right) || !ids.containsKey(left + right)) {
        throw new ModelFormatException(
            file,
            "%smerges has \"%s\", which does not make a token of two".formatted(PREFIX, merge));
      }
      merges.addArray().add(left).add(right);
    }
  }

  private static void byteLevel(ObjectNode step, boolean space, boolean ownPattern) {
    step.put("type", "ByteLevel")
        .put("add_prefix_space", space)
        .put("trim_offsets", true)
        .put("use_regex", ownPattern);
  }

  private void pieces(ObjectNode root) throws ModelFormatException {
    ArrayNode rules = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (metadata.flag(PREFIX + "add_space_prefix", true)) {
      rules.addObject().put("type", "Prepend").put("prepend", "\u2581");
    }
    ObjectNode spaces = rules.addObject().put("type", "Replace");
    spaces.putObject("pattern").put("String", " ");
    spaces.put("content", "\u2581");
    ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
    ObjectNode marks = decoders.addObject().put("type", "Replace");
    marks.putObject("pattern").put("String", "\u2581");
    marks.put("content", " ");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.put("byte_fallback", true).put("fuse_unk", true);
    @Nullable Integer unknown = special("unknown");
    if (unknown != null) {
      model.put("unk_token", tokens.get(unknown));
    }
    MutableObjectIntMap<String> ids = vocabulary(model);
    model.set("merges", PieceMerges.of(file, tokens, ids, metadata.reals(PREFIX + "scores")));
  }

  private MutableObjectIntMap<String> vocabulary(ObjectNode model) throws ModelFormatException {
    ObjectNode written = model.putObject("vocab");
    MutableObjectIntMap<String> ids = ObjectIntMaps.mutable.empty();
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == UNUSED) {
        continue;
      }
      String token = tokens.get(id);
      if (ids.containsKey(token)) {
        throw new ModelFormatException(
            file,
            "%stokens has \"%s\" twice, as %d and %d".formatted(PREFIX, token, ids.get(token), id));
      }
      ids.put(token, id);
      written.put(token, id);
    }
    return ids;
  }

  /** What a whole text begins with: a token for its start, where the file asks for one. */
  private ObjectNode beginning(String kind) throws ModelFormatException {
    @Nullable Integer start = special("bos");
    boolean asked =
        metadata.flag(
            PREFIX + "add_bos_token",
            kind.equals("llama") || metadata.text(PREFIX + "pre", "").equals("llama-bpe"));
    ObjectNode processor = JSON.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = processor.putArray("single");
    ArrayNode pair = processor.putArray("pair");
    ObjectNode specials = processor.putObject("special_tokens");
    if (asked && start != null) {
      String written = tokens.get(start);
      single.addObject().putObject("SpecialToken").put("id", written).put("type_id", 0);
      pair.addObject().putObject("SpecialToken").put("id", written).put("type_id", 0);
      ObjectNode special = specials.putObject(written).put("id", written);
      special.putArray("ids").add(start);
      special.putArray("tokens").add(written);
    }
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
    return processor;
  }
}
