package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  private static final ImmutableList<Weights.Tensor> TWO =
      Lists.immutable.of(
          new Weights.Tensor("b", Lists.immutable.of(2, 3), new float[] {1, -2, 3.5f, 0, 1e-8f, 9}),
          new Weights.Tensor("a", Lists.immutable.of(1), new float[] {Float.MIN_VALUE}));

  @TempDir Path folder;

  private Path written(Safetensors.Format format) throws IOException {
    Path file = folder.resolve("x.safetensors");
    Safetensors.write(file, TWO, Maps.immutable.of("step", "7"), format);
    return file;
  }

  @Test
  void singlePrecisionComesBackBitForBit() throws IOException {
    Safetensors.Content content = Safetensors.read(written(Safetensors.Format.F32));
    assertThat(content.metadata().get("step")).isEqualTo("7");
    assertThat(content.tensors().collect(Weights.Tensor::name)).containsExactly("b", "a");
    assertThat(content.tensors().get(0).shape()).containsExactly(2, 3);
    assertThat(content.tensors().get(0).values()).containsExactly(TWO.get(0).values());
    assertThat(content.tensors().get(1).values()).containsExactly(Float.MIN_VALUE);
  }

  @Test
  void brainFloatsKeepValuesThatFit() throws IOException {
    Safetensors.Content content = Safetensors.read(written(Safetensors.Format.BF16));
    assertThat(content.tensors().get(0).values()).startsWith(1, -2, 3.5f, 0).endsWith(9);
  }

  @Test
  void brainFloatsRoundToNearestAndTiesToEven() {
    assertThat(Safetensors.toBfloat16(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
    assertThat(Safetensors.toBfloat16(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
    assertThat(Safetensors.toBfloat16(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
    assertThat(Safetensors.toBfloat16(-0.0f)).isEqualTo((short) 0x8000);
    assertThat(Safetensors.toBfloat16(Float.NaN) & 0x7fff).isGreaterThan(0x7f80);
    assertThat(Safetensors.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
  }

  @Test
  void valuesStartAtAMultipleOfEightAndFillTheFile() throws IOException {
    Path file = written(Safetensors.Format.BF16);
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    long header = bytes.getLong();
    assertThat(header % 8).isZero();
    assertThat(bytes.capacity()).isEqualTo(8 + header + 7 * 2);
  }

  @Test
  void aTruncatedFileIsRefusedByName() throws IOException {
    Path file = written(Safetensors.Format.F32);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining("tensor a");
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    Path file = folder.resolve("y.safetensors");
    Files.write(file, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100");
  }
}
