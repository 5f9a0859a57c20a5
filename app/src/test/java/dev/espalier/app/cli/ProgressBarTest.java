package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter written = new StringWriter();
  private long now = 5_000_000_000L;

  private ProgressBar bar(boolean watched) {
    return new ProgressBar(new PrintWriter(written), watched, () -> now);
  }

  private static final long SECOND = 1_000_000_000L;

  @Test
  void itIsQuietWhereNobodyWatches() {
    try (ProgressBar bar = bar(false)) {
      bar.at(1, 10, "greedy");
      bar.at(10, 10, "beam");
    }
    assertThat(written.toString()).isEmpty();
  }

  @Test
  void itTellsHowFarTheWorkIsAndHowLongItTakes() {
    try (ProgressBar bar = bar(true)) {
      now += 2 * SECOND;
      bar.at(1, 4, "greedy");
      assertThat(written.toString())
          .startsWith("\r━━━━━━──────────────────")
          .contains("1 of 4  6 s left  greedy");
    }
  }

  @Test
  void whatWasThereBeforeTookNoTime() {
    try (ProgressBar bar = bar(true)) {
      now += 2 * SECOND;
      bar.at(101, 200, "greedy");
      assertThat(written.toString()).contains("101 of 200  3 min 18 s left");
    }
  }

  @Test
  void aTransferIsToldInBytesWithItsSpeed() {
    try (ProgressBar bar = bar(true)) {
      bar.bytes(3_000_000_001L, 9_000_000_000L, "model.safetensors");
      now += 10 * SECOND;
      bar.bytes(5_000_000_000L, 9_000_000_000L, "model.safetensors");
      assertThat(written.toString())
          .contains("5.0\u202fGB of 9.0\u202fGB  200\u202fMB/s  20 s left  model");
    }
  }

  @Test
  void itIsNotWrittenMoreOftenThanAnyoneCanRead() {
    try (ProgressBar bar = bar(true)) {
      for (int i = 1; i < 1_000; i++) {
        now += SECOND / 1_000;
        bar.at(i, 1_000, "");
      }
    }
    assertThat(written.toString().chars().filter(c -> c == '\r').count()).isBetween(9L, 14L);
  }

  @Test
  void itIsWipedAtTheEndAndNeverWiderThanATerminal() {
    try (ProgressBar bar = bar(true)) {
      bar.at(3, 3, "x".repeat(200));
    }
    String[] lines = written.toString().split("\r", -1);
    assertThat(lines[1]).hasSize(78).endsWith("…");
    assertThat(lines[2]).isBlank().hasSize(78);
    assertThat(lines[3]).isEmpty();
  }
}
