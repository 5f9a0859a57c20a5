package dev.espalier.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionIndexTest {

  private static final ImmutableList<ImmutableList<SearchEvent>> STEPS =
      new RandomEvents(new SplittableRandom(7)).steps(9000);

  private static final List<SearchEvent> EVENTS = STEPS.flatCollect(step -> step).castToList();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    file = folder.resolve("long.espalier");
    try (Recorder recorder = Recorder.create(file, SessionFileTest.HEADER)) {
      for (int i = 0; i < STEPS.size(); i++) {
        recorder.accept(STEPS.get(i), new Telemetry(i, i, 0));
      }
    }
  }

  private Session open() throws IOException, SessionFormatException {
    return new LongSession(file).open();
  }

  private static void assertSame(EventSource log, List<SearchEvent> events) {
    assertThat(log.size()).isEqualTo(events.size());
    assertThat(SessionFileTest.events(log)).isEqualTo(events);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300 && !events.isEmpty(); i++) {
      int at = random.nextInt(events.size());
      assertThat(log.event(at)).isEqualTo(events.get(at));
    }
  }

  @Test
  void eventsComeFromTheFileAsTheyAre() throws Exception {
    Annotations.append(
        file, Lists.immutable.with(new Annotation.Noted("n", 3, "Why?", Instant.EPOCH)));
    for (int round = 0; round < 2; round++) {
      Session session = open();
      assertThat(session.log()).isInstanceOf(PagedLog.class);
      assertThat(session.header()).isEqualTo(SessionFileTest.HEADER);
      assertThat(session.notebook().notes()).hasSize(1);
      assertThat(session.notices()).isEmpty();
      assertSame(session.log(), EVENTS);
      assertThat(SessionIndex.beside(file)).exists();
    }
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> open().log().event(EVENTS.size()));
  }

  @Test
  void aRecordCutAnywhereIsTheSameAsReadAtOnce() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 25; i++) {
      Files.write(file, Arrays.copyOf(whole, random.nextInt(2000, whole.length)));
      if (i % 3 == 0) {
        Annotations.append(file, Lists.immutable.with(new Annotation.Titled("cut")));
      }
      Session at = SessionFile.read(file);
      Session paged = open();
      assertThat(paged.log()).isInstanceOf(PagedLog.class);
      assertThat(paged.notices()).isEqualTo(at.notices());
      assertThat(paged.notebook()).isEqualTo(at.notebook());
      assertSame(paged.log(), SessionFileTest.events(at.log()));
    }
  }

  @Test
  void anIndexThatIsStaleOrDamagedIsMadeAnew() throws Exception {
    open();
    Path kept = SessionIndex.beside(file);
    byte[] right = Files.readAllBytes(kept);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 40; i++) {
      byte[] wrong =
          random.nextBoolean() ? right.clone() : Arrays.copyOf(right, random.nextInt(right.length));
      if (wrong.length == right.length) {
        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(kept, wrong);
      assertThat(open().log().event(EVENTS.size() - 1)).isEqualTo(EVENTS.getLast());
      assertThat(Files.readAllBytes(kept)).isEqualTo(right);
    }
    // One more step, and the same length with another content.
    Files.writeString(
        file, Files.readString(file, UTF_8) + "{\"event\":\"Stepped\",\"step\":9000}\n", UTF_8);
    assertThat(open().log().size()).isEqualTo(EVENTS.size() + 1);
    String text = Files.readString(file, UTF_8);
    int at = text.indexOf("\"iteration\":", text.length() / 2) + 12;
    char digit = text.charAt(at + 1) == '7' ? '8' : '7';
    Files.writeString(file, text.substring(0, at + 1) + digit + text.substring(at + 2), UTF_8);
    List<SearchEvent> other = SessionFileTest.events(SessionFile.read(file).log());
    assertThat(other).isNotEqualTo(EVENTS);
    assertSame(open().log(), other);
  }

  /** With right check sums, but made by someone who says something else. */
  @Test
  void whatAnIndexSaysIsHeldAgainstTheEvents() throws Exception {
    open();
    SessionIndex right;
    try (var opened = new RandomAccessFile(file.toFile(), "r")) {
      right = Objects.requireNonNull(SessionIndex.of(file, opened));
    }
    List<SessionIndex.Block> blocks = new ArrayList<>(right.blocks());
    SessionIndex.Block second = blocks.get(1);
    blocks.set(
        1,
        new SessionIndex.Block(
            second.offset(),
            second.firstEvent(),
            second.nodes() + 1,
            second.steps(),
            second.sum()));
    new SessionIndex(
            right.length(),
            right.breaksOff(),
            right.headerSum(),
            blocks,
            right.end(),
            right.events(),
            right.nodes(),
            right.steps(),
            right.annotations())
        .write(file);
    EventSource log = open().log();
    assertThatThrownBy(() -> SessionFileTest.events(log))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("was changed after it had been opened");
  }

  @Test
  void aFileChangedInPlaceIsNoticedWhereItIsRead() throws Exception {
    EventSource log = open().log();
    assertThat(log.event(0)).isEqualTo(EVENTS.getFirst());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 200] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> log.event(EVENTS.size() - 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "java.io.IOException: "
                + file
                + " was changed after it had been opened. Open it again.");
    assertThat(log.event(0)).isEqualTo(EVENTS.getFirst());
  }

  @Test
  void damageIsToldAsWhenReadAtOnce() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(4);
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      try {
        List<SearchEvent> at = SessionFileTest.events(SessionFile.read(file).log());
        assertSame(open().log(), at);
      } catch (SessionFormatException e) {
        refused++;
        assertThatExceptionOfType(SessionFormatException.class)
            .isThrownBy(this::open)
            .withMessage(e.getMessage());
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void severalThreadsReadAtATime() throws Exception {
    EventSource log = open().log();
    List<Boolean> right =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              for (int i = 0; i < 2000; i++) {
                int at = random.nextInt(EVENTS.size());
                if (!log.event(at).equals(EVENTS.get(at))) {
                  return false;
                }
              }
              return true;
            })
            .toList();
    assertThat(right).doesNotContain(false);
  }

  @Test
  void whereNoIndexCanBeKeptTheSessionOpensAllTheSame() throws Exception {
    if (folder.toFile().setWritable(false)) {
      try {
        assertSame(open().log(), EVENTS);
      } finally {
        assertThat(folder.toFile().setWritable(true)).isTrue();
      }
    }
  }

  @Test
  void aShortSessionIsReadAtOnce() throws Exception {
    assertThat(Files.size(file)).isLessThan(8 << 20);
    assertThat(SessionFile.open(file).log()).isNotInstanceOf(PagedLog.class);
    assertThat(SessionIndex.beside(file)).doesNotExist();
  }
}
