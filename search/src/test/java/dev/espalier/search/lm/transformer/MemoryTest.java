package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** Until the compiler has seen what there is to see. */
  private static final int WARM_UP = 100;

  /** One cycle's weights, cache and workspace are more than a megabyte; losing them would show. */
  private static final long TOLERATED_GROWTH = 48 * MB;

  /**
   * Counts in a process of its own: what other tests left to the collector, the compiler or the
   * allocator's arenas of a long-lived process is no concern of this one.
   */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the resident set from /proc")
  void afterClosingTheMemoryIsGivenBack() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms96m",
            "-Xmx96m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Cycles.class.getName());
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    long growth =
        said.lines()
            .filter(line -> line.startsWith(Cycles.GROWTH))
            .mapToLong(line -> Long.parseLong(line.substring(Cycles.GROWTH.length())))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no figure in: " + said));
    assertThat(growth).isLessThan(TOLERATED_GROWTH);
  }

  /** Opens, runs and closes a model again and again, and prints by how much the process grew. */
  static final class Cycles {

    static final String GROWTH = "bytes grown: ";

    private Cycles() {}

    public static void main(String[] arguments) throws IOException {
      RandomDecoder decoder = RandomDecoder.of("llama", 1);
      for (int i = 0; i < WARM_UP; i++) {
        cycle(decoder, i);
      }
      long before = resident();
      for (int i = 0; i < CYCLES; i++) {
        cycle(decoder, i);
      }
      System.out.println(GROWTH + (resident() - before));
    }
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
