package dev.espalier.search.lm.transformer;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.espalier.search.lm.transformer.ProgramArchive.Attribute;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/**
 * Which number format a model runs in, and why: bf16 halves the memory a step reads, but its
 * products are fast only on processors made for it, so they are timed.
 *
 * @param chosen the format used
 * @param reason why, in a sentence
 * @param timings what was measured; empty if nothing was
 */
public record Calibration(Precision chosen, String reason, ImmutableList<Timing> timings) {

  /** Below this the products are a small part of a step, and fp32 costs nothing worth saving. */
  static final long SMALL_MODEL = 30_000_000;

  /** A gain smaller than this could be noise, and the choice should not change from run to run. */
  private static final double CLEAR_GAIN = 1.4;

  /** Long prompts may be this much slower before bf16 is not worth its faster steps. */
  private static final double TOLERATED_LOSS = 0.7;

  private static final int[] STEP_ROWS = {1, 8, 32};
  private static final int PROMPT_ROWS = 256;
  private static final int REPETITIONS = 5;

  /** Timing that takes longer than this many nanoseconds says nothing worth the wait. */
  private static final long PATIENCE = 3_000_000_000L;

  private static final int STREAM_WIDTH = 1024;

  /** Numbers in the matrices used: enough not to fit a cache in fp32. */
  private static final long NUMBERS = 12L << 20;

  /**
   * The products of one batch size.
   *
   * @param rows tokens in the batch
   * @param fp32Milliseconds median time in fp32
   * @param bf16Milliseconds median time in bf16
   */
  public record Timing(int rows, double fp32Milliseconds, double bf16Milliseconds) {
    double gain() {
      return fp32Milliseconds / bf16Milliseconds;
    }
  }

  static Calibration given(Precision precision) {
    return new Calibration(
        precision, precision.label() + " was asked for", Lists.immutable.empty());
  }

  static Calibration small(long parameters) {
    return new Calibration(
        Precision.FP32,
        String.format(
            Locale.ROOT,
            "fp32: with %.1f million weights there is little to save",
            parameters / 1e6),
        Lists.immutable.empty());
  }

  static Calibration forced(long parameters) {
    return new Calibration(
        Precision.BF16,
        String.format(
            Locale.ROOT,
            "bf16: in fp32 its %.1f million weights do not fit the memory",
            parameters / 1e6),
        Lists.immutable.empty());
  }

  /**
   * Times products of the model's own width, half a second or so.
   *
   * @param width columns of the matrices
   * @param out rows of the matrices
   */
  static Calibration measure(String device, int width, int out) {
    int copies = Math.clamp(NUMBERS / ((long) width * out), 1, 64);
    try (PtNDManager manager = PyTorch.newManager()) {
      PyTorch.prepareThread();
      PtSymbolBlock program = program(device, manager);
      long deadline = System.nanoTime() + PATIENCE;
      double[] fp32 = times(program, manager, Precision.FP32, width, out, copies, deadline);
      double[] bf16 = times(program, manager, Precision.BF16, width, out, copies, deadline);
      program.close();
      return bf16.length == 0 ? busy() : decide(fp32, bf16);
    } catch (EngineException e) {
      throw NativeFailure.of("timing the matrix products", e);
    }
  }

  /**
   * Whether the CPU multiplies many rows faster in bf16 than in fp32; takes seconds at most.
   *
   * @param width columns of the matrices
   * @param out rows of the matrices
   */
  public static boolean prefersBf16(int width, int out) {
    ImmutableList<Timing> timings = measure("cpu", width, out).timings;
    return timings.notEmpty() && timings.getLast().gain() > 1;
  }

  /**
   * The rate in gigabytes per second at which an array of this size, at most 256 MB, is read: the
   * best of several sums.
   */
  static double streamRate(String device, long bytes) {
    long rows = Math.clamp(bytes / (Float.BYTES * STREAM_WIDTH), 1 << 10, 1 << 16);
    try (PtNDManager manager = PyTorch.newManager()) {
      PyTorch.prepareThread();
      PtSymbolBlock program = program(device, manager);
      double best = Double.MAX_VALUE;
      try (IValue o = IValue.from(rows);
          IValue w = IValue.from((long) STREAM_WIDTH);
          IValue c = IValue.from(1L);
          IValue type = IValue.from((long) Precision.FP32.code())) {
        IValueUtils.runMethod(program, "prepare", o, w, c, type).close();
        for (int i = 0; i < 2 * REPETITIONS; i++) {
          long start = System.nanoTime();
          IValueUtils.runMethod(program, "read").close();
          best = Math.min(best, (double) (System.nanoTime() - start));
        }
      }
      program.close();
      return Float.BYTES * STREAM_WIDTH * rows / best;
    } catch (EngineException e) {
      throw NativeFailure.of("timing the memory", e);
    }
  }

  private static PtSymbolBlock program(String device, PtNDManager manager) {
    return DecoderProgram.load(
        manager,
        "Calibration",
        "calibration.torchscript",
        Maps.mutable.with(
            "training", new Attribute.Flag(false),
            "device", new Attribute.Text(device),
            "weights", new Attribute.Tensors()));
  }

  /** The choice by the times of 1, 8, 32 and 256 rows. */
  static Calibration decide(double[] fp32, double[] bf16) {
    Timing[] timings = new Timing[STEP_ROWS.length + 1];
    double product = 1;
    for (int i = 0; i < STEP_ROWS.length; i++) {
      timings[i] = new Timing(STEP_ROWS[i], fp32[i], bf16[i]);
      product *= timings[i].gain();
    }
    Timing prompt = new Timing(PROMPT_ROWS, fp32[STEP_ROWS.length], bf16[STEP_ROWS.length]);
    timings[STEP_ROWS.length] = prompt;
    double gain = Math.pow(product, 1.0 / STEP_ROWS.length);
    boolean worthIt = gain >= CLEAR_GAIN && prompt.gain() >= TOLERATED_LOSS;
    String reason =
        String.format(
            Locale.ROOT,
            "%s: against fp32, bf16 products are %.1f times as fast in steps, %.1f in prompts",
            worthIt ? "bf16" : "fp32",
            gain,
            prompt.gain());
    return new Calibration(
        worthIt ? Precision.BF16 : Precision.FP32, reason, Lists.immutable.with(timings));
  }

  private static Calibration busy() {
    return new Calibration(
        Precision.FP32,
        "fp32: the machine is too busy to find out whether bf16 is faster",
        Lists.immutable.empty());
  }

  /** Medians, or nothing if the deadline passed. */
  private static double[] times(
      PtSymbolBlock program,
      PtNDManager manager,
      Precision precision,
      int width,
      int out,
      int copies,
      long deadline) {
    try (IValue o = IValue.from((long) out);
        IValue w = IValue.from((long) width);
        IValue c = IValue.from((long) copies);
        IValue type = IValue.from((long) precision.code())) {
      IValueUtils.runMethod(program, "prepare", o, w, c, type).close();
      double[] medians = new double[STEP_ROWS.length + 1];
      for (int i = 0; i < medians.length; i++) {
        int rows = i < STEP_ROWS.length ? STEP_ROWS[i] : PROMPT_ROWS;
        double[] times = new double[rows == PROMPT_ROWS ? REPETITIONS / 2 + 1 : REPETITIONS];
        for (int repetition = -1; repetition < times.length; repetition++) {
          try (IValue n = IValue.from((long) rows)) {
            long start = System.nanoTime();
            try (IValue answer = IValueUtils.runMethod(program, "run", n, w, type);
                PtNDManager call = (PtNDManager) manager.newSubManager()) {
              answer.toTensor(call);
            }
            if (System.nanoTime() > deadline) {
              return new double[0];
            }
            if (repetition >= 0) {
              times[repetition] = (System.nanoTime() - start) / 1e6;
            }
          }
        }
        Arrays.sort(times);
        medians[i] = times[times.length / 2];
      }
      return medians;
    }
  }
}
