package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.reward.RewardDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {

  static final SessionHeader HEADER =
      new SessionHeader(
          "Apples",
          Instant.parse("2026-01-02T03:04:05Z"),
          new ModelDescription("lm", "ab12", "llama", 7, 5, 9, 0, "cpu", "fp32"),
          new RewardDescription("prm", "cd34", "cpu"),
          "How many?\nSay.",
          null,
          "<user>How many?",
          IntLists.immutable.with(1, 2, 3),
          "a-star",
          Maps.immutable.with("branching", "4", "weight", "inf"),
          -5,
          Budget.of(CostUnit.TOKENS, 4000),
          new SessionHeader.Parent("before.espalier", 3));

  @TempDir Path folder;

  private Path recorded(ImmutableList<ImmutableList<SearchEvent>> steps) throws IOException {
    Path file = folder.resolve("s.espalier");
    Files.deleteIfExists(file);
    try (Recorder recorder = Recorder.create(file, HEADER)) {
      for (int i = 0; i < steps.size(); i++) {
        recorder.accept(steps.get(i), new Telemetry(i, 10 + i, i));
      }
    }
    return file;
  }

  private static List<SearchEvent> events(EventLog log) {
    List<SearchEvent> events = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      events.add(log.event(i));
    }
    return events;
  }

  @Test
  void everyKindOfEventComesBackAsItWas() throws Exception {
    RandomEvents random = new RandomEvents(new SplittableRandom(1));
    for (Class<?> kind : RandomEvents.kinds()) {
      for (int i = 0; i < 200; i++) {
        SearchEvent event = random.of(kind);
        byte[] json = SessionJson.MAPPER.writeValueAsBytes(event);
        assertThat(SessionJson.MAPPER.readValue(json, SearchEvent.class)).isEqualTo(event);
      }
    }
  }

  @Test
  void headerEventsAndTelemetryComeBack() throws Exception {
    ImmutableList<ImmutableList<SearchEvent>> steps =
        new RandomEvents(new SplittableRandom(2)).steps(30);
    Session session = SessionFile.read(recorded(steps));
    assertThat(session.header()).isEqualTo(HEADER);
    assertThat(events(session.log())).isEqualTo(steps.flatCollect(s -> s).castToList());
    assertThat(session.telemetry()).hasSize(30).contains(new Telemetry(4, 14, 4));
    assertThat(session.notices()).isEmpty();
    assertThat(session.log().complete()).isTrue();
  }

  @Test
  void everyLineIsJsonThatNamesWhatItIs() throws Exception {
    List<String> lines =
        Files.readAllLines(recorded(new RandomEvents(new SplittableRandom(3)).steps(3)));
    assertThat(lines.getFirst()).startsWith("{\"format\":\"espalier-session\",\"version\":\"1.0\"");
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.startsWith("{\"event\":\"") || line.startsWith("{\"telemetry\":"));
  }

  @Test
  void aFileCutAnywhereIsReadUpToItsLastWholeStep() throws Exception {
    ImmutableList<ImmutableList<SearchEvent>> steps =
        new RandomEvents(new SplittableRandom(4)).steps(6);
    byte[] whole = Files.readAllBytes(recorded(steps));
    int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    Path cut = folder.resolve("cut.espalier");
    List<SearchEvent> all = steps.flatCollect(s -> s).castToList();
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      if (length < header) {
        assertThatExceptionOfType(SessionFormatException.class)
            .isThrownBy(() -> SessionFile.read(cut))
            .withMessageContaining("cut.espalier");
        continue;
      }
      Session session = SessionFile.read(cut);
      List<SearchEvent> events = events(session.log());
      assertThat(events).isEqualTo(all.subList(0, events.size()));
      assertThat(events.isEmpty() || events.getLast() instanceof SearchEvent.Stepped).isTrue();
    }
  }

  @Test
  void randomDamageIsRefusedInWordsOrHarmless() throws Exception {
    byte[] whole =
        Files.readAllBytes(recorded(new RandomEvents(new SplittableRandom(5)).steps(10)));
    SplittableRandom random = new SplittableRandom(6);
    Path damaged = folder.resolve("damaged.espalier");
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try {
        SessionFile.read(damaged);
      } catch (SessionFormatException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(damaged.toString());
      }
    }
    assertThat(refused).isBetween(200, 1999);
  }

  @Test
  void damageBeforeTheEndIsNamedByItsLine() throws Exception {
    Path file = recorded(new RandomEvents(new SplittableRandom(7)).steps(5));
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, "{\"event\":\"Kept\",\"node\":1}");
    Files.write(file, lines);
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessageContaining("line 3")
        .withMessageContaining("rank");
  }

  @Test
  void whatMayNotBeMissingIsMissed() throws Exception {
    Path file = recorded(new RandomEvents(new SplittableRandom(7)).steps(5));
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, "{\"event\":\"Rooted\",\"node\":0,\"tokens\":[1],\"text\":null}");
    Files.write(file, lines);
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessageContaining("line 3")
        .withMessageContaining("\"text\" is missing");
  }

  @Test
  void aNewerFormatIsRefusedWithAWayOut() throws Exception {
    Path file = recorded(Lists.immutable.empty());
    Files.writeString(file, Files.readString(file).replace("\"1.0\"", "\"2.0\""));
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessageContaining("format 2.0")
        .withMessageContaining("newer Espalier");
  }

  @Test
  void newerMinorVersionsAndUnknownFieldsAndLinesAreRead() throws Exception {
    Path file = recorded(new RandomEvents(new SplittableRandom(8)).steps(4));
    String text = Files.readString(file);
    Session before = SessionFile.read(file);
    Files.writeString(
        file,
        text.replace("\"1.0\"", "\"1.9\"").replace("{\"event\"", "{\"later\":[1,{}],\"event\"")
            + "{\"remark\":\"x\"}\n");
    Session after = SessionFile.read(file);
    assertThat(events(after.log())).isEqualTo(events(before.log()));
  }

  @Test
  void otherFilesAreNoSessions() throws Exception {
    Path file = folder.resolve("other.json");
    for (String text : new String[] {"", "hello\n", "[1]\n", "{\"format\":\"x\"}\n", "{}\n"}) {
      Files.writeString(file, text);
      assertThatExceptionOfType(SessionFormatException.class)
          .isThrownBy(() -> SessionFile.read(file))
          .withMessageContaining("other.json");
    }
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> SessionFile.read(folder.resolve("none")))
        .withMessageContaining("there is no such file");
  }

  @Test
  void aSessionIsNeverWrittenOverAnother() throws Exception {
    Path file = recorded(Lists.immutable.empty());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Recorder.create(file, HEADER))
        .withMessageContaining("exists already");
  }

  @Test
  void aWholeLogCanBeWrittenAtOnce() throws Exception {
    ImmutableList<SearchEvent> events =
        new RandomEvents(new SplittableRandom(9)).steps(5).flatCollect(s -> s);
    Path file = folder.resolve("copy.espalier");
    SessionFile.write(file, HEADER, EventLog.of(events));
    assertThat(events(SessionFile.read(file).log())).isEqualTo(events.castToList());
  }
}
