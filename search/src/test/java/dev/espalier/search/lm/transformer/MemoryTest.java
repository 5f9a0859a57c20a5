package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.TokenSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void aContextThatDoesNotFitIsToldFromWeightsThatDoNot() {
    MemoryForecast context = forecast(RandomDecoder.of("llama", 1), 1_000_000, 200 * MB);
    assertThat(context.obstacle()).isEqualTo(MemoryForecast.Obstacle.CONTEXT);
    assertThat(context.words()).contains("a cache of 1000000 tokens");
    assertThat(context.advice()).contains("choose one of at most").contains("or bf16");
    MemoryForecast weights = forecast(RandomDecoder.of("llama", 1), 0, MB);
    assertThat(weights.obstacle()).isEqualTo(MemoryForecast.Obstacle.WEIGHTS);
    assertThat(weights.advice()).contains("no shorter context helps");
  }

  /** What the advice names must help, or it is no advice. */
  @Test
  void theContextThatIsAdvisedFits() {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    String advice = forecast(decoder, 1_000_000, 200 * MB).advice();
    Matcher most = Pattern.compile("at most ([0-9,]+) tokens").matcher(advice);
    assertThat(most.find()).isTrue();
    int tokens = Integer.parseInt(most.group(1).replace(",", ""));
    assertThat(forecast(decoder, tokens, 200 * MB).fits()).isTrue();
  }

  @Test
  void slotsNotAskedForFollowTheMemory() {
    RandomDecoder decoder = RandomDecoder.of("llama", 1);
    MemoryForecast few = forecast(decoder, 0, 50 * MB);
    MemoryForecast many = forecast(decoder, 0, 5_000 * MB);
    assertThat(few.fits()).isTrue();
    assertThat(few.advice()).isEmpty();
    assertThat(few.tokens()).isBetween(RandomDecoder.CONTEXT, many.tokens() - 1);
  }

  @Test
  void halfTheBytesMakeHalfTheWeights() {
    DecoderSource source = RandomDecoder.of("llama", 1).source();
    RuntimeOptions options = RuntimeOptions.DEFAULT.withDevice("cpu");
    long fp32 =
        DecoderRuntime.forecast(source, options.withPrecision(PrecisionChoice.FP32), 1000 * MB)
            .weightBytes();
    long bf16 =
        DecoderRuntime.forecast(source, options.withPrecision(PrecisionChoice.BF16), 1000 * MB)
            .weightBytes();
    assertThat(fp32).isEqualTo(4 * source.parameters()).isEqualTo(2 * bf16);
  }

  @Test
  void whereOnlyBf16FitsItIsChosen() {
    DecoderSource source = RandomDecoder.of("llama", 1).source();
    RuntimeOptions options = RuntimeOptions.DEFAULT.withDevice("cpu").withSlots(100_000);
    long fp32 =
        DecoderRuntime.forecast(source, options.withPrecision(PrecisionChoice.FP32), 1000 * MB)
            .totalBytes();
    MemoryForecast left = DecoderRuntime.forecast(source, options, fp32 - 1);
    assertThat(left.precision()).isEqualTo(Precision.BF16);
    assertThat(left.fits()).isTrue();
    try (TransformerLanguageModel model =
        TransformerLanguageModel.open(source, options.withMemoryBytes(fp32 - 1))) {
      assertThat(model.calibration().reason()).startsWith("bf16: in fp32");
    }
  }

  @Test
  void aFolderIsForecastAsItIsLoaded() throws ModelFormatException {
    Checkpoint folder =
        Checkpoint.open(Path.of(System.getProperty("espalier.models"), "espalier-lm"));
    RuntimeOptions options = RuntimeOptions.DEFAULT.withDevice("cpu");
    MemoryForecast forecast = folder.forecast(options, 1000 * MB);
    try (TransformerLanguageModel model = TransformerLanguageModel.open(folder, options)) {
      assertThat(forecast.parameters()).isEqualTo(model.description().parameters());
      assertThat(forecast.precision().label()).isEqualTo(model.description().precision());
    }
    assertThat(forecast.fits()).isTrue();
    assertThat(folder.forecast(options, MB).fits()).isFalse();
  }

  @Test
  void whyADeviceIsNotThereIsSaid() {
    assertThat(DeviceReport.all().getFirst().usable()).isTrue();
    assertThat(DeviceReport.all().getFirst().freeBytes())
        .isBetween(MB, DeviceReport.cpu().totalBytes());
    assertThat(DeviceReport.all().reject(DeviceReport::usable))
        .allSatisfy(report -> assertThat(report.absence()).isNotBlank());
  }

  private static MemoryForecast forecast(RandomDecoder decoder, int slots, long available) {
    DecoderSource source = decoder.source();
    return MemoryForecast.of(
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
