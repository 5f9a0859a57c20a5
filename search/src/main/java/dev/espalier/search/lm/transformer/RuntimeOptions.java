package dev.espalier.search.lm.transformer;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a model is to be run.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param engine what computes it
 * @param precision number format; {@link PrecisionChoice#AUTO} lets a measurement decide
 * @param threads threads of one matrix product; 0 is one for a small model, else the library's
 *     choice
 * @param slots most tokens the key-value cache may hold, 0 to derive it from the memory
 * @param memoryBytes most memory to use in bytes, 0 for what the machine has available
 */
public record RuntimeOptions(
    String device,
    EngineChoice engine,
    PrecisionChoice precision,
    int threads,
    int slots,
    long memoryBytes) {

  private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

  /** Everything chosen by the runtime. */
  public static final RuntimeOptions DEFAULT =
      new RuntimeOptions("auto", EngineChoice.TORCHSCRIPT, PrecisionChoice.AUTO, 0, 0, 0);

  /** What computes the model. */
  public enum EngineChoice {
    /** One native call a step. */
    TORCHSCRIPT,
    /** Operation by operation, in fp32; slow, for comparison. */
    REFERENCE
  }

  /** The number format asked for. */
  public enum PrecisionChoice {
    AUTO,
    FP32,
    BF16;

    /**
     * The choice written as {@code auto}, {@code fp32} or {@code bf16}.
     *
     * @throws IllegalArgumentException naming the three, for any other text
     */
    public static PrecisionChoice of(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "auto" -> AUTO;
        case "fp32" -> FP32;
        case "bf16" -> BF16;
        default ->
            throw new IllegalArgumentException(
                "precision \"" + text + "\"; it can be auto, fp32 or bf16");
      };
    }
  }

  public RuntimeOptions {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device \"" + device + "\"; it can be auto, cpu, cuda or cuda:N");
    }
    if (threads < 0 || threads > 1024) {
      throw new IllegalArgumentException("threads " + threads + "; it can be 0 (auto) to 1024");
    }
    if (slots < 0) {
      throw new IllegalArgumentException("slots " + slots + "; it can be 0 (auto) or more");
    }
    if (memoryBytes < 0) {
      throw new IllegalArgumentException("memory " + memoryBytes + "; it can be 0 (auto) or more");
    }
  }

  public RuntimeOptions withDevice(String other) {
    return new RuntimeOptions(other, engine, precision, threads, slots, memoryBytes);
  }

  public RuntimeOptions withEngine(EngineChoice other) {
    return new RuntimeOptions(device, other, precision, threads, slots, memoryBytes);
  }

  public RuntimeOptions withPrecision(PrecisionChoice other) {
    return new RuntimeOptions(device, engine, other, threads, slots, memoryBytes);
  }

  public RuntimeOptions withThreads(int other) {
    return new RuntimeOptions(device, engine, precision, other, slots, memoryBytes);
  }

  public RuntimeOptions withSlots(int other) {
    return new RuntimeOptions(device, engine, precision, threads, other, memoryBytes);
  }

  public RuntimeOptions withMemoryBytes(long other) {
    return new RuntimeOptions(device, engine, precision, threads, slots, other);
  }
}
