package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Maps;
import org.junit.jupiter.api.Test;

class ProgramArchiveTest {

  private static final byte[] ARCHIVE =
      ProgramArchive.of(
          "Empty",
          "class Empty(Module):\n",
          Maps.mutable.with(
              "training", new ProgramArchive.Attribute.Flag(false),
              "ws", new ProgramArchive.Attribute.Tensors()));

  @Test
  void itHasTheFourStoredEntriesOfTheFormat() throws IOException {
    assertThat(entries().keysView())
        .containsExactlyInAnyOrder(
            "archive/data.pkl",
            "archive/code/__torch__.py",
            "archive/constants.pkl",
            "archive/version");
  }

  @Test
  void attributesArePickledInTheFormOfTheFormat() throws IOException {
    String expected =
        "8002"
            + "63"
            + hex("__torch__\nEmpty\n")
            + "29817d28"
            + "5808000000"
            + hex("training")
            + "89"
            + "5802000000"
            + hex("ws")
            + "63"
            + hex("torch.jit._pickle\nbuild_tensorlist\n")
            + "5d8552"
            + "75622e";
    assertThat(HexFormat.of().formatHex(entries().get("archive/data.pkl"))).isEqualTo(expected);
  }

  @Test
  void theSameProgramGivesTheSameBytes() {
    DecoderShape shape = RandomDecoder.of("llama", 1).shape();
    assertThat(DecoderProgram.archive(shape, "cpu", Precision.FP32))
        .isEqualTo(DecoderProgram.archive(shape, "cpu", Precision.FP32))
        .isNotEqualTo(DecoderProgram.archive(shape, "cpu", Precision.BF16));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static MutableMap<String, byte[]> entries() throws IOException {
    MutableMap<String, byte[]> entries = Maps.mutable.empty();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ARCHIVE))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
