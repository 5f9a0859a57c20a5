package dev.espalier.search.lm;

import dev.espalier.search.lm.fixture.LanguageModelContract;
import dev.espalier.search.token.TokenSequence;
import java.util.SplittableRandom;

/** The model that tests enumerate keeps the laws of every other. */
class TableLanguageModelTest extends LanguageModelContract {

  private static final int VOCABULARY = 23;
  private static final int WIDTH = 5;

  @Override
  protected LanguageModel open() {
    return new TableLanguageModel(
            "table",
            VOCABULARY,
            40,
            WIDTH,
            TableLanguageModelTest::row,
            TableLanguageModelTest::state)
        .withEmbeddings(token -> state(TokenSequence.of(token)));
  }

  @Override
  protected double tolerance() {
    return 0;
  }

  private static float[] row(TokenSequence prefix) {
    SplittableRandom random = new SplittableRandom(prefix.hashCode());
    double[] weights = random.doubles(VOCABULARY, 0.01, 1).toArray();
    double total = java.util.Arrays.stream(weights).sum();
    float[] row = new float[VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      row[token] = (float) Math.log(weights[token] / total);
    }
    return row;
  }

  private static HiddenState state(TokenSequence prefix) {
    SplittableRandom random = new SplittableRandom(~prefix.hashCode());
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HiddenState.of(values);
  }
}
