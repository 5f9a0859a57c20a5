package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionTest {

  /** A cache far too small for the tree, with batches larger than itself. */
  @ParameterizedTest
  @ValueSource(ints = {16, 40, 150})
  void aSmallCacheAnswersAsALargeOne(int slots) {
    RandomDecoder decoder = RandomDecoder.of("llama", 3);
    try (LanguageModel small = decoder.torchScript(Precision.FP32, slots);
        LanguageModel large = decoder.torchScript(Precision.FP32, 1 << 14)) {
      SplittableRandom random = new SplittableRandom(11);
      MutableList<TokenSequence> grown = Lists.mutable.with(TokenSequence.of(5, 6, 7));
      for (int round = 0; round < 25; round++) {
        MutableList<TokenSequence> asked = Lists.mutable.empty();
        for (int i = 0; i < 12; i++) {
          TokenSequence parent = grown.get(random.nextInt(grown.size()));
          if (parent.length() < 14) {
            TokenSequence child = parent.append(random.nextInt(RandomDecoder.VOCABULARY));
            grown.add(child);
            asked.add(child);
          } else {
            asked.add(parent);
          }
        }
        assertSame(
            small.evaluate(asked.toImmutable(), Wanted.ALL_TOKENS).rows(),
            large.evaluate(asked.toImmutable(), Wanted.ALL_TOKENS).rows());
      }
    }
  }

  @Test
  void releasingTheCacheChangesNoAnswer() {
    for (String engine : new String[] {"torchscript", "reference"}) {
      RandomDecoder decoder = RandomDecoder.of("qwen3", 3);
      try (TransformerLanguageModel model =
          engine.equals("reference")
              ? decoder.reference(2048)
              : decoder.torchScript(Precision.FP32, 2048)) {
        SplittableRandom random = new SplittableRandom(12);
        MutableList<TokenSequence> grown = Lists.mutable.with(TokenSequence.of(5, 6, 7));
        while (grown.size() < 600) {
          grown.add(
              grown
                  .get(random.nextInt(grown.size()))
                  .append(random.nextInt(RandomDecoder.VOCABULARY)));
        }
        ImmutableList<TokenSequence> all = grown.toImmutable();
        ImmutableList<NextTokens> before = model.evaluate(all, Wanted.ALL_TOKENS).rows();
        model.evaluate(all.drop(500), Wanted.ALL_TOKENS);
        for (int kept : new int[] {10_000, 300, 7, 0}) {
          model.release(kept);
          assertSame(model.evaluate(all.drop(570), Wanted.ALL_TOKENS).rows(), before.drop(570));
          assertSame(model.evaluate(all.take(30), Wanted.ALL_TOKENS).rows(), before.take(30));
        }
      }
    }
  }

  private static void assertSame(
      ImmutableList<NextTokens> actual, ImmutableList<NextTokens> expected) {
    for (int row = 0; row < expected.size(); row++) {
      for (int token = 0; token < RandomDecoder.VOCABULARY; token++) {
        assertThat(actual.get(row).logProb(token))
            .isCloseTo(expected.get(row).logProb(token), within(1e-4));
      }
    }
  }
}
