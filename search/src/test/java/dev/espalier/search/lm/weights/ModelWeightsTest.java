package dev.espalier.search.lm.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelWeightsTest {

  private static final String ONE =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";

  @TempDir private Path folder;

  @Test
  void tensorsComeWithTheirShapesAndNumbers() throws IOException, ModelFormatException {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1.5f).putFloat(-2);
    data.putShort(Float.floatToFloat16(0.25f)).putShort((short) 0);
    data.putShort((short) (Float.floatToIntBits(-3) >>> 16)).putShort((short) 0);
    write(
        "model.safetensors",
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"f\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[12,16]}}",
        data.array());
    try (ModelWeights weights = ModelWeights.open(folder)) {
      assertThat(weights.names()).containsExactlyInAnyOrder("f", "h", "b");
      assertNumbers(weights, "f", 1.5f, -2);
      assertNumbers(weights, "h", 0.25f, 0);
      assertNumbers(weights, "b", -3, 0);
      StoredTensor h = Objects.requireNonNull(weights.get("h"));
      assertThat(h.shape()).isEqualTo(LongLists.immutable.with(1, 2));
    }
  }

  @Test
  void shardsAreOneModel() throws IOException, ModelFormatException {
    write("one.safetensors", ONE, new byte[8]);
    write("two.safetensors", ONE.replace("\"a\"", "\"b\""), new byte[8]);
    index("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}");
    try (ModelWeights weights = ModelWeights.open(folder)) {
      assertThat(weights.names()).containsExactlyInAnyOrder("a", "b");
      assertThat(weights.files())
          .extracting(file -> file.getFileName().toString())
          .containsExactly("one.safetensors", "two.safetensors");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'weight_map':{'a':'../one.safetensors'}} | no plain file name",
        "{'weight_map':{'a':'none.safetensors'}} | there is no such file",
        "{'weight_map':{'a':'one.safetensors','c':'one.safetensors'}} | tensor c is missing",
        "{'weight_map':{'c':'one.safetensors'}} | tensor a is here, but",
        "{'weight_map':{}} | lists no tensor",
        "{ | not valid JSON",
      },
      quoteCharacter = '^')
  void aBrokenIndexIsRefused(String json, String why) throws IOException {
    write("one.safetensors", ONE, new byte[8]);
    index(json.replace('\'', '"'));
    assertRefused(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 | the file is cut short",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 12 | 4 bytes follow",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | 8 | needs 12 bytes and has 8",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | the shape [-2]",
        "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}} | 8 | the shape [1.5]",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,8],'data_offsets':[0,8]}} | 8 |"
            + " impossible shape",
        "{'a':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,8]}} | 8 |"
            + " impossible shape",
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | 8 | type \"I64\"; F32",
        "{'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}} | 8 | type \"F8_E4M3\"",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | lies at 8 to 0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | 8 | not two lengths",
        "{'a':{'dtype':'F32','shape':[2]}} | 8 | not two lengths",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}} | 8 | has no shape",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | overlap or leave a gap",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | overlap or leave a gap",
        "{'a':3} | 0 | not two lengths",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | not valid JSON",
        "[1] | 0 | no JSON object",
        "{'a' | 0 | not valid JSON",
      },
      quoteCharacter = '^')
  void aBrokenFileIsRefused(String header, int dataBytes, String why) throws IOException {
    write("model.safetensors", header.replace('\'', '"'), new byte[dataBytes]);
    assertRefused(why);
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    for (long claimed : new long[] {100, Long.MAX_VALUE, -1, 0}) {
      ByteBuffer file = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
      Files.write(folder.resolve("model.safetensors"), file.array());
      assertRefused("its header claims " + Long.toUnsignedString(claimed));
    }
  }

  @Test
  void aFewBytesAreRefused() throws IOException {
    Files.write(folder.resolve("model.safetensors"), new byte[3]);
    assertRefused("3 bytes are too few");
  }

  @Test
  void anEmptyFolderIsRefused() {
    assertRefused("there is no model.safetensors");
  }

  /** Whatever is done to the bytes of a file, it is read or refused. */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    write("model.safetensors", ONE, new byte[8]);
    Path file = folder.resolve("model.safetensors");
    byte[] good = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k < 1 + i % 3; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      try (ModelWeights weights = ModelWeights.open(folder)) {
        assertThat(weights.names()).hasSizeLessThan(2);
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageContaining("model.safetensors: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> ModelWeights.open(folder).close())
        .withMessageContaining(why);
  }

  private static void assertNumbers(ModelWeights weights, String name, float... expected) {
    StoredTensor tensor = Objects.requireNonNull(weights.get(name));
    FloatBuffer numbers = FloatBuffer.allocate(expected.length);
    tensor.copyTo(numbers);
    assertThat(numbers.array()).containsExactly(expected);
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }

  private void write(String name, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        folder.resolve(name),
        ByteBuffer.allocate(8 + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
  }
}
