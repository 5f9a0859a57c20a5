package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
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
 */
final class ModelFolder extends Checkpoint {

  private static final String CONFIG = "config.json";

  private static final Pattern CACHED =
      Pattern.compile(".*[/\\\\]models--(.+?)--(.+)[/\\\\]snapshots[/\\\\][0-9a-f]+");

  private ModelFolder(Path path, DecoderConfig config) {
    super(path, config);
  }

  /**
   * Reads the configuration of a folder; weights and tokenizer are read when they are needed.
   *
   * @throws ModelFormatException if it is no model folder
   */
  static ModelFolder read(Path path) throws ModelFormatException {
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

  /** The folder's name, or what a cache of the hub calls the model: the folder is a commit then. */
  @Override
  public String id() {
    Matcher cached = CACHED.matcher(path().toAbsolutePath().normalize().toString());
    return cached.matches() ? cached.group(1) + "/" + cached.group(2) : fileName();
  }

  @Override
  public HuggingFaceTokenizer openTokenizer() throws ModelFormatException {
    ImmutableIntSet ends = endTokens(path().resolve(CONFIG));
    Path generation = path().resolve("generation_config.json");
    if (Files.exists(generation)) {
      ends = ends.newWithAll(endTokens(generation));
    }
    return HuggingFaceTokenizer.open(path(), config().vocabulary(), ends);
  }

  @Override
  public Head head() throws ModelFormatException {
    try (ModelWeights weights = openWeights()) {
      return DecoderTensors.head(weights);
    }
  }

  @Override
  public @Nullable String stepJudge() throws ModelFormatException {
    JsonNode judge = ModelJson.read(path().resolve(CONFIG)).path("step_judge");
    return judge.isString() ? judge.asString() : null;
  }

  @Override
  public @Nullable Integer stepSeparator() throws ModelFormatException {
    JsonNode id = ModelJson.read(path().resolve(CONFIG)).path("step_separator_id");
    if (id.isMissingNode() || id.isNull()) {
      return null;
    }
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() >= config().vocabulary()) {
      throw new ModelFormatException(
          path().resolve(CONFIG),
          "step_separator_id is %s; it must be a token below %d"
              .formatted(id, config().vocabulary()));
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

  @Override
  public ModelWeights openWeights() throws ModelFormatException {
    return ModelWeights.open(path());
  }

  @Override
  DecoderWeights languageModel(ModelWeights weights) throws ModelFormatException {
    return DecoderTensors.languageModel(config(), weights);
  }

  @Override
  DecoderWeights tokenClassifier(ModelWeights weights, ImmutableIntList tokens)
      throws ModelFormatException {
    return DecoderTensors.tokenClassifier(config(), weights, tokens);
  }

  @Override
  DecoderWeights classifier(ModelWeights weights) throws ModelFormatException {
    return DecoderTensors.classifier(config(), weights);
  }

  @Override
  ImmutableList<Path> hashed(ModelWeights weights) {
    return Lists.immutable.with(path().resolve(CONFIG)).newWithAll(weights.files());
  }
}
