package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.reward.RewardDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
          new ConstraintSource(ConstraintSource.Kind.REGEX, "\\d+\n|\"e\""),
          new SessionHeader.Parent(
              "before.espalier",
              3,
              "forced 61",
              new SessionHeader.Origin(
                  Instant.parse("2026-01-02T03:04:04Z"),
                  new Edit.Forced(
                      IntLists.immutable.with(1, 2, 3), IntLists.immutable.with(4), "61"),
                  Maps.immutable.with("branching", "2"),
                  Budget.UNLIMITED,
                  new SessionHeader.Parent("first.espalier", 1, null, null))));

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

  static List<SearchEvent> events(EventSource log) {
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
    assertThat(lines.getFirst()).startsWith("{\"format\":\"espalier-session\",\"version\":\"1.2\"");
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
      if (length < header - 1) {
        assertThatExceptionOfType(SessionFormatException.class)
            .isThrownBy(() -> SessionFile.read(cut))
            .withMessageContaining("cut.espalier");
        continue;
      }
      Session session = SessionFile.read(cut);
      List<SearchEvent> events = events(session.log());
      assertThat(events).isEqualTo(all.subList(0, events.size()));
      long wholeSteps =
          Pattern.compile("\\{\"event\":\"Stepped\",\"step\":\\d+}")
              .matcher(Files.readString(cut, StandardCharsets.ISO_8859_1))
              .results()
              .count();
      assertThat(events.stream().filter(e -> e instanceof SearchEvent.Stepped))
          .hasSize((int) wholeSteps);
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
    Files.writeString(file, Files.readString(file).replace("\"1.2\"", "\"2.0\""));
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
        text.replace("\"1.2\"", "\"1.9\"").replace("{\"event\"", "{\"later\":[1,{}],\"event\"")
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

  private Path withLines(String... lines) throws IOException {
    Path file = recorded(Lists.immutable.empty());
    Files.writeString(file, Files.readString(file) + String.join("\n", lines) + "\n");
    return file;
  }

  /** Followed by a whole step, so that it is not the end that is damaged. */
  private void assertRefused(String line, String message) throws IOException {
    Path file = withLines(line, "{\"event\":\"Stepped\",\"step\":0}");
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessage(file + ", line 2: " + message);
  }

  @Test
  void anUnknownKindOfEventIsNamedBesideTheKnownOnes() throws Exception {
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(withLines("{\"event\":\"Teleported\"}")))
        .withMessageContaining(
            "line 2: \"Teleported\" is no kind of event this program knows, which are Adapted,");
  }

  @Test
  void anUnknownKindOfEventOfANewerMinorVersionAsksForANewerProgram() throws Exception {
    Path file = withLines("{\"event\":\"Teleported\"}");
    Files.writeString(file, Files.readString(file).replace("\"1.2\"", "\"1.7\""));
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessageContaining("format 1.7; a newer Espalier may read it");
  }

  @Test
  void aMissingNumberIsNamed() throws Exception {
    assertRefused(
        "{\"event\":\"Kept\",\"rank\":0}",
        "\"node\" is missing; expected a whole number that fits 32 bits");
  }

  @Test
  void numbersAreNotRounded() throws Exception {
    assertRefused(
        "{\"event\":\"Kept\",\"node\":0,\"rank\":1.5}",
        "\"rank\" is 1.5; expected a whole number that fits 32 bits");
  }

  @Test
  void aNumberTooLargeIsNamed() throws Exception {
    assertRefused(
        "{\"event\":\"Stepped\",\"step\":4294967296}",
        "\"step\" is 4294967296; expected a whole number that fits 32 bits");
  }

  @Test
  void aTextForANumberIsNamed() throws Exception {
    assertRefused(
        "{\"event\":\"Finished\",\"node\":0,\"score\":\"4.5\"}",
        "\"score\" is \"4.5\"; expected a number");
  }

  @Test
  void aFieldWithinAFieldIsNamedByItsPath() throws Exception {
    assertRefused(
        "{\"event\":\"Scored\",\"node\":0,\"score\":{\"kind\":\"LogProbability\",\"value\":[]}}",
        "\"score.value\" is []; expected a number");
  }

  @Test
  void somethingElseThanAListIsNamed() throws Exception {
    assertRefused(
        "{\"event\":\"Rooted\",\"node\":0,\"tokens\":7,\"text\":\"\"}",
        "\"tokens\" is 7; expected a list");
  }

  @Test
  void anUnknownConstantIsNamedBesideTheKnownOnes() throws Exception {
    assertRefused(
        "{\"event\":\"Ended\",\"node\":0,\"ending\":3}",
        "\"ending\" is 3; expected one of "
            + Arrays.stream(Ending.values()).map(Ending::name).collect(Collectors.joining(", ")));
  }

  @Test
  void aNodeThatNeverAppearedIsNamed() throws Exception {
    assertRefused(
        "{\"event\":\"Kept\",\"node\":3,\"rank\":0}",
        "something happens to node 3, but the nodes so far are none");
  }

  @Test
  void aNodeOutOfTurnIsNamed() throws Exception {
    Path file =
        withLines(
            "{\"event\":\"Rooted\",\"node\":0,\"tokens\":[1],\"text\":\"a\"}",
            "{\"event\":\"Grown\",\"node\":2,\"parent\":0,\"tokens\":[],\"text\":\"\",\"logProb\":0}");
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> SessionFile.read(file))
        .withMessage(file + ", line 3: node 2 appears here, but the next new node is 1");
  }

  @Test
  void aStepOutOfTurnIsNamed() throws Exception {
    assertRefused("{\"event\":\"Stepped\",\"step\":1}", "step 1 ends here, but step 0 is due");
  }

  @Test
  void aLineThatIsNeitherEventNorTelemetryIsRefused() throws Exception {
    assertRefused(
        "{\"remark\":1}", "neither an event, telemetry nor an annotation: {\"remark\":1}");
  }

  @Test
  void aTornEndIsLeftOutWithANotice() throws Exception {
    Path file =
        withLines(
            "{\"event\":\"Iterated\",\"iteration\":0}",
            "{\"event\":\"Stepped\",\"step\":0}",
            "{\"event\":\"Stepp");
    Session session = SessionFile.read(file);
    assertThat(session.log().size()).isEqualTo(2);
    assertThat(session.notices())
        .containsExactly(
            "The record breaks off in the middle of a step; it is shown up to step 0.");
  }

  @Test
  void whatJsonAllowsBetweenLinesAndFieldsIsRead() throws Exception {
    Path file = withLines("", "{ \"step\" : 0, \"event\" : \"Stepped\" }\r", "\r", " ");
    assertThat(SessionFile.read(file).log().size()).isEqualTo(1);
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatExceptionOfType(SessionFormatException.class)
        .isThrownBy(() -> new LineReader(folder, endless, 100_000).next())
        .withMessageContaining("longer than 100000 bytes");
  }

  /** One line of every kind there was in version 1.0; renaming a record must not change it. */
  @Test
  void whatVersionOneWroteIsReadAndWrittenTheSame() throws Exception {
    Path golden = Path.of(getClass().getResource("format-1.0.jsonl").toURI());
    Path copy = folder.resolve("copy.espalier");
    Session session = SessionFile.read(golden);
    try (Recorder recorder = Recorder.create(copy, session.header())) {
      recorder.accept(
          Lists.immutable.withAll(events(session.log())), session.telemetry().getOnly());
    }
    // Format 1.1 says of a free text that it is free, 1.2 of a parent that its origin is unknown.
    assertThat(Files.readAllLines(copy))
        .isEqualTo(
            Lists.immutable
                .withAll(Files.readAllLines(golden))
                .collect(line ->
                    line.replace("\"version\":\"1.0\"", "\"version\":\"1.2\"")
                        .replace(
                            "\"parent\":{\"session", "\"constraint\":null,\"parent\":{\"session")
                        .replace("\"step\":3}}", "\"step\":3,\"edit\":null,\"origin\":null}}")));
  }
}
