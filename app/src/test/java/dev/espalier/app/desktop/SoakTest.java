package dev.espalier.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short form of {@code espalier bench soak}: what grows with every cycle would show. */
@Timeout(180)
class SoakTest {

  private static final Duration DURATION = Duration.ofSeconds(15);

  /** One search with its tree, window and states is about a megabyte. */
  private static final long HEAP_A_CYCLE = 400_000;

  /** The bundled models with their caches are more than twice this. */
  private static final long NATIVE = 60_000_000;

  @Test
  void usingTheWindowOverAndOverKeepsNoMemory() throws IOException {
    ImmutableList<Soak.Sample> samples = Soak.run(DURATION, _ -> {});
    Soak.Sample last = samples.getLast();
    // The first cycles load classes and fill what is kept of the last few searches.
    Soak.Sample early = samples.get(samples.size() / 2);
    int cycles = last.cycles() - early.cycles();
    assertThat(last.heapBytes() - early.heapBytes()).isLessThan(HEAP_A_CYCLE * (cycles + 5L));
    assertThat(last.nativeBytes() - early.nativeBytes()).isLessThan(NATIVE);
    assertThat(last.threads()).isLessThanOrEqualTo(early.threads() + 4);
  }
}
