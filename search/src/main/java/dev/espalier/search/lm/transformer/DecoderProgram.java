package dev.espalier.search.lm.transformer;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.espalier.search.lm.transformer.ProgramArchive.Attribute;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/** The decoder's program text, made a module for one shape, device and precision. */
final class DecoderProgram {

  private static final String RESOURCE = "decoder.torchscript";

  /** The lists of tensors the program fills while loading. */
  private static final ImmutableList<String> WEIGHTS =
      Lists.immutable.with(
          "token",
          "position",
          "frequency",
          "norm1",
          "norm1_bias",
          "qkv",
          "qkv_bias",
          "qk_norm",
          "out",
          "out_bias",
          "norm2",
          "norm2_bias",
          "up",
          "up_bias",
          "down",
          "down_bias",
          "norm",
          "norm_bias",
          "head",
          "score",
          "score_bias");

  private DecoderProgram() {}

  /** The module's archive; Python's {@code torch.jit.load} reads it too. */
  static byte[] archive(DecoderShape shape, String device, Precision precision) {
    MutableMap<String, Attribute> attributes = Maps.mutable.empty();
    attributes.put("training", new Attribute.Flag(false));
    attributes.put("device", new Attribute.Text(device));
    attributes.put("dtype", new Attribute.Whole(precision.code()));
    attributes.put("layers", new Attribute.Whole(shape.layers()));
    attributes.put("heads", new Attribute.Whole(shape.heads()));
    attributes.put("kv_heads", new Attribute.Whole(shape.kvHeads()));
    attributes.put("head_dim", new Attribute.Whole(shape.headDim()));
    attributes.put("width", new Attribute.Whole(shape.width()));
    attributes.put("eps", new Attribute.Real(shape.epsilon()));
    attributes.put("rms_norm", new Attribute.Flag(shape.rmsNorm()));
    attributes.put("gated", new Attribute.Flag(shape.gated()));
    WEIGHTS.forEach(name -> attributes.put(name, new Attribute.Tensors()));
    return ProgramArchive.of("Decoder", text(RESOURCE), attributes);
  }

  static PtSymbolBlock load(
      PtNDManager manager, DecoderShape shape, String device, Precision precision) {
    return load(manager, archive(shape, device, precision));
  }

  /** A module of another program. */
  static PtSymbolBlock load(
      PtNDManager manager,
      String type,
      String resource,
      MapIterable<String, Attribute> attributes) {
    return load(manager, ProgramArchive.of(type, text(resource), attributes));
  }

  private static PtSymbolBlock load(PtNDManager manager, byte[] archive) {
    try {
      return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = DecoderProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program " + resource + " is missing beside its class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource + " failed", e);
    }
  }
}
