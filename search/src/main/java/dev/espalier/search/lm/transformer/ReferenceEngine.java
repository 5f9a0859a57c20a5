package dev.espalier.search.lm.transformer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDManager;
import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.weights.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.multimap.list.MutableListMultimap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Multimaps;
import org.jspecify.annotations.Nullable;

/**
 * The decoder written operation by operation on arrays, in fp32: slower than the program, and the
 * one every change of the program is measured against.
 *
 * <p>Arrays made by an operation belong to the manager of its receiver, so every receiver here is
 * an array of the call; weights and caches are only ever arguments, or are indexed into the call.
 */
final class ReferenceEngine implements DecoderEngine {

  /** Added to a score that must not count; its exponential is zero. */
  private static final float UNSEEN = 1e30f;

  private final DecoderShape shape;
  private final PtNDManager manager;
  private final MutableListMultimap<String, NDArray> weights = Multimaps.mutable.list.empty();
  private @Nullable Cache cache;
  private long nativeNanos;

  /**
   * Keys and values, {@code [slots, kvHeads, headDim]} a layer, and hidden states {@code [slots,
   * width]}.
   */
  private record Cache(
      NDManager manager,
      ImmutableList<NDArray> keys,
      ImmutableList<NDArray> values,
      NDArray hidden) {

    ImmutableList<NDArray> all() {
      return keys.newWithAll(values).newWith(hidden);
    }
  }

  ReferenceEngine(DecoderShape shape, DecoderWeights weights) {
    this.shape = shape;
    this.manager = PyTorch.newManager();
    boolean loaded = false;
    try {
      weights.parts().forEach(part -> this.weights.put(part.role(), load(part)));
      if (weights.tiedHead()) {
        this.weights.put("head", weight("token", 0));
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

  /** A weight [out, in] or a vector, in fp32, in memory of its own. */
  private NDArray load(Part part) {
    long columns = part.vector() ? 1 : part.stored().getFirst().columns();
    long rows = part.stored().sumOfLong(StoredTensor::rows);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * rows * columns))
            .order(ByteOrder.nativeOrder());
    FloatBuffer floats = bytes.asFloatBuffer();
    part.stored().forEach(stored -> stored.copyTo(floats));
    try (NDManager call = manager.newSubManager()) {
      Shape size = part.vector() ? new Shape(rows) : new Shape(rows, columns);
      NDArray view = PyTorch.array((PtNDManager) call, bytes, size, DataType.FLOAT32);
      NDArray owned = part.transposed() ? view.transpose().duplicate() : view.duplicate();
      owned.attach(manager);
      return owned;
    }
  }

  private NDArray weight(String role, int layer) {
    return weights.get(role).get(layer);
  }

  private boolean has(String role) {
    return weights.containsKey(role);
  }

  @Override
  public void resize(int slots, int[] kept) {
    NDManager owner = manager.newSubManager();
    boolean done = false;
    try (NDManager call = manager.newSubManager()) {
      Shape size = new Shape(slots, shape.kvHeads(), shape.headDim());
      Cache made =
          new Cache(
              owner,
              zeros(owner, size, shape.layers()),
              zeros(owner, size, shape.layers()),
              owner.zeros(new Shape(slots, shape.width())));
      Cache old = cache;
      if (old != null) {
        if (kept.length > 0) {
          NDIndex from = new NDIndex("{}", slots(kept, call));
          NDIndex to = new NDIndex("0:" + kept.length);
          made.all()
              .zip(old.all())
              .forEach(pair -> pair.getOne().set(to, pair.getTwo().get(call, from)));
        }
        old.manager().close();
      }
      cache = made;
      done = true;
    } catch (EngineException e) {
      throw NativeFailure.of("making room for %d tokens".formatted(slots), e);
    } finally {
      if (!done) {
        owner.close();
      }
    }
  }

  private static NDArray slots(int[] slots, NDManager call) {
    return call.create(IntStream.of(slots).asLongStream().toArray());
  }

  private static ImmutableList<NDArray> zeros(NDManager owner, Shape size, int count) {
    return Lists.immutable.fromStream(IntStream.range(0, count).mapToObj(_ -> owner.zeros(size)));
  }

  private Cache cache() {
    Cache reserved = cache;
    if (reserved == null) {
      throw new IllegalStateException("no slot was reserved");
    }
    return reserved;
  }

  @Override
  public void advance(TreeBatch batch) {
    try (NDManager call = manager.newSubManager()) {
      compute(batch, call);
    } catch (EngineException e) {
      throw NativeFailure.of("evaluating %d new tokens".formatted(batch.size()), e);
    }
  }

  @Override
  public Evaluation step(TreeBatch batch, int[] rows, Wanted wanted) {
    try (NDManager call = manager.newSubManager()) {
      compute(batch, call);
      NDArray h = hidden(rows, call);
      long start = System.nanoTime();
      float[] logProbs = linear(h, "head", "", 0).logSoftmax(-1).toFloatArray();
      nativeNanos += System.nanoTime() - start;
      ImmutableList<NextTokens> all = TopRows.complete(logProbs, rows.length);
      return new Evaluation(
          wanted.top() == 0 ? all : all.collect(row -> row.top(wanted.top())),
          wanted.hiddenStates()
              ? TopRows.hidden(h.toFloatArray(), rows.length)
              : Lists.immutable.empty());
    } catch (EngineException e) {
      throw NativeFailure.of("evaluating %d rows".formatted(rows.length), e);
    }
  }

  @Override
  public float[] classify(TreeBatch batch, int[] rows) {
    try (NDManager call = manager.newSubManager()) {
      compute(batch, call);
      NDArray x = hidden(rows, call);
      for (int i = 0; i < weights.get("score").size(); i++) {
        x = linear(i == 0 ? x : Activation.relu(x), "score", "score_bias", i);
      }
      return x.toFloatArray();
    } catch (EngineException e) {
      throw NativeFailure.of("classifying %d rows".formatted(rows.length), e);
    }
  }

  private NDArray hidden(int[] rows, NDManager call) {
    return cache().hidden().get(call, new NDIndex("{}", slots(rows, call)));
  }

  /** The calls are too many and too short to be timed one by one: the mathematics as a whole. */
  @Override
  public long nativeNanos() {
    return nativeNanos;
  }

  private void compute(TreeBatch batch, NDManager call) {
    if (batch.size() > 0) {
      long start = System.nanoTime();
      decode(batch, call);
      nativeNanos += System.nanoTime() - start;
    }
  }

  private void decode(TreeBatch batch, NDManager call) {
    int n = batch.size();
    LongBuffer numbers = LongBuffer.allocate(3 * n);
    batch.copyNumbers(numbers);
    NDArray packed = call.create(numbers.array(), new Shape(3, n));
    NDArray ids = packed.get(0);
    NDArray positions = packed.get(1);
    NDArray slots = packed.get(2);
    NDIndex seen = seen(batch, call);
    NDArray unseen = unseen(batch, call);

    NDArray h = weight("token", 0).get(call, new NDIndex("{}", ids));
    if (has("position")) {
      h = h.add(weight("position", 0).get(call, new NDIndex("{}", positions)));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      NDArray x = normed(h, "norm1", layer);
      NDArray mixed = attention(x, layer, positions, slots, seen, unseen, call);
      h = h.add(linear(mixed, "out", "out_bias", layer));
      h = h.add(feedForward(normed(h, "norm2", layer), layer));
    }
    cache().hidden().set(new NDIndex("{}", slots), normed(h, "norm", 0));
  }

  private static NDIndex seen(TreeBatch batch, NDManager call) {
    if (batch.seenCount() == 0) {
      return new NDIndex("0:" + batch.columns());
    }
    LongBuffer slots = LongBuffer.allocate(batch.seenCount());
    batch.copySeen(slots);
    return new NDIndex("{}", call.create(slots.array()));
  }

  /** 0 where a token may look, hugely negative elsewhere: {@code [n, columns]}. */
  private static NDArray unseen(TreeBatch batch, NDManager call) {
    int size = batch.size() * batch.columns();
    float[] bias = new float[size];
    for (int i = 0; i < size; i++) {
      bias[i] = batch.mask()[i] == 1 ? 0 : -UNSEEN;
    }
    return call.create(bias, new Shape(batch.size(), batch.columns()));
  }

  private NDArray attention(
      NDArray x,
      int layer,
      NDArray positions,
      NDArray slots,
      NDIndex seen,
      NDArray unseen,
      NDManager call) {
    int n = (int) x.getShape().get(0);
    int heads = shape.heads();
    int kvHeads = shape.kvHeads();
    int group = heads / kvHeads;
    int headDim = shape.headDim();
    NDArray qkv = linear(x, "qkv", "qkv_bias", layer).reshape(n, heads + 2L * kvHeads, headDim);
    NDArray q = qkv.get(new NDIndex(":, 0:{}", heads));
    NDArray k = qkv.get(new NDIndex(":, {}:{}", heads, heads + kvHeads));
    NDArray v = qkv.get(new NDIndex(":, {}:{}", heads + kvHeads, heads + 2 * kvHeads));
    if (has("qk_norm")) {
      NDArray scales = weight("qk_norm", layer);
      q = rms(q).mul(scales.get(call, new NDIndex("0:{}", headDim)));
      k = rms(k).mul(scales.get(call, new NDIndex("{}:{}", headDim, 2 * headDim)));
    }
    q = rotated(q, positions);
    k = rotated(k, positions);
    Cache slotsOf = cache();
    slotsOf.keys().get(layer).set(new NDIndex("{}", slots), k);
    slotsOf.values().get(layer).set(new NDIndex("{}", slots), v);
    NDArray keys = slotsOf.keys().get(layer).get(call, seen);
    NDArray values = slotsOf.values().get(layer).get(call, seen);

    NDArray grouped = q.reshape(n, kvHeads, group, headDim).transpose(1, 2, 0, 3);
    NDArray scores =
        grouped
            .reshape(kvHeads, (long) group * n, headDim)
            .matMul(keys.transpose(1, 2, 0))
            .mul(1 / Math.sqrt(headDim))
            .reshape(kvHeads, group, n, -1)
            .add(unseen);
    return scores
        .softmax(-1)
        .reshape(kvHeads, (long) group * n, -1)
        .matMul(values.transpose(1, 0, 2))
        .reshape(kvHeads, group, n, headDim)
        .transpose(2, 0, 1, 3)
        .reshape(n, (long) heads * headDim);
  }

  /** The two halves of each head turned by its position's angles (arXiv:2104.09864). */
  private NDArray rotated(NDArray x, NDArray positions) {
    if (shape.frequencies().isEmpty()) {
      return x;
    }
    NDArray frequencies = x.getManager().create(shape.frequencies().toArray());
    NDArray angle = positions.toType(DataType.FLOAT32, false).expandDims(1).mul(frequencies);
    NDArray cos = angle.cos().expandDims(1);
    NDArray sin = angle.sin().expandDims(1);
    int half = shape.headDim() / 2;
    NDArray a = x.get(new NDIndex(":, :, 0:{}", half));
    NDArray b = x.get(new NDIndex(":, :, {}:", half));
    return NDArrays.concat(new NDList(a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))), -1);
  }

  private NDArray feedForward(NDArray x, int layer) {
    NDArray u = linear(x, "up", "up_bias", layer);
    if (shape.gated()) {
      NDList halves = u.split(2, 1);
      NDArray gate = halves.get(0);
      u = gate.mul(Activation.sigmoid(gate)).mul(halves.get(1));
    } else {
      NDArray inner = u.pow(3).mul(0.044715).add(u).mul(Math.sqrt(2 / Math.PI));
      u = u.mul(inner.tanh().add(1)).mul(0.5);
    }
    return linear(u, "down", "down_bias", layer);
  }

  private NDArray normed(NDArray x, String role, int layer) {
    if (shape.rmsNorm()) {
      return rms(x).mul(weight(role, layer));
    }
    NDArray centred = x.sub(x.mean(new int[] {-1}, true));
    return rms(centred).mul(weight(role, layer)).add(weight(role + "_bias", layer));
  }

  private NDArray rms(NDArray x) {
    return x.div(x.square().mean(new int[] {-1}, true).add(shape.epsilon()).sqrt());
  }

  private NDArray linear(NDArray x, String role, String bias, int layer) {
    @Nullable NDArray offset = has(bias) ? weight(bias, layer) : null;
    return Linear.linear(x, weight(role, layer), offset).singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
