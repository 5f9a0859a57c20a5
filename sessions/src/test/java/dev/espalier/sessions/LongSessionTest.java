package dev.espalier.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.event.SearchEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongSessionTest {

  private static final int EVENTS = 100_000;

  @TempDir Path folder;

  /** Reads the file named and says how many events it has. */
  public static void main(String[] arguments) throws IOException, SessionFormatException {
    System.out.println(SessionFile.read(Path.of(arguments[0])).log().size());
  }

  /** Each line carries 500 bytes that no reader keeps, 50 MB in all. */
  private Path longSession() throws IOException {
    Path file = folder.resolve("long.jsonl");
    String padding = ",\"padding\":\"" + "x".repeat(500) + "\"}";
    Recorder.create(file, SessionFileTest.HEADER).close();
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8, StandardOpenOption.APPEND)) {
      for (int i = 0; i < EVENTS; i++) {
        SearchEvent event =
            i == 0
                ? new SearchEvent.Rooted(0, IntLists.immutable.with(1), "a")
                : i % 100 == 99
                    ? new SearchEvent.Stepped(i / 100)
                    : new SearchEvent.Extended(0, i, " b", -0.1 * i);
        String json = SessionJson.MAPPER.writeValueAsString(event);
        out.write(json.substring(0, json.length() - 1) + padding + "\n");
      }
    }
    return file;
  }

  @Test
  void aHundredThousandEventsAreReadInLessMemoryThanTheirFileIsLong() throws Exception {
    Path file = longSession();
    assertThat(Files.size(file)).isGreaterThan(50_000_000);

    Process process = ChildProcess.start(LongSessionTest.class, "40m", file.toString());
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).isEqualToIgnoringNewLines(Integer.toString(EVENTS));
    assertThat(process.waitFor()).isZero();
  }
}
