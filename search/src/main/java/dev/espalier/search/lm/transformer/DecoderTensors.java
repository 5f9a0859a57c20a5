package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.Checkpoint.Head;
import dev.espalier.search.lm.transformer.DecoderConfig.Family;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** Finds each of a decoder's tensors by the name its family gives it in a Hugging Face folder. */
final class DecoderTensors {

  /** Tables some library versions saved, which are computed here. */
  private static final Pattern COMPUTED =
      Pattern.compile(".*(rotary_emb\\.inv_freq|attn\\.bias|attn\\.masked_bias)");

  /** The linear head of the class that policy-gradient libraries put on a language model. */
  private static final String VALUE_HEAD = "v_head.summary";

  private final DecoderConfig config;
  private final TensorFinder find;
  private final String prefix;

  private DecoderTensors(DecoderConfig config, ModelWeights weights) {
    this.config = config;
    this.find = new TensorFinder(weights);
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
          weights.path(), "it is a classifier: it has a score head, not one of tokens");
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    if (config.tied()) {
      tensors.find.ignore("lm_head.weight");
    } else {
      tensors.find.matrix("head", "lm_head.weight", config.vocabulary(), config.width());
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
          weights.path(), "it is a classifier: it has a score head, not one of tokens");
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    tensors.find.ignore("lm_head.weight");
    StoredTensor head =
        config.tied()
            ? tensors.find.taken("token")
            : tensors.find.tensor("lm_head.weight", config.vocabulary(), config.width());
    tensors.find.rowsOf("score", tokens.collect(head::row));
    return tensors.finish(false);
  }

  /**
   * The weights of a classifier: {@code score}, {@code score.0} and {@code score.2}, or a value.
   */
  static DecoderWeights classifier(DecoderConfig config, ModelWeights weights)
      throws ModelFormatException {
    if (head(weights) == Head.TOKENS) {
      throw new ModelFormatException(
          weights.path(),
          "it is no classifier: it has no tensor score.weight, score.0.weight or %s.weight"
              .formatted(VALUE_HEAD));
    }
    DecoderTensors tensors = new DecoderTensors(config, weights);
    tensors.decoder();
    tensors.find.ignore("lm_head.weight");
    int width = config.width();
    if (head(weights) == Head.VALUE) {
      tensors.find.matrix("score", VALUE_HEAD + ".weight", 1, width);
      tensors.find.vectorIfThere("score_bias", VALUE_HEAD + ".bias", 1);
    } else if (weights.get("score.weight") != null) {
      int classes = tensors.find.rows("score.weight");
      tensors.find.matrix("score", "score.weight", classes, width);
      tensors.find.vectorIfThere("score_bias", "score.bias", classes);
    } else {
      int inner = tensors.find.rows("score.0.weight");
      int classes = tensors.find.rows("score.2.weight");
      tensors.find.matrix("score", "score.0.weight", inner, width);
      tensors.find.vector("score_bias", "score.0.bias", inner);
      tensors.find.matrix("score", "score.2.weight", classes, inner);
      tensors.find.vector("score_bias", "score.2.bias", classes);
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
    find.matrix("token", prefix + "embed_tokens.weight", config.vocabulary(), width);
    for (int i = 0; i < config.layers(); i++) {
      String layer = prefix + "layers." + i + ".";
      String attention = layer + "self_attn.";
      find.vector("norm1", layer + "input_layernorm.weight", width);
      find.add(
          "qkv",
          false,
          find.tensor(attention + "q_proj.weight", q, width),
          find.tensor(attention + "k_proj.weight", kv, width),
          find.tensor(attention + "v_proj.weight", kv, width));
      if (config.family() == Family.QWEN2 || find.has(attention + "q_proj.bias")) {
        find.add(
            "qkv_bias",
            true,
            find.tensor(attention + "q_proj.bias", q),
            find.tensor(attention + "k_proj.bias", kv),
            find.tensor(attention + "v_proj.bias", kv));
      }
      if (config.family() == Family.QWEN3) {
        find.add(
            "qk_norm",
            true,
            find.tensor(attention + "q_norm.weight", config.headDim()),
            find.tensor(attention + "k_norm.weight", config.headDim()));
      }
      find.matrix("out", attention + "o_proj.weight", width, q);
      find.vectorIfThere("out_bias", attention + "o_proj.bias", width);
      find.vector("norm2", layer + "post_attention_layernorm.weight", width);
      String mlp = layer + "mlp.";
      find.add(
          "up",
          false,
          find.tensor(mlp + "gate_proj.weight", config.inner(), width),
          find.tensor(mlp + "up_proj.weight", config.inner(), width));
      if (find.has(mlp + "gate_proj.bias")) {
        find.add(
            "up_bias",
            true,
            find.tensor(mlp + "gate_proj.bias", config.inner()),
            find.tensor(mlp + "up_proj.bias", config.inner()));
      }
      find.matrix("down", mlp + "down_proj.weight", width, config.inner());
      find.vectorIfThere("down_bias", mlp + "down_proj.bias", width);
    }
    find.vector("norm", prefix + "norm.weight", width);
  }

  private void gpt2() throws ModelFormatException {
    int width = config.width();
    int inner = config.inner();
    find.matrix("token", prefix + "wte.weight", config.vocabulary(), width);
    find.matrix("position", prefix + "wpe.weight", config.context(), width);
    for (int i = 0; i < config.layers(); i++) {
      String layer = prefix + "h." + i + ".";
      find.vector("norm1", layer + "ln_1.weight", width);
      find.vector("norm1_bias", layer + "ln_1.bias", width);
      find.transposed("qkv", layer + "attn.c_attn.weight", width, 3 * width);
      find.vector("qkv_bias", layer + "attn.c_attn.bias", 3 * width);
      find.transposed("out", layer + "attn.c_proj.weight", width, width);
      find.vector("out_bias", layer + "attn.c_proj.bias", width);
      find.vector("norm2", layer + "ln_2.weight", width);
      find.vector("norm2_bias", layer + "ln_2.bias", width);
      find.transposed("up", layer + "mlp.c_fc.weight", width, inner);
      find.vector("up_bias", layer + "mlp.c_fc.bias", inner);
      find.transposed("down", layer + "mlp.c_proj.weight", inner, width);
      find.vector("down_bias", layer + "mlp.c_proj.bias", width);
    }
    find.vector("norm", prefix + "ln_f.weight", width);
    find.vector("norm_bias", prefix + "ln_f.bias", width);
  }

  private DecoderWeights finish(boolean tied) throws ModelFormatException {
    return find.finish(tied, config.family().label(), name -> COMPUTED.matcher(name).matches());
  }
}
