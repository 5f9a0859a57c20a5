package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.DecoderConfig.Family;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Finds each of a decoder's tensors by the name it has in a GGUF file. Names are the same for all
 * families, and matrices are [out, in] for all of them. Llama's queries and keys lie so that the
 * two numbers of a rotated pair are neighbours; the program wants them half a head apart.
 */
final class GgufTensors {

  static final String EMBEDDING = "token_embd.weight";
  static final String HEAD = "output.weight";

  private final DecoderConfig config;
  private final TensorFinder find;

  private GgufTensors(DecoderConfig config, ModelWeights weights) {
    this.config = config;
    this.find = new TensorFinder(weights);
  }

  /** The weights of a language model. */
  static DecoderWeights languageModel(DecoderConfig config, ModelWeights weights)
      throws ModelFormatException {
    GgufTensors tensors = new GgufTensors(config, weights);
    tensors.decoder();
    if (!config.tied()) {
      tensors.find.matrix("head", HEAD, config.vocabulary(), config.width());
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
    GgufTensors tensors = new GgufTensors(config, weights);
    tensors.decoder();
    StoredTensor head =
        config.tied()
            ? tensors.find.taken("token")
            : tensors.find.tensor(HEAD, config.vocabulary(), config.width());
    tensors.find.rowsOf("score", tokens.collect(head::row));
    return tensors.finish(false);
  }

  private DecoderWeights finish(boolean tied) throws ModelFormatException {
    return find.finish(
        tied, config.family().label(), name -> name.equals(GgufConfig.FREQUENCY_FACTORS));
  }

  private void decoder() throws ModelFormatException {
    boolean gpt2 = config.family() == Family.GPT2;
    int width = config.width();
    find.matrix("token", EMBEDDING, config.vocabulary(), width);
    if (gpt2) {
      find.matrix("position", "position_embd.weight", config.context(), width);
    }
    for (int i = 0; i < config.layers(); i++) {
      String layer = "blk." + i + ".";
      norm("norm1", layer + "attn_norm");
      if (gpt2) {
        gpt2Layer(layer);
      } else {
        rotaryLayer(layer);
      }
    }
    norm("norm", "output_norm");
  }

  private void norm(String role, String name) throws ModelFormatException {
    find.vector(role, name + ".weight", config.width());
    if (config.family() == Family.GPT2) {
      find.vector(role + "_bias", name + ".bias", config.width());
    }
  }

  private void gpt2Layer(String layer) throws ModelFormatException {
    int width = config.width();
    linear("qkv", layer + "attn_qkv", 3 * width, width);
    linear("out", layer + "attn_output", width, width);
    norm("norm2", layer + "ffn_norm");
    linear("up", layer + "ffn_up", config.inner(), width);
    linear("down", layer + "ffn_down", width, config.inner());
  }

  private void linear(String role, String name, int out, int in) throws ModelFormatException {
    find.matrix(role, name + ".weight", out, in);
    find.vector(role + "_bias", name + ".bias", out);
  }

  private void rotaryLayer(String layer) throws ModelFormatException {
    int width = config.width();
    int q = config.heads() * config.headDim();
    int kv = config.kvHeads() * config.headDim();
    find.add(
        "qkv",
        false,
        rotated(layer + "attn_q.weight", q, width),
        rotated(layer + "attn_k.weight", kv, width),
        find.tensor(layer + "attn_v.weight", kv, width));
    if (config.family() == Family.QWEN2 || find.has(layer + "attn_q.bias")) {
      find.add(
          "qkv_bias",
          true,
          rotated(layer + "attn_q.bias", q),
          rotated(layer + "attn_k.bias", kv),
          find.tensor(layer + "attn_v.bias", kv));
    }
    if (config.family() == Family.QWEN3) {
      find.add(
          "qk_norm",
          true,
          find.tensor(layer + "attn_q_norm.weight", config.headDim()),
          find.tensor(layer + "attn_k_norm.weight", config.headDim()));
    }
    find.matrix("out", layer + "attn_output.weight", width, q);
    find.vectorIfThere("out_bias", layer + "attn_output.bias", width);
    norm("norm2", layer + "ffn_norm");
    find.add(
        "up",
        false,
        find.tensor(layer + "ffn_gate.weight", config.inner(), width),
        find.tensor(layer + "ffn_up.weight", config.inner(), width));
    if (find.has(layer + "ffn_gate.bias")) {
      find.add(
          "up_bias",
          true,
          find.tensor(layer + "ffn_gate.bias", config.inner()),
          find.tensor(layer + "ffn_up.bias", config.inner()));
    }
    find.matrix("down", layer + "ffn_down.weight", width, config.inner());
    find.vectorIfThere("down_bias", layer + "ffn_down.bias", width);
  }

  private StoredTensor rotated(String name, long... shape) throws ModelFormatException {
    StoredTensor tensor = find.tensor(name, shape);
    return config.family() == Family.LLAMA ? tensor.interleaved(config.headDim()) : tensor;
  }
}
