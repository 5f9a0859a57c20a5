package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import dev.espalier.search.lm.weights.NumberFormat;
import dev.espalier.search.lm.weights.StoredTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableFloatList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.FloatLists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/** Decoders of every family with random weights, for tests that need no text. */
record RandomDecoder(String family, DecoderShape shape, DecoderWeights weights) {

  static final int VOCABULARY = 61;
  static final int CONTEXT = 96;

  static RandomDecoder of(String family, long seed) {
    return switch (family) {
      case "llama" -> of(family, seed, 4, 2, 8, 32, true, false, false);
      case "qwen2" -> of(family, seed, 4, 2, 8, 32, true, true, false);
      case "qwen3" -> of(family, seed, 4, 1, 12, 32, true, false, true);
      case "gpt2" -> of(family, seed, 4, 4, 8, 32, false, true, false);
      default -> throw new IllegalArgumentException(family);
    };
  }

  private static RandomDecoder of(
      String family,
      long seed,
      int heads,
      int kvHeads,
      int headDim,
      int width,
      boolean modern,
      boolean qkvBias,
      boolean qkNorm) {
    ImmutableFloatList frequencies =
        modern
            ? FloatLists.immutable.with(
                java.util.stream.IntStream.range(0, headDim / 2)
                    .collect(
                        () -> FloatLists.mutable.empty(),
                        (list, i) -> list.add((float) Math.pow(10_000, -2.0 * i / headDim)),
                        (a, b) -> a.addAll(b))
                    .toArray())
            : FloatLists.immutable.empty();
    DecoderShape shape =
        new DecoderShape(
            2, width, heads, kvHeads, headDim, VOCABULARY, 1e-5, modern, modern, frequencies);
    SplittableRandom random = new SplittableRandom(seed);
    MutableList<Part> parts = Lists.mutable.empty();
    parts.add(matrix("token", random, 0.5, false, VOCABULARY, width));
    if (!modern) {
      parts.add(matrix("position", random, 0.2, false, CONTEXT, width));
    }
    for (int layer = 0; layer < 2; layer++) {
      parts.add(vector("norm1", random, 1, width));
      int q = heads * headDim;
      int kv = kvHeads * headDim;
      if (modern) {
        parts.add(
            new Part(
                "qkv",
                Lists.immutable.with(
                    tensor(random, 0.25, q, width),
                    tensor(random, 0.25, kv, width),
                    tensor(random, 0.25, kv, width)),
                false,
                false));
      } else {
        parts.add(matrix("qkv", random, 0.25, true, width, q + 2 * kv));
      }
      if (qkvBias) {
        parts.add(vector("qkv_bias", random, 0, q + 2 * kv));
      }
      if (qkNorm) {
        parts.add(vector("qk_norm", random, 1, 2 * headDim));
      }
      parts.add(
          modern
              ? matrix("out", random, 0.25, false, width, q)
              : matrix("out", random, 0.25, true, q, width));
      parts.add(vector("norm2", random, 1, width));
      int inner = 48;
      parts.add(
          modern
              ? matrix("up", random, 0.25, false, 2 * inner, width)
              : matrix("up", random, 0.25, true, width, inner));
      parts.add(
          modern
              ? matrix("down", random, 0.25, false, width, inner)
              : matrix("down", random, 0.25, true, inner, width));
      if (!modern) {
        parts.add(vector("norm1_bias", random, 0, width));
        parts.add(vector("norm2_bias", random, 0, width));
        parts.add(vector("out_bias", random, 0, width));
        parts.add(vector("up_bias", random, 0, inner));
        parts.add(vector("down_bias", random, 0, width));
      }
    }
    parts.add(vector("norm", random, 1, width));
    if (!modern) {
      parts.add(vector("norm_bias", random, 0, width));
    }
    boolean tied = !family.equals("qwen2");
    if (!tied) {
      parts.add(matrix("head", random, 0.5, false, VOCABULARY, width));
    }
    return new RandomDecoder(family, shape, new DecoderWeights(parts.toImmutable(), tied));
  }

  DecoderSource source() {
    return new DecoderSource("random-" + family, "", family, CONTEXT, shape, weights);
  }

  TransformerLanguageModel torchScript(Precision precision, int slots) {
    return TransformerLanguageModel.open(
        source(),
        RuntimeOptions.DEFAULT
            .withDevice("cpu")
            .withSlots(slots)
            .withPrecision(PrecisionChoice.of(precision.label())));
  }

  TransformerLanguageModel reference(int slots) {
    return TransformerLanguageModel.open(
        source(),
        RuntimeOptions.DEFAULT
            .withDevice("cpu")
            .withSlots(slots)
            .withEngine(RuntimeOptions.EngineChoice.REFERENCE));
  }

  static Part matrix(
      String role,
      SplittableRandom random,
      double deviation,
      boolean transposed,
      int rows,
      int columns) {
    return new Part(
        role, Lists.immutable.with(tensor(random, deviation, rows, columns)), false, transposed);
  }

  static Part vector(String role, SplittableRandom random, double mean, int size) {
    StoredTensor stored = tensor(random, 0.1, size, 1);
    for (int i = 0; i < size; i++) {
      float value = stored.bytes().getAtIndex(ValueLayout.JAVA_FLOAT, i);
      stored.bytes().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (value + mean));
    }
    return new Part(role, Lists.immutable.with(stored), true, false);
  }

  private static StoredTensor tensor(
      SplittableRandom random, double deviation, int rows, int columns) {
    MemorySegment bytes = Arena.ofAuto().allocate(4L * rows * columns, 16);
    for (int i = 0; i < rows * columns; i++) {
      bytes.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (deviation * random.nextGaussian()));
    }
    return new StoredTensor(
        "random", NumberFormat.F32, LongLists.immutable.with(rows, columns), bytes);
  }
}
