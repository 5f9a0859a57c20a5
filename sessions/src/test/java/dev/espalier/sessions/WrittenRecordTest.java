package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.event.SearchEvent;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenRecordTest {

  private static final int EVENTS_A_KIND = 300;

  private static @Nullable SearchEvent read(String line) {
    byte[] bytes = ("x" + line + "x").getBytes(StandardCharsets.UTF_8);
    return WrittenRecord.event(bytes, 1, bytes.length - 2);
  }

  private static SearchEvent generally(String line) {
    return SessionJson.MAPPER.readValue(line, SearchEvent.class);
  }

  @Test
  void readsEveryKindAsItWasWritten() {
    RandomEvents random = new RandomEvents(new SplittableRandom(7));
    for (Class<?> kind : RandomEvents.kinds()) {
      int read = 0;
      for (int i = 0; i < EVENTS_A_KIND; i++) {
        SearchEvent event = random.of(kind);
        String line = SessionJson.MAPPER.writeValueAsString(event);
        SearchEvent again = read(line);
        boolean general = line.matches("(?s).*(\"(NaN|-?Infinity)\"|:null[,}]).*");
        assertThat(again).as(line).isIn(event, null);
        assertThat(again == null && !general).as(line).isFalse();
        read += again == null ? 0 : 1;
      }
      assertThat(read).as(kind.getSimpleName()).isPositive();
    }
  }

  @Test
  void readsNumbersToTheLastBit() {
    RandomGenerator random = new SplittableRandom(8);
    for (int i = 0; i < 200_000; i++) {
      double drawn =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble();
            case 2 -> random.nextInt() / 1024.0;
            default -> (float) random.nextGaussian();
          };
      if (Double.isFinite(drawn)) {
        SearchEvent event = new SearchEvent.Finished(1, drawn);
        assertThat(read(SessionJson.MAPPER.writeValueAsString(event))).isEqualTo(event);
      }
    }
  }

  /** Damaging a line never gives an event that the general reader does not give. */
  @Test
  void neverSaysMoreThanTheGeneralReader() {
    SplittableRandom drawn = new SplittableRandom(9);
    RandomEvents random = new RandomEvents(drawn);
    int different = 0;
    for (int i = 0; i < 40_000; i++) {
      Class<?>[] kinds = RandomEvents.kinds();
      String line = SessionJson.MAPPER.writeValueAsString(random.of(kinds[i % kinds.length]));
      StringBuilder damaged = new StringBuilder(line);
      int at = drawn.nextInt(line.length());
      String alphabet = "0123456789.-eE,:[]{}\" \\ntu";
      char other = alphabet.charAt(drawn.nextInt(alphabet.length()));
      switch (drawn.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, other);
        case 1 -> damaged.insert(at, other);
        default -> damaged.deleteCharAt(at);
      }
      SearchEvent event = read(damaged.toString());
      if (event != null) {
        assertThat(event).as(damaged.toString()).isEqualTo(generally(damaged.toString()));
        different++;
      }
    }
    assertThat(different).as("damaged lines that are events all the same").isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"Finished\",\"node\":01,\"score\":1.0}",
        "{\"event\":\"Finished\",\"node\":3000000000,\"score\":1.0}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":1}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":1.}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":.5}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":1.0e}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":00.5}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":1.0,}",
        "{\"event\":\"Finished\",\"node\":1,\"score\":1.0}}",
        "{\"event\":\"Finished\",\"node\":1.0,\"score\":1.0}",
        "{\"event\":\"Finished\",\"node\":1}",
        "{\"event\":\"Finished\", \"node\":1,\"score\":1.0}",
        "{\"event\":\"Warned\",\"node\":1,\"message\":\"a\tb\"}",
        "{\"event\":\"Warned\",\"node\":1,\"message\":\"\\x\"}",
        "{\"event\":\"Warned\",\"node\":1,\"message\":\"\\u12",
        "{\"event\":\"Warned\",\"node\":1,\"message\":null}",
        "{\"event\":\"Gone\",\"node\":1}",
        "{\"event\":",
        "",
      })
  void leavesTheRestToTheGeneralReader(String line) {
    assertThat(read(line)).isNull();
  }
}
