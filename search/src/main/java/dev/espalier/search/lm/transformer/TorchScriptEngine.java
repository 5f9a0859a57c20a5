package dev.espalier.search.lm.transformer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.weights.NumberFormat;
import dev.espalier.search.lm.weights.StoredTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.function.BiFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.jspecify.annotations.Nullable;

/**
 * The decoder as one TorchScript program: a whole step is one native call.
 *
 * <p>The weights live in the program's module, copied there once. The cache is a handle owned here,
 * made and changed by the program alone. All other native memory lives as long as one call.
 */
final class TorchScriptEngine implements DecoderEngine {

  /** A piece of a weight handed over at once; a buffer addresses at most 2 GB. */
  private static final long PIECE_BYTES = 256L << 20;

  private static final int[] NO_ROWS = {};

  private final DecoderShape shape;
  private final Precision precision;
  private final PtNDManager manager;
  private final PtSymbolBlock program;
  private @Nullable IValue cache;
  private long nativeNanos;
  private ByteBuffer packed = direct(1 << 12);
  private ByteBuffer mask = direct(1 << 12);

  /**
   * @param device {@code cpu} or {@code cuda:N}
   * @throws dev.espalier.search.lm.ModelFailure if the native side refuses the weights
   */
  TorchScriptEngine(
      DecoderShape shape, DecoderWeights weights, String device, Precision precision) {
    this.shape = shape;
    this.precision = precision;
    this.manager = PyTorch.newManager();
    boolean loaded = false;
    try {
      PyTorch.prepareThread();
      this.program = DecoderProgram.load(manager, shape, device, precision);
      weights.parts().forEach(this::load);
      if (weights.tiedHead()) {
        run("tie").close();
      }
      if (shape.frequencies().notEmpty()) {
        load(frequencies(shape));
      }
      loaded = true;
    } catch (EngineException e) {
      throw NativeFailure.of("loading the weights", e);
    } finally {
      if (!loaded) {
        manager.close();
      }
    }
  }

  private static Part frequencies(DecoderShape shape) {
    int size = shape.frequencies().size();
    ByteBuffer bytes = direct(Float.BYTES * size);
    shape.frequencies().forEach(bytes::putFloat);
    StoredTensor stored =
        new StoredTensor(
            "frequency",
            NumberFormat.F32,
            LongLists.immutable.with(size),
            MemorySegment.ofBuffer(bytes.flip()));
    return new Part("frequency", Lists.immutable.with(stored), true, false);
  }

  /** The number the native library gives a format. */
  private static int code(NumberFormat format) {
    return switch (format) {
      case F16 -> 5;
      case F32 -> 6;
      case BF16 -> 15;
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K ->
          throw new IllegalArgumentException("the native library does not read " + format);
    };
  }

  private void load(Part part) {
    NumberFormat wanted =
        part.vector() || precision == Precision.FP32 ? NumberFormat.F32 : NumberFormat.BF16;
    try (Arena memory = Arena.ofShared();
        PtNDManager call = newCall()) {
      MutableList<PtNDArray> pieces = Lists.mutable.empty();
      MutableLongList types = LongLists.mutable.empty();
      for (StoredTensor stored : part.stored()) {
        long step = Math.max(1, PIECE_BYTES / (Float.BYTES * stored.columns()));
        for (long row = 0; row < stored.rows(); row += step) {
          long rows = Math.min(step, stored.rows() - row);
          StoredTensor piece = stored.plainRows(row, rows, wanted, memory);
          long bytes = piece.bytes().byteSize();
          Shape shape = part.vector() ? new Shape(bytes) : new Shape(rows, bytes / rows);
          pieces.add(PyTorch.array(call, piece.bytes().asByteBuffer(), shape, DataType.UINT8));
          types.add(code(piece.format()));
        }
      }
      try (IValue role = IValue.from(part.role());
          IValue bytes = IValue.listFrom(pieces.toArray(new PtNDArray[0]));
          IValue stored = IValue.listFrom(types.toArray());
          IValue transposed = IValue.from(part.transposed())) {
        if (part.vector()) {
          run("load_vector", role, bytes, stored).close();
        } else {
          run("load", role, bytes, stored, transposed).close();
        }
      }
    }
  }

  @Override
  public void resize(int slots, int[] kept) {
    PyTorch.prepareThread();
    try (IValue size = IValue.from((long) slots)) {
      IValue made = run("cache", size);
      IValue old = cache;
      if (old != null) {
        boolean moved = false;
        try {
          move(kept, old, made);
          moved = true;
        } finally {
          (moved ? old : made).close();
        }
      }
      cache = made;
    } catch (EngineException e) {
      throw NativeFailure.of("making room for %d tokens".formatted(slots), e);
    }
  }

  private void move(int[] kept, IValue source, IValue target) {
    if (kept.length == 0) {
      return;
    }
    ByteBuffer bytes = direct(Long.BYTES * kept.length);
    for (int slot : kept) {
      bytes.putLong(slot);
    }
    try (PtNDManager call = newCall();
        IValue slots =
            IValue.from(
                PyTorch.array(call, bytes.flip(), new Shape(kept.length), DataType.INT64))) {
      run("move", slots, source, target).close();
    }
  }

  @Override
  public void advance(TreeBatch batch) {
    try (IValue top = IValue.from(0L);
        IValue hidden = IValue.from(false)) {
      Object nothing = call("step", batch, NO_ROWS, (_, answer) -> answer, top, hidden);
      Objects.requireNonNull(nothing);
    }
  }

  @Override
  public Evaluation step(TreeBatch batch, int[] rows, Wanted wanted) {
    // One more than asked for shows whether a tie crosses the cut.
    int top = wanted.top() == 0 ? 0 : Math.min(shape.vocabulary(), wanted.top() + 1);
    try (IValue best = IValue.from((long) top);
        IValue hidden = IValue.from(wanted.hiddenStates())) {
      return call(
          "step",
          batch,
          rows,
          (call, answer) -> read(answer.toTensorArray(call), rows.length, wanted, call),
          best,
          hidden);
    }
  }

  private Evaluation read(PtNDArray[] answer, int rows, Wanted wanted, PtNDManager call) {
    ImmutableList<NextTokens> next =
        wanted.top() == 0
            ? TopRows.complete(answer[0].toFloatArray(), rows)
            : TopRows.best(
                wanted.top(),
                shape.vocabulary(),
                answer[0].toFloatArray(),
                answer[1].toIntArray(),
                row -> fullRow(answer[2], answer[3], row, call));
    return new Evaluation(
        next,
        wanted.hiddenStates()
            ? TopRows.hidden(answer[answer.length - 1].toFloatArray(), rows)
            : Lists.immutable.empty());
  }

  private float[] fullRow(PtNDArray logits, PtNDArray total, int row, PtNDManager call) {
    try (IValue l = IValue.from(logits);
        IValue t = IValue.from(total);
        IValue i = IValue.from((long) row);
        IValue answer = run("row", l, t, i)) {
      return answer.toTensor(call).toFloatArray();
    }
  }

  @Override
  public float[] classify(TreeBatch batch, int[] rows) {
    return call("classify", batch, rows, (call, answer) -> answer.toTensor(call).toFloatArray());
  }

  /** One native call on the batch and the cache. */
  private <T> T call(
      String method,
      TreeBatch batch,
      int[] rows,
      BiFunction<PtNDManager, IValue, T> read,
      IValue... options) {
    PyTorch.prepareThread();
    try (PtNDManager call = newCall();
        IValue numbers = IValue.from(pack(batch, rows, call));
        IValue seen = IValue.from(mask(batch, call));
        IValue n = IValue.from((long) batch.size());
        IValue r = IValue.from((long) rows.length)) {
      IValue[] arguments = new IValue[5 + options.length];
      arguments[0] = numbers;
      arguments[1] = seen;
      arguments[2] = n;
      arguments[3] = r;
      System.arraycopy(options, 0, arguments, 4, options.length);
      arguments[arguments.length - 1] =
          Objects.requireNonNull(cache, "no slot was reserved for the batch");
      try (IValue answer = run(method, arguments)) {
        return read.apply(call, answer);
      }
    } catch (EngineException e) {
      throw NativeFailure.of(
          "evaluating %d rows over %d new tokens".formatted(rows.length, batch.size()), e);
    }
  }

  private PtNDArray pack(TreeBatch batch, int[] rows, PtNDManager call) {
    int n = batch.size();
    int length = 3 * n + rows.length + batch.seenCount();
    packed = withRoom(packed, Long.BYTES * length);
    LongBuffer numbers = packed.asLongBuffer();
    batch.copyNumbers(numbers);
    for (int row : rows) {
      numbers.put(row);
    }
    batch.copySeen(numbers);
    return PyTorch.array(call, packed, new Shape(length), DataType.INT64);
  }

  private PtNDArray mask(TreeBatch batch, PtNDManager call) {
    int bytes = batch.size() * batch.columns();
    mask = withRoom(mask, bytes);
    mask.put(0, batch.mask(), 0, bytes);
    return PyTorch.array(call, mask, new Shape(batch.size(), batch.columns()), DataType.BOOLEAN);
  }

  private IValue run(String method, IValue... arguments) {
    long start = System.nanoTime();
    try {
      return IValueUtils.runMethod(program, method, arguments);
    } finally {
      nativeNanos += System.nanoTime() - start;
    }
  }

  @Override
  public long nativeNanos() {
    return nativeNanos;
  }

  private PtNDManager newCall() {
    return (PtNDManager) manager.newSubManager();
  }

  private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
    return buffer.capacity() >= bytes
        ? buffer.clear()
        : direct(Math.max(bytes, 2 * buffer.capacity()));
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    IValue last = cache;
    cache = null;
    if (last != null) {
      last.close();
    }
    program.close();
    manager.close();
  }
}
