package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.weights.StoredTensor;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEmbeddingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3", "gpt2"})
  void areTheRowsOfTheEmbeddingMatrix(String family) {
    DecoderWeights weights = RandomDecoder.of(family, 3).weights();
    StoredTensor table =
        weights.parts().detect(part -> part.role().equals("token")).stored().getOnly();
    try (TokenEmbeddings embeddings = TokenEmbeddings.of(weights)) {
      for (int token = 0; token < RandomDecoder.VOCABULARY; token++) {
        HiddenState vector = embeddings.of(token);
        assertThat(vector.width()).isEqualTo(32);
        for (int i = 0; i < 32; i++) {
          assertThat(vector.get(i))
              .isEqualTo(table.bytes().getAtIndex(ValueLayout.JAVA_FLOAT, 32L * token + i));
        }
      }
    }
  }

  @Test
  void areGoneWithTheirModel() {
    TokenEmbeddings embeddings = TokenEmbeddings.of(RandomDecoder.of("llama", 3).weights());
    embeddings.close();
    assertThatExceptionOfType(ModelFailure.class)
        .isThrownBy(() -> embeddings.of(0))
        .withMessage("the model has been closed");
  }
}
