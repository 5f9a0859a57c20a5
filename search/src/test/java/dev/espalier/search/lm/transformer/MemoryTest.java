package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryTest {

  private static final long MB = 1_000_000;
  private static final int CYCLES = 300;

  /** One cycle's weights, cache and workspace are more than a megabyte; losing them would show. */
  private static final long TOLERATED_GROWTH = 48 * MB;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the resident set from /proc")
  void afterClosingTheMemoryIsGivenBack() throws IOException {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    for (int i = 0; i < CYCLES / 6; i++) {
      cycle(decoder, i);
    }
    long before = resident();
    for (int i = 0; i < CYCLES; i++) {
      cycle(decoder, i);
    }
    assertThat(resident() - before).isLessThan(TOLERATED_GROWTH);
  }

  private static void cycle(RandomDecoder decoder, int i) {
    try (LanguageModel model = decoder.torchScript(Precision.FP32, 1024)) {
      ImmutableList<TokenSequence> rows =
          Lists.immutable.with(TokenSequence.of(1, 2, i % 50), TokenSequence.of(1, 3));
      model.evaluate(rows, Wanted.ALL_TOKENS.withHiddenStates());
      model.evaluate(rows.collect(row -> row.append(4)), Wanted.top(5));
    }
  }

  private static long resident() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
    return Long.parseLong(pages) * 4096;
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithTheNumbers() {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    assertThatExceptionOfType(ModelFailure.class)
        .isThrownBy(() ->
            TransformerLanguageModel.open(
                decoder.source(), RuntimeOptions.DEFAULT.withDevice("cpu").withMemoryBytes(MB)))
        .withMessageContaining("of weights (fp32)")
        .withMessageContaining("1.0 MB may be used");
  }

  @Test
  void slotsAskedForMustFit() {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    assertThatExceptionOfType(ModelFailure.class)
        .isThrownBy(() -> plan(decoder, 1_000_000, 200 * MB))
        .withMessageContaining("a cache of 1000000 tokens");
  }

  @Test
  void slotsNotAskedForFollowTheMemory() {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    int few = plan(decoder, 0, 50 * MB).slots();
    int many = plan(decoder, 0, 5_000 * MB).slots();
    assertThat(few).isBetween(RandomDecoder.CONTEXT, many - 1);
  }

  @Test
  void halfTheBytesMakeHalfTheWeights() {
    DecoderSource source = RandomDecoder.of("llama", 1).source();
    long fp32 = plan(source, Precision.FP32).weightBytes();
    long bf16 = plan(source, Precision.BF16).weightBytes();
    assertThat(fp32).isEqualTo(4 * source.parameters()).isEqualTo(2 * bf16);
  }

  private static MemoryPlan plan(DecoderSource source, Precision precision) {
    return MemoryPlan.of(
        source.shape(), source.parameters(), source.largest(), precision, 96, 0, 1000 * MB);
  }

  private static MemoryPlan plan(RandomDecoder decoder, int slots, long available) {
    DecoderSource source = decoder.source();
    return MemoryPlan.of(
        source.shape(),
        source.parameters(),
        source.largest(),
        Precision.FP32,
        source.context(),
        slots,
        available);
  }

  @Test
  void thereIsMemory() {
    assertThat(NativeMemory.available()).isGreaterThan(MB);
  }
}
