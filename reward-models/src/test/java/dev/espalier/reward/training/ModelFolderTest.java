package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.reward.vocabulary.BytePairTraining;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelFolderTest {
  private static final BytePairVocabulary VOCABULARY =
      BytePairTraining.learn(
          Stream.of("one two one two three three"), TokenizerFolder.SPECIALS, 265);

  private static final ModelShape SHAPE = new ModelShape(265, 16, 2, 2, 24, 64);

  @TempDir Path folder;

  private static JsonNode config(Path folder) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("config.json")));
  }

  @Test
  void aLanguageModelComesBackRoundedToBrainFloats() throws IOException {
    ImmutableList<Weights.Tensor> weights = Weights.initial(SHAPE, false, 1);
    ModelFolder.write(folder, SHAPE, weights, VOCABULARY, ModelFolder.Use.WRITING);
    ModelFolder.Loaded loaded = ModelFolder.read(folder);
    assertThat(loaded.shape()).isEqualTo(SHAPE);
    for (int i = 0; i < weights.size(); i++) {
      Weights.Tensor read = loaded.weights().get(i);
      assertThat(read.name()).isEqualTo(weights.get(i).name());
      for (int k = 0; k < read.values().length; k++) {
        assertThat(read.values()[k])
            .isEqualTo(
                Float.intBitsToFloat(Safetensors.toBfloat16(weights.get(i).values()[k]) << 16));
      }
    }
  }

  @Test
  void aLanguageModelIsDescribedAsALlamaOfThatShape() throws IOException {
    ModelFolder.write(
        folder, SHAPE, Weights.initial(SHAPE, false, 1), VOCABULARY, ModelFolder.Use.WRITING);
    JsonNode config = config(folder);
    assertThat(config.path("architectures").path(0).asString()).isEqualTo("LlamaForCausalLM");
    assertThat(config.path("hidden_size").asInt()).isEqualTo(16);
    assertThat(config.path("tie_word_embeddings").asBoolean()).isTrue();
    assertThat(config.path("eos_token_id").asInt()).isEqualTo(3);
    assertThat(config.has("step_separator_id")).isFalse();
    assertThat(folder.resolve("tokenizer.json")).exists();
    assertThat(folder.resolve("generation_config.json")).exists();
  }

  @Test
  void aRewardModelNamesItsSeparatorAndItsHead() throws IOException {
    ModelFolder.write(
        folder, SHAPE, Weights.initial(SHAPE, true, 1), VOCABULARY, ModelFolder.Use.WRITING);
    JsonNode config = config(folder);
    assertThat(config.path("architectures").path(0).asString())
        .isEqualTo("LlamaForProcessRewardModel");
    assertThat(config.path("step_separator_id").asInt()).isEqualTo(4);
    assertThat(ModelFolder.read(folder).weights().collect(Weights.Tensor::name))
        .endsWith("score.0.weight", "score.0.bias", "score.2.weight", "score.2.bias");
  }

  @Test
  void aMissingTensorIsNamed() throws IOException {
    ImmutableList<Weights.Tensor> weights = Weights.initial(SHAPE, false, 1);
    ModelFolder.write(
        folder, SHAPE, weights.take(weights.size() - 1), VOCABULARY, ModelFolder.Use.WRITING);
    assertThatThrownBy(() -> ModelFolder.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.layers.1.mlp.down_proj.weight");
  }
}
