package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Times a model: the reading of a prompt, and steps of 1, 8 and 32 sibling tokens below it, with
 * both engines and number formats, beside the time it takes merely to read the weights once.
 */
public final class LmBenchmark {

  private static final int[] SLOTS = {256, 1024};
  private static final int[] ROWS = {1, 8, 32};
  private static final int TOP = 20;
  private static final int PROMPT_REPETITIONS = 3;
  private static final int STEP_REPETITIONS = 15;

  private LmBenchmark() {}

  /**
   * Medians of one configuration, in milliseconds.
   *
   * @param engine {@code torchscript} or {@code reference}
   * @param precision {@code fp32} or {@code bf16}
   * @param slots length of the prompt, in tokens
   * @param rows sibling tokens computed in a step
   * @param prompt time to read the prompt
   * @param step time of a step, with the 20 best tokens of each row
   * @param floor time to read the weights once from memory
   * @param outside share of a step spent outside the native call, in [0, 1]
   */
  public record Row(
      String engine,
      String precision,
      int slots,
      int rows,
      double prompt,
      double step,
      double floor,
      double outside) {}

  /**
   * What was measured.
   *
   * @param gigabytesPerSecond rate at which an array of the weights' size (at most 256 MB) is read
   */
  public record Result(ModelDescription model, double gigabytesPerSecond, ImmutableList<Row> rows) {

    /** The rows as a Markdown table. */
    public String table() {
      StringBuilder text =
          new StringBuilder(
              """
              | engine | precision | slots | nodes | prompt ms | step ms | floor ms | outside native call |
              | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
              """);
      rows.forEach(row ->
          text.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %s | %d | %d | %.1f | %.2f | %.2f | %.1f %% |%n",
                  row.engine(),
                  row.precision(),
                  row.slots(),
                  row.rows(),
                  row.prompt(),
                  row.step(),
                  row.floor(),
                  100 * row.outside())));
      return text.toString();
    }
  }

  /**
   * Runs the benchmark: seconds for a small model, some minutes for a large one.
   *
   * @param options device, threads and memory; engine and precision run through all there are
   * @param progress told each row as it is measured
   * @throws ModelFormatException if a file of the model is missing or damaged
   */
  public static Result run(Checkpoint checkpoint, RuntimeOptions options, Consumer<Row> progress)
      throws ModelFormatException {
    return checkpoint.load(Checkpoint::languageModel, source -> run(source, options, progress));
  }

  static Result run(DecoderSource source, RuntimeOptions options, Consumer<Row> progress) {
    MutableList<Row> rows = Lists.mutable.empty();
    String device = ComputeDevice.of(options.device()).name();
    double rate = Calibration.streamRate(device, 4 * source.parameters());
    ModelDescription description =
        measure(
            source,
            options,
            EngineChoice.TORCHSCRIPT,
            PrecisionChoice.FP32,
            rate,
            row -> {
              rows.add(row);
              progress.accept(row);
            });
    measure(
        source,
        options,
        EngineChoice.TORCHSCRIPT,
        PrecisionChoice.BF16,
        rate,
        row -> {
          rows.add(row);
          progress.accept(row);
        });
    measure(
        source,
        options,
        EngineChoice.REFERENCE,
        PrecisionChoice.FP32,
        rate,
        row -> {
          rows.add(row);
          progress.accept(row);
        });
    return new Result(description, rate, rows.toImmutable());
  }

  private static ModelDescription measure(
      DecoderSource source,
      RuntimeOptions options,
      EngineChoice engine,
      PrecisionChoice precision,
      double rate,
      Consumer<Row> rows) {
    RuntimeOptions all =
        options.withEngine(engine).withPrecision(precision).withSlots(slotsFor(source));
    try (DecoderRuntime runtime = DecoderRuntime.open(source, all, source.shape().vocabulary())) {
      long bytes =
          source.parameters()
              * (precision == PrecisionChoice.BF16 ? Precision.BF16 : Precision.FP32).bytes();
      for (int slots : SLOTS) {
        if (slots >= source.context()) {
          continue;
        }
        TokenSequence prompt = prompt(slots, source.shape().vocabulary());
        double promptTime = promptTime(runtime, prompt);
        for (int width : ROWS) {
          Timing step = stepTime(runtime, prompt, width, source.shape().vocabulary());
          rows.accept(
              new Row(
                  engine.name().toLowerCase(Locale.ROOT),
                  runtime.calibration().chosen().label(),
                  slots,
                  width,
                  promptTime,
                  step.milliseconds(),
                  bytes / rate / 1e6,
                  step.outside()));
        }
      }
      return runtime.description();
    }
  }

  private static int slotsFor(DecoderSource source) {
    return Math.max(
        Math.min(source.context(), SLOTS[SLOTS.length - 1]) + ROWS[ROWS.length - 1], SLOTS[0]);
  }

  private record Timing(double milliseconds, double outside) {}

  private static double promptTime(DecoderRuntime runtime, TokenSequence prompt) {
    double[] times = new double[PROMPT_REPETITIONS];
    for (int i = -1; i < times.length; i++) {
      runtime.forget(0);
      long start = System.nanoTime();
      evaluate(runtime, Lists.immutable.with(prompt));
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    return median(times);
  }

  /** The prompt stays in the cache; the siblings below it are new each time. */
  private static Timing stepTime(
      DecoderRuntime runtime, TokenSequence prompt, int width, int vocabulary) {
    double[] times = new double[STEP_REPETITIONS];
    double[] outside = new double[STEP_REPETITIONS];
    for (int i = -2; i < times.length; i++) {
      runtime.forget(prompt.length());
      MutableList<TokenSequence> rows = Lists.mutable.empty();
      for (int row = 0; row < width; row++) {
        rows.add(prompt.append((31 * (i + 2) + row) % vocabulary));
      }
      ImmutableList<TokenSequence> siblings = rows.toImmutable();
      long inside = runtime.nativeNanos();
      long start = System.nanoTime();
      evaluate(runtime, siblings);
      long taken = System.nanoTime() - start;
      if (i >= 0) {
        times[i] = taken / 1e6;
        outside[i] = 1 - (double) (runtime.nativeNanos() - inside) / taken;
      }
    }
    return new Timing(median(times), median(outside));
  }

  private static void evaluate(DecoderRuntime runtime, ImmutableList<TokenSequence> prefixes) {
    runtime.evaluate(
        prefixes, (engine, batch, slots) -> engine.step(batch, slots, Wanted.top(TOP)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static TokenSequence prompt(int length, int vocabulary) {
    TokenSequence prompt = TokenSequence.empty();
    for (int i = 0; i < length; i++) {
      prompt = prompt.append(i * 7919 % vocabulary);
    }
    return prompt;
  }
}
