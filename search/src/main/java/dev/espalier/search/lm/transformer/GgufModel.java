package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.gguf.GgufFile;
import dev.espalier.search.lm.gguf.GgufVocabulary;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/** A language model in one GGUF file: weights, configuration, tokenizer and chat template. */
final class GgufModel extends Checkpoint {

  private static final String SUFFIX = ".gguf";

  private final GgufFile file;

  private GgufModel(GgufFile file, DecoderConfig config) {
    super(file.path(), config);
    this.file = file;
  }

  static GgufModel read(Path path) throws ModelFormatException {
    GgufFile file = GgufFile.open(path);
    return new GgufModel(file, GgufConfig.of(file));
  }

  @Override
  public String id() {
    String name = fileName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  @Override
  public HuggingFaceTokenizer openTokenizer() throws ModelFormatException {
    GgufVocabulary vocabulary = GgufVocabulary.read(file, config().vocabulary());
    return HuggingFaceTokenizer.of(
        path(),
        vocabulary.tokenizer(),
        vocabulary.config(),
        config().vocabulary(),
        vocabulary.ends());
  }

  /** Files of this kind hold language models alone. */
  @Override
  public Head head() {
    return Head.TOKENS;
  }

  @Override
  public @Nullable String stepJudge() {
    return null;
  }

  @Override
  public @Nullable Integer stepSeparator() {
    return null;
  }

  @Override
  public ModelWeights openWeights() throws ModelFormatException {
    return file.openWeights();
  }

  @Override
  DecoderWeights languageModel(ModelWeights weights) throws ModelFormatException {
    return GgufTensors.languageModel(config(), weights);
  }

  @Override
  DecoderWeights tokenClassifier(ModelWeights weights, ImmutableIntList tokens)
      throws ModelFormatException {
    return GgufTensors.tokenClassifier(config(), weights, tokens);
  }

  @Override
  DecoderWeights classifier(ModelWeights weights) throws ModelFormatException {
    throw new ModelFormatException(path(), "it is a language model, no classifier");
  }

  @Override
  ImmutableList<Path> hashed(ModelWeights weights) {
    return weights.files();
  }
}
