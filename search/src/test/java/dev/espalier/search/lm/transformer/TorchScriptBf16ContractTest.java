package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.fixture.LanguageModelContract;

class TorchScriptBf16ContractTest extends LanguageModelContract {

  private static final RandomDecoder DECODER = RandomDecoder.of("llama", 1);

  @Override
  protected LanguageModel open() {
    return DECODER.torchScript(Precision.BF16, 1 << 12);
  }

  @Override
  protected double tolerance() {
    return 0.25;
  }
}
