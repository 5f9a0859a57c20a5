package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.token.TokenSequence;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class TransformerClassifierTest {

  private static final RuntimeOptions CPU = RuntimeOptions.DEFAULT.withDevice("cpu").withSlots(512);
  private static final ImmutableList<TokenSequence> PREFIXES =
      Lists.immutable.with(
          TokenSequence.of(1, 2, 3),
          TokenSequence.of(1, 2, 3, 4),
          TokenSequence.of(1, 2, 9, 4, 4),
          TokenSequence.of(1, 2));

  @Test
  void theProgramAgreesWithTheReference() {
    try (TransformerClassifier program = TransformerClassifier.open(source(), CPU);
        TransformerClassifier reference =
            TransformerClassifier.open(source(), CPU.withEngine(EngineChoice.REFERENCE))) {
      assertSame(program.evaluate(PREFIXES), reference.evaluate(PREFIXES));
    }
  }

  @Test
  void aBatchGivesWhatItsPrefixesGiveOneByOne() {
    try (TransformerClassifier batch = TransformerClassifier.open(source(), CPU);
        TransformerClassifier single = TransformerClassifier.open(source(), CPU)) {
      float[][] together = batch.evaluate(PREFIXES);
      for (int i = 0; i < PREFIXES.size(); i++) {
        assertSame(
            new float[][] {together[i]}, single.evaluate(Lists.immutable.with(PREFIXES.get(i))));
      }
    }
  }

  @Test
  void itHasARowAPrefixAndALogitAClass() {
    try (TransformerClassifier classifier = TransformerClassifier.open(source(), CPU)) {
      float[][] rows = classifier.evaluate(PREFIXES);
      assertThat(classifier.classes()).isEqualTo(2);
      assertThat(rows).hasDimensions(PREFIXES.size(), 2);
      assertThat(rows[0][0]).isNotEqualTo(rows[1][0]);
    }
  }

  private static void assertSame(float[][] actual, float[][] expected) {
    for (int row = 0; row < expected.length; row++) {
      for (int c = 0; c < expected[row].length; c++) {
        assertThat(actual[row][c]).isCloseTo(expected[row][c], within(1e-4f));
      }
    }
  }

  /** A decoder with a head of two layers and two classes. */
  private static DecoderSource source() {
    SplittableRandom random = new SplittableRandom(8);
    DecoderSource decoder = RandomDecoder.of("qwen2", 8).source();
    ImmutableList<Part> head =
        Lists.immutable.with(
            RandomDecoder.matrix("score", random, 0.3, false, 32, 32),
            RandomDecoder.vector("score_bias", random, 0, 32),
            RandomDecoder.matrix("score", random, 0.3, false, 2, 32),
            RandomDecoder.vector("score_bias", random, 0, 2));
    return new DecoderSource(
        decoder.id(),
        "",
        decoder.family(),
        decoder.context(),
        decoder.shape(),
        new DecoderWeights(
            decoder.weights().parts().reject(p -> p.role().equals("head")).newWithAll(head),
            false));
  }
}
