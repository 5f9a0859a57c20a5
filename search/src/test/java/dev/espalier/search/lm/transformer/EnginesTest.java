package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "qwen3", "gpt2"})
  void theProgramAgreesWithTheReference(String family) {
    RandomDecoder decoder = RandomDecoder.of(family, 42);
    try (LanguageModel program = decoder.torchScript(Precision.FP32, 4096);
        LanguageModel reference = decoder.reference(1 << 12)) {
      SplittableRandom random = new SplittableRandom(7);
      for (int round = 0; round < 6; round++) {
        ImmutableList<TokenSequence> tree = tree(random);
        Evaluation a = program.evaluate(tree, Wanted.ALL_TOKENS.withHiddenStates());
        Evaluation b = reference.evaluate(tree, Wanted.ALL_TOKENS.withHiddenStates());
        double worst = 0;
        for (int row = 0; row < tree.size(); row++) {
          for (int token = 0; token < RandomDecoder.VOCABULARY; token++) {
            worst =
                Math.max(
                    worst,
                    Math.abs(a.rows().get(row).logProb(token) - b.rows().get(row).logProb(token)));
          }
          for (int i = 0; i < decoder.shape().width(); i++) {
            worst =
                Math.max(
                    worst,
                    Math.abs(a.hiddenStates().get(row).get(i) - b.hiddenStates().get(row).get(i)));
          }
        }
        assertThat(worst).isLessThan(1e-4);
      }
    }
  }

  private static ImmutableList<TokenSequence> tree(SplittableRandom random) {
    MutableList<TokenSequence> grown = Lists.mutable.with(TokenSequence.of(1, 2, 3));
    for (int i = 0; i < 40; i++) {
      TokenSequence parent = grown.get(random.nextInt(grown.size()));
      grown.add(parent.append(random.nextInt(RandomDecoder.VOCABULARY)));
    }
    return grown.toImmutable();
  }
}
