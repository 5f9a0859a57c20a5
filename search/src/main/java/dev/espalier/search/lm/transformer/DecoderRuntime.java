package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Prefixes;
import dev.espalier.search.lm.transformer.RuntimeOptions.EngineChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * An open decoder: device, precision and cache size chosen, weights loaded. What reads its rows, a
 * language model or a classifier, owns it. One thread uses it at a time; others wait.
 */
final class DecoderRuntime implements AutoCloseable {

  /** Overrides {@link PrecisionChoice#AUTO}, so that nothing is timed. */
  private static final String PRECISION_PROPERTY = "espalier.precision";

  /** Weights below which one thread is quicker than several, whatever the number of rows. */
  private static final long SINGLE_THREADED = 8_000_000;

  private final ModelDescription description;
  private final Calibration calibration;
  private final ImmutableList<String> notices;
  private final DecoderEngine engine;
  private final int threads;
  private final TreeEvaluator evaluator;
  private boolean closed;

  private DecoderRuntime(
      DecoderSource source,
      ComputeDevice device,
      Calibration calibration,
      ImmutableList<String> notices,
      DecoderEngine engine,
      int threads,
      int slots,
      int headWidth) {
    DecoderShape shape = source.shape();
    this.description =
        new ModelDescription(
            source.id(),
            source.hash(),
            source.family(),
            source.parameters(),
            shape.vocabulary(),
            Math.min(source.context(), slots),
            shape.width(),
            device.name(),
            calibration.chosen().label());
    this.calibration = calibration;
    this.notices = notices;
    this.engine = engine;
    this.threads = threads;
    this.evaluator = new TreeEvaluator(engine, slots, shape.vocabulary(), shape.heads(), headWidth);
  }

  /**
   * Opens a decoder.
   *
   * @param headWidth numbers the head makes of a row
   * @throws ModelFailure if it does not fit the memory, or cannot be loaded
   */
  static DecoderRuntime open(DecoderSource source, RuntimeOptions options, int headWidth) {
    return open(source, options, headWidth, LoadStage.Watcher.NONE);
  }

  /**
   * Opens a decoder.
   *
   * @param headWidth numbers the head makes of a row
   * @param watcher is told how far it is
   * @throws ModelFailure if it does not fit the memory, or cannot be loaded
   */
  static DecoderRuntime open(
      DecoderSource source, RuntimeOptions options, int headWidth, LoadStage.Watcher watcher) {
    MutableList<String> notices = Lists.mutable.empty();
    ComputeDevice device = ComputeDevice.of(options.device());
    if (device.notice() != null) {
      notices.add(device.notice());
    }
    if (options.engine() == EngineChoice.REFERENCE && device.cuda()) {
      notices.add("the reference engine runs on the CPU alone");
      device = new ComputeDevice("cpu", null);
    }
    int threads = threads(source, options);
    PyTorch.useThreads(threads);
    long available = device.available();
    if (options.memoryBytes() > 0) {
      available = Math.min(options.memoryBytes(), available);
    }
    Calibration calibration = calibration(source, options, device, available, watcher);
    MemoryForecast forecast = forecast(source, options, calibration.chosen(), available);
    if (!forecast.fits()) {
      throw new ModelFailure(forecast.words() + "; " + forecast.advice());
    }
    if (forecast.tokens() < source.context()) {
      notices.add(
          "the model knows %d tokens of context, the cache holds %d; longer texts are refused"
              .formatted(source.context(), forecast.tokens()));
    }
    watcher.at(LoadStage.LOADING);
    DecoderEngine engine =
        switch (options.engine()) {
          case TORCHSCRIPT ->
              new TorchScriptEngine(
                  source.shape(), source.weights(), device.name(), calibration.chosen());
          case REFERENCE -> new ReferenceEngine(source.shape(), source.weights());
        };
    return new DecoderRuntime(
        source,
        device,
        calibration,
        notices.toImmutable(),
        engine,
        threads,
        forecast.tokens(),
        headWidth);
  }

  /** Small products are done before other threads have woken up to share them. */
  private static int threads(DecoderSource source, RuntimeOptions options) {
    if (options.threads() > 0) {
      return options.threads();
    }
    return source.parameters() < SINGLE_THREADED ? 1 : PyTorch.usualThreads();
  }

  private static Calibration calibration(
      DecoderSource source,
      RuntimeOptions options,
      ComputeDevice device,
      long available,
      LoadStage.Watcher watcher) {
    if (options.engine() == EngineChoice.REFERENCE) {
      return Calibration.given(Precision.FP32);
    }
    return switch (precision(options)) {
      case FP32 -> Calibration.given(Precision.FP32);
      case BF16 -> Calibration.given(Precision.BF16);
      case AUTO -> {
        if (onlyHalved(source, options, available)) {
          yield Calibration.forced(source.parameters());
        }
        if (source.parameters() < Calibration.SMALL_MODEL) {
          yield Calibration.small(source.parameters());
        }
        watcher.at(LoadStage.CALIBRATING);
        yield Calibration.measure(
            device.name(),
            source.shape().width(),
            Math.toIntExact(source.weights().matrixRows("up")));
      }
    };
  }

  private static PrecisionChoice precision(RuntimeOptions options) {
    return options.precision() == PrecisionChoice.AUTO
        ? PrecisionChoice.of(System.getProperty(PRECISION_PROPERTY, "auto"))
        : options.precision();
  }

  /** Whether it fits in bf16 and not in fp32, so that there is nothing to time. */
  private static boolean onlyHalved(DecoderSource source, RuntimeOptions options, long available) {
    return !forecast(source, options, Precision.FP32, available).fits()
        && forecast(source, options, Precision.BF16, available).fits();
  }

  /**
   * What a decoder will need. Where a measurement is to decide on the number format, it is the
   * larger one that fits.
   */
  static MemoryForecast forecast(DecoderSource source, RuntimeOptions options, long available) {
    boolean halved =
        options.engine() == EngineChoice.TORCHSCRIPT
            && switch (precision(options)) {
              case FP32 -> false;
              case BF16 -> true;
              case AUTO -> onlyHalved(source, options, available);
            };
    return forecast(source, options, halved ? Precision.BF16 : Precision.FP32, available);
  }

  private static MemoryForecast forecast(
      DecoderSource source, RuntimeOptions options, Precision precision, long available) {
    return MemoryForecast.of(
        source.shape(),
        source.parameters(),
        source.largest(),
        precision,
        source.context(),
        options.slots(),
        available);
  }

  ModelDescription description() {
    return description;
  }

  Calibration calibration() {
    return calibration;
  }

  ImmutableList<String> notices() {
    return notices;
  }

  /** Takes what the engine computed of some rows. */
  interface Rows {
    void read(DecoderEngine engine, TreeBatch batch, int[] slots);
  }

  /**
   * Evaluates prefixes, handing their rows over in order.
   *
   * @throws IllegalArgumentException if a prefix is empty, too long or holds an unknown token
   * @throws ModelFailure if the evaluation failed, or the model is closed
   */
  synchronized void evaluate(ImmutableList<TokenSequence> prefixes, Rows rows) {
    if (closed) {
      throw new ModelFailure("the model %s has been closed".formatted(description.id()));
    }
    Prefixes.check(prefixes, description);
    PyTorch.useThreads(threads);
    evaluator.evaluate(prefixes, (batch, slots) -> rows.read(engine, batch, slots));
  }

  /** Drops all but the {@code tokens} tokens used last from the cache, keeping its memory. */
  synchronized void forget(int tokens) {
    evaluator.forget(tokens);
  }

  /** Time spent in native calls so far, in nanoseconds. */
  long nativeNanos() {
    return engine.nativeNanos();
  }

  /** Keeps at most {@code tokens} cached tokens and gives the others' memory back. */
  synchronized void release(int tokens) {
    if (tokens < 0) {
      throw new IllegalArgumentException("keep " + tokens + " tokens; it can be 0 or more");
    }
    if (!closed) {
      evaluator.release(tokens);
      CLibrary.trim();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      engine.close();
      CLibrary.trim();
    }
  }
}
