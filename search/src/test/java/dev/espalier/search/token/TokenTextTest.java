package dev.espalier.search.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenTextTest {

  @Test
  void anyBytesSurviveTheTrip() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(TokenText.bytes(TokenText.of(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void thePiecesOfACharacterJoin() {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    String pieces =
        IntStream.range(0, euro.length)
            .mapToObj(i -> TokenText.of(new byte[] {euro[i]}))
            .reduce("", String::concat);
    assertThat(pieces).hasSize(3).isNotEqualTo("€");
    assertThat(TokenText.join(pieces)).isEqualTo("€");
    assertThat(TokenText.readable("5 " + pieces)).isEqualTo("5 €");
  }

  @Test
  void whatIsReadableIsUtf8() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      String readable = TokenText.readable(TokenText.of(bytes));
      assertThat(new String(readable.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(readable);
    }
    assertThat(TokenText.readable(TokenText.of(new byte[] {'a', (byte) 0xB2, 'b'})))
        .isEqualTo("a\uFFFDb");
  }
}
