package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.DecoderConfig.Family;
import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.transformer.ModelFolder.Head;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * Finds each of a decoder's tensors by the name its family gives it, and holds it to the shape the
 * configuration says. A tensor nobody asks for is refused too: a model it belongs to is another
 * one.
 */
final class DecoderTensors {

  /** Tables some library versions saved, which are computed here. */
  private static final Pattern COMPUTED =
      Pattern.compile(".*(rotary_emb\\.inv_freq|attn\\.bias|attn\\.masked_bias)");

  /** The linear head of the class that policy-gradient libraries put on a language model. */
  private static final String VALUE_HEAD = "v_head.summary";

  private static final int CLASSES_SHOWN = 3;

  private final DecoderConfig config;
  private final ModelWeights weights;
  private final String prefix;
  private final MutableList<Part> parts = Lists.mutable.empty();
  private final MutableSet<String> used = Sets.mutable.empty();

  private DecoderTensors(DecoderConfig config, ModelWeights weights) {
    this.config = config;
    this.weights = weights;
    String usual = config.family() == Family.GPT2 ? "transformer." : "model.";
    String embedding = config.family() == Family.GPT2 ? "wte.weight" : "embed_tokens.weight";
    // A bare decoder is saved without the prefix.
    this.prefix = weights.get(embedding) == null ? usual : "";
  }

  /** The weights of a language model. */
  static DecoderWeights languageModel(DecoderConfig config, ModelWeights weights)
      throws ModelFormatException {
    if (head(weights) != Head.TOKENS) {
      throw new ModelFormatException(
          weights.folder(), "it is a classifier: it has a score head, not one of tokens");
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    if (config.tied()) {
      tensors.used.add("lm_head.weight");
    } else {
      tensors.matrix("head", "lm_head.weight", config.vocabulary(), config.width());
    }
    return tensors.finish(config.tied());
  }

  /**
   * The weights of a language model as a classifier: its classes are {@code tokens}, whose rows are
   * all that is taken of its head.
   */
  static DecoderWeights tokenClassifier(
      DecoderConfig config, ModelWeights weights, ImmutableIntList tokens)
      throws ModelFormatException {
    if (head(weights) != Head.TOKENS) {
      throw new ModelFormatException(
          weights.folder(), "it is a classifier: it has a score head, not one of tokens");
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    tensors.used.add("lm_head.weight");
    StoredTensor head =
        config.tied()
            ? tensors.parts.detect(part -> part.role().equals("token")).stored().getFirst()
            : tensors.tensor("lm_head.weight", config.vocabulary(), config.width());
    tensors.parts.add(new Part("score", tokens.collect(head::row), false, false));
    return tensors.finish(false);
  }

  /**
   * The weights of a classifier: {@code score}, {@code score.0} and {@code score.2}, or a value.
   */
  static DecoderWeights classifier(DecoderConfig config, ModelWeights weights)
      throws ModelFormatException {
    if (head(weights) == Head.TOKENS) {
      throw new ModelFormatException(
          weights.folder(),
          "it is no classifier: it has no tensor score.weight, score.0.weight or %s.weight"
              .formatted(VALUE_HEAD));
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    tensors.used.add("lm_head.weight");
    int width = config.width();
    if (head(weights) == Head.VALUE) {
      tensors.matrix("score", VALUE_HEAD + ".weight", 1, width);
      tensors.vectorIfThere("score_bias", VALUE_HEAD + ".bias", 1);
    } else if (weights.get("score.weight") != null) {
      int classes = tensors.rows("score.weight");
      tensors.matrix("score", "score.weight", classes, width);
      tensors.vectorIfThere("score_bias", "score.bias", classes);
    } else {
      int inner = tensors.rows("score.0.weight");
      int classes = tensors.rows("score.2.weight");
      tensors.matrix("score", "score.0.weight", inner, width);
      tensors.vector("score_bias", "score.0.bias", inner);
      tensors.matrix("score", "score.2.weight", classes, inner);
      tensors.vector("score_bias", "score.2.bias", classes);
    }
    return tensors.finish(false);
  }

  /** What reads the last hidden states. */
  static Head head(ModelWeights weights) {
    if (weights.get(VALUE_HEAD + ".weight") != null) {
      return Head.VALUE;
    }
    return weights.get("score.weight") != null || weights.get("score.0.weight") != null
        ? Head.CLASSES
        : Head.TOKENS;
  }

  private void decoder() throws ModelFormatException {
    if (config.family() == Family.GPT2) {
      gpt2();
    } else {
      rotary();
    }
  }

  private void rotary() throws ModelFormatException {
    int width = config.width();
    int q = config.heads() * config.headDim();
    int kv = config.kvHeads() * config.headDim();
    matrix("token", prefix + "embed_tokens.weight", config.vocabulary(), width);
    for (int i = 0; i < config.layers(); i++) {
      String layer = prefix + "layers." + i + ".";
      String attention = layer + "self_attn.";
      vector("norm1", layer + "input_layernorm.weight", width);
      add(
          "qkv",
          false,
          tensor(attention + "q_proj.weight", q, width),
          tensor(attention + "k_proj.weight", kv, width),
          tensor(attention + "v_proj.weight", kv, width));
      if (config.family() == Family.QWEN2 || weights.get(attention + "q_proj.bias") != null) {
        add(
            "qkv_bias",
            true,
            tensor(attention + "q_proj.bias", q),
            tensor(attention + "k_proj.bias", kv),
            tensor(attention + "v_proj.bias", kv));
      }
      if (config.family() == Family.QWEN3) {
        add(
            "qk_norm",
            true,
            tensor(attention + "q_norm.weight", config.headDim()),
            tensor(attention + "k_norm.weight", config.headDim()));
      }
      matrix("out", attention + "o_proj.weight", width, q);
      vectorIfThere("out_bias", attention + "o_proj.bias", width);
      vector("norm2", layer + "post_attention_layernorm.weight", width);
      String mlp = layer + "mlp.";
      add(
          "up",
          false,
          tensor(mlp + "gate_proj.weight", config.inner(), width),
          tensor(mlp + "up_proj.weight", config.inner(), width));
      if (weights.get(mlp + "gate_proj.bias") != null) {
        add(
            "up_bias",
            true,
            tensor(mlp + "gate_proj.bias", config.inner()),
            tensor(mlp + "up_proj.bias", config.inner()));
      }
      matrix("down", mlp + "down_proj.weight", width, config.inner());
      vectorIfThere("down_bias", mlp + "down_proj.bias", width);
    }
    vector("norm", prefix + "norm.weight", width);
  }

  private void gpt2() throws ModelFormatException {
    int width = config.width();
    int inner = config.inner();
    matrix("token", prefix + "wte.weight", config.vocabulary(), width);
    matrix("position", prefix + "wpe.weight", config.context(), width);
    for (int i = 0; i < config.layers(); i++) {
      String layer = prefix + "h." + i + ".";
      vector("norm1", layer + "ln_1.weight", width);
      vector("norm1_bias", layer + "ln_1.bias", width);
      transposed("qkv", layer + "attn.c_attn.weight", width, 3 * width);
      vector("qkv_bias", layer + "attn.c_attn.bias", 3 * width);
      transposed("out", layer + "attn.c_proj.weight", width, width);
      vector("out_bias", layer + "attn.c_proj.bias", width);
      vector("norm2", layer + "ln_2.weight", width);
      vector("norm2_bias", layer + "ln_2.bias", width);
      transposed("up", layer + "mlp.c_fc.weight", width, inner);
      vector("up_bias", layer + "mlp.c_fc.bias", inner);
      transposed("down", layer + "mlp.c_proj.weight", inner, width);
      vector("down_bias", layer + "mlp.c_proj.bias", width);
    }
    vector("norm", prefix + "ln_f.weight", width);
    vector("norm_bias", prefix + "ln_f.bias", width);
  }

  private DecoderWeights finish(boolean tied) throws ModelFormatException {
    ImmutableList<String> extra =
        weights
            .names()
            .reject(used::contains)
            .reject(name -> COMPUTED.matcher(name).matches())
            .toSortedList()
            .toImmutable();
    if (extra.notEmpty()) {
      throw new ModelFormatException(
          weights.folder(),
          "%d tensors do not belong to a %s: %s"
              .formatted(
                  extra.size(),
                  config.family().label(),
                  extra.take(CLASSES_SHOWN).makeString(", ")
                      + (extra.size() > CLASSES_SHOWN ? " …" : "")));
    }
    return new DecoderWeights(parts.toImmutable(), tied);
  }

  private void matrix(String role, String name, int rows, int columns) throws ModelFormatException {
    add(role, false, tensor(name, rows, columns));
  }

  private void transposed(String role, String name, int in, int out) throws ModelFormatException {
    parts.add(new Part(role, Lists.immutable.with(tensor(name, in, out)), false, true));
  }

  private void vector(String role, String name, int size) throws ModelFormatException {
    add(role, true, tensor(name, size));
  }

  private void vectorIfThere(String role, String name, int size) throws ModelFormatException {
    if (weights.get(name) != null) {
      vector(role, name, size);
    }
  }

  private void add(String role, boolean vector, StoredTensor... stored) {
    parts.add(new Part(role, Lists.immutable.with(stored), vector, false));
  }

  private int rows(String name) throws ModelFormatException {
    StoredTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new ModelFormatException(weights.folder(), "tensor %s is missing".formatted(name));
    }
    return Math.toIntExact(tensor.rows());
  }

  private StoredTensor tensor(String name, long... shape) throws ModelFormatException {
    ImmutableLongList expected = LongLists.immutable.with(shape);
    StoredTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new ModelFormatException(
          weights.folder(), "tensor %s of shape %s is missing".formatted(name, expected));
    }
    if (!tensor.shape().equals(expected)) {
      throw new ModelFormatException(
          weights.folder(),
          "tensor %s has the shape %s, the configuration says %s"
              .formatted(name, tensor.shape(), expected));
    }
    used.add(name);
    return tensor;
  }
}
