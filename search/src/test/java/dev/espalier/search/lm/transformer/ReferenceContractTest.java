package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.fixture.LanguageModelContract;

class ReferenceContractTest extends LanguageModelContract {

  private static final RandomDecoder DECODER = RandomDecoder.of("llama", 1);

  @Override
  protected LanguageModel open() {
    return DECODER.reference(1 << 12);
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }
}
