package dev.espalier.reward.training;

import java.util.SplittableRandom;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** Names, shapes and initial values of a model's tensors, in the order the program keeps them. */
final class Weights {
  /** One named tensor; a single dimension means a vector. */
  @SuppressWarnings("ArrayRecordComponent") // handed to native code as they are, never compared
  record Tensor(String name, ImmutableList<Integer> shape, float[] values) {
    int rows() {
      return shape.getFirst();
    }

    boolean isMatrix() {
      return shape.size() == 2;
    }
  }

  private Weights() {}

  /**
   * Normal values of deviation 0.02, those of the two projections into the residual stream smaller
   * by √(2·layers), norms one, biases zero (Radford et al. 2019).
   */
  static ImmutableList<Tensor> initial(ModelShape shape, boolean scored, long seed) {
    var random = new SplittableRandom(seed);
    MutableList<Tensor> all = Lists.mutable.empty();
    int d = shape.width();
    double deviation = 0.02;
    double residual = deviation / Math.sqrt(2.0 * shape.layers());
    all.add(normal(random, "model.embed_tokens.weight", shape.vocabulary(), d, deviation));
    all.add(constant("model.norm.weight", d, 1));
    for (int i = 0; i < shape.layers(); i++) {
      all.addAllIterable(block(random, shape, i, deviation, residual));
    }
    return scored ? withHead(all.toImmutable(), shape, random.nextLong()) : all.toImmutable();
  }

  /** Number of tensors of an embedding, a last norm and some blocks, which come in this order. */
  static int count(int blocks) {
    return 2 + blocks * 9;
  }

  /**
   * A model with fresh blocks on top that at first pass on what they read.
   *
   * @param shape of the result
   * @param blocks how many of its layers are fresh
   */
  static ImmutableList<Tensor> deeper(
      ImmutableList<Tensor> backbone, ModelShape shape, int blocks, long seed) {
    var random = new SplittableRandom(seed);
    ImmutableList<Tensor> all = backbone;
    for (int i = shape.layers() - blocks; i < shape.layers(); i++) {
      all = all.newWithAll(block(random, shape, i, 0.02, 0));
    }
    return all;
  }

  private static ImmutableList<Tensor> block(
      SplittableRandom random, ModelShape shape, int index, double deviation, double residual) {
    MutableList<Tensor> all = Lists.mutable.empty();
    int d = shape.width();
    int f = shape.hidden();
    String layer = "model.layers." + index + ".";
    all.add(constant(layer + "input_layernorm.weight", d, 1));
    all.add(normal(random, layer + "self_attn.q_proj.weight", d, d, deviation));
    all.add(normal(random, layer + "self_attn.k_proj.weight", d, d, deviation));
    all.add(normal(random, layer + "self_attn.v_proj.weight", d, d, deviation));
    all.add(normal(random, layer + "self_attn.o_proj.weight", d, d, residual));
    all.add(constant(layer + "post_attention_layernorm.weight", d, 1));
    all.add(normal(random, layer + "mlp.gate_proj.weight", f, d, deviation));
    all.add(normal(random, layer + "mlp.up_proj.weight", f, d, deviation));
    all.add(normal(random, layer + "mlp.down_proj.weight", d, f, residual));
    return all.toImmutable();
  }

  /** The language model's tensors followed by those of a fresh two-class head. */
  static ImmutableList<Tensor> withHead(
      ImmutableList<Tensor> backbone, ModelShape shape, long seed) {
    var random = new SplittableRandom(seed);
    int d = shape.width();
    return backbone
        .newWith(normal(random, "score.0.weight", d, d, 1 / Math.sqrt(d)))
        .newWith(constant("score.0.bias", d, 0))
        .newWith(normal(random, "score.2.weight", 2, d, 0.02))
        .newWith(constant("score.2.bias", 2, 0));
  }

  /** The mean of two models of one shape, weight by weight. */
  static ImmutableList<Tensor> mean(ImmutableList<Tensor> one, ImmutableList<Tensor> other) {
    return one.collectWithIndex((tensor, i) -> {
      float[] values = tensor.values().clone();
      float[] others = other.get(i).values();
      for (int k = 0; k < values.length; k++) {
        values[k] = (values[k] + others[k]) / 2;
      }
      return new Tensor(tensor.name(), tensor.shape(), values);
    });
  }

  private static Tensor normal(
      SplittableRandom random, String name, int rows, int columns, double deviation) {
    var values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new Tensor(name, Lists.immutable.of(rows, columns), values);
  }

  private static Tensor constant(String name, int size, float value) {
    var values = new float[size];
    java.util.Arrays.fill(values, value);
    return new Tensor(name, Lists.immutable.of(size), values);
  }
}
