package dev.espalier.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages real sessions at random: what opens tells one story, and what does not is refused. */
class SessionMutationTest {

  private static final int MUTATIONS = Integer.getInteger("tests.mutations", 12_000);
  private static final Path NAME = Path.of("damaged.espalier");

  @TempDir static Path folder;

  private static final List<byte[]> SESSIONS = new ArrayList<>();
  private static final List<List<SearchEvent>> EVENTS = new ArrayList<>();

  private enum Mutation {
    FLIP_BITS,
    TRUNCATE,
    DUPLICATE_LINES,
    DROP_LINES,
    SWAP_LINES,
    SPLICE,
    HUGE_NUMBERS,
    NEST_DEEPLY,
    INVALID_UTF8,
    NUL_BYTES,
    CUT_OUT,
    TRUNCATE_COMPRESSED,
    FLIP_COMPRESSED
  }

  @BeforeAll
  static void record() throws Exception {
    for (ToySearch search : ToySearch.ALL) {
      Path file = folder.resolve(search.algorithm() + ".espalier");
      search.begin(Recorder.create(file, search.header())).runToEnd();
      SESSIONS.add(Files.readAllBytes(file));
      EVENTS.add(SessionFileTest.events(SessionFile.read(file).log()));
    }
  }

  @Test
  void whatOpensTellsOneStoryAndWhatDoesNotIsRefusedInWords() {
    Map<Mutation, Integer> refused = new EnumMap<>(Mutation.class);
    Map<Mutation, Integer> noticed = new EnumMap<>(Mutation.class);
    for (int i = 0; i < MUTATIONS; i++) {
      Random random = new Random(i);
      Mutation mutation = Mutation.values()[i % Mutation.values().length];
      int which = random.nextInt(SESSIONS.size());
      byte[] damaged = mutated(mutation, which, random);
      try {
        Session session = SessionFile.read(NAME, new ByteArrayInputStream(damaged));
        assertTellsOneStory(session.log(), i);
        if (mutation == Mutation.TRUNCATE || mutation == Mutation.TRUNCATE_COMPRESSED) {
          List<SearchEvent> left = SessionFileTest.events(session.log());
          assertThat(left)
              .as("mutation %d", i)
              .isEqualTo(EVENTS.get(which).subList(0, left.size()));
        }
        if (session.notices().notEmpty()) {
          noticed.merge(mutation, 1, Integer::sum);
        }
      } catch (SessionFormatException e) {
        assertThat(e).hasMessageStartingWith(NAME.toString()).hasMessageMatching("\\P{Cntrl}+");
        refused.merge(mutation, 1, Integer::sum);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation " + i + " of " + ToySearch.ALL.get(which), e);
      }
    }
    int each = MUTATIONS / Mutation.values().length;
    // Where the damage cannot be overlooked, or can only be.
    assertThat(refused.get(Mutation.HUGE_NUMBERS)).isGreaterThan(each / 4);
    assertThat(refused.get(Mutation.INVALID_UTF8)).isGreaterThan(each * 8 / 10);
    assertThat(refused.get(Mutation.SWAP_LINES)).isGreaterThan(each / 2);
    assertThat(refused.get(Mutation.SPLICE)).isGreaterThan(each / 2);
    assertThat(refused.getOrDefault(Mutation.TRUNCATE, 0)).isLessThan(each / 3);
    assertThat(noticed.get(Mutation.TRUNCATE)).isGreaterThan(each / 2);
    assertThat(noticed.get(Mutation.TRUNCATE_COMPRESSED)).isGreaterThan(each / 2);
    assertThat(refused.get(Mutation.FLIP_COMPRESSED)).isGreaterThan(each * 8 / 10);
  }

  /** Steps in order, nodes known before use, parents before children, costs that never fall. */
  private static void assertTellsOneStory(EventSource log, int mutation) {
    int nodes = 0;
    int steps = 0;
    Cost spent = Cost.NONE;
    for (int i = 0; i < log.size(); i++) {
      switch (log.event(i)) {
        case SearchEvent.Rooted(int node, _, _) -> {
          assertThat(nodes).as("mutation %d", mutation).isZero();
          assertThat(node).as("mutation %d", mutation).isZero();
          nodes = 1;
        }
        case SearchEvent.Grown(int node, int parent, _, _, _) -> {
          assertThat(node).as("mutation %d", mutation).isEqualTo(nodes);
          assertThat(parent).as("mutation %d", mutation).isBetween(0, nodes - 1);
          nodes++;
        }
        case SearchEvent.Extended(int node, _, _, _) ->
            assertThat(node).as("mutation %d", mutation).isBetween(0, nodes - 1);
        case SearchEvent.Scored(int node, _) ->
            assertThat(node).as("mutation %d", mutation).isBetween(0, nodes - 1);
        case SearchEvent.Popped(int node, _, _) ->
            assertThat(node).as("mutation %d", mutation).isBetween(0, nodes - 1);
        case SearchEvent.Charged(Cost cost) -> {
          Cost sum = spent.plus(cost);
          assertThat(sum.generatedTokens()).isGreaterThanOrEqualTo(spent.generatedTokens());
          assertThat(sum.modelRows()).isGreaterThanOrEqualTo(spent.modelRows());
          assertThat(sum.constraintChecks()).isGreaterThanOrEqualTo(spent.constraintChecks());
          spent = sum;
        }
        case SearchEvent.Stepped(int step) -> {
          assertThat(step).as("mutation %d", mutation).isEqualTo(steps);
          steps++;
        }
        case SearchEvent.Concluded _ ->
            assertThat(i).as("mutation %d", mutation).isEqualTo(log.size() - 2);
        default -> {}
      }
    }
    assertThat(log.size() == 0 || log.event(log.size() - 1) instanceof SearchEvent.Stepped)
        .as("mutation %d ends with a step", mutation)
        .isTrue();
  }

  private static byte[] mutated(Mutation mutation, int which, Random random) {
    byte[] whole = SESSIONS.get(which);
    return switch (mutation) {
      case FLIP_BITS -> flipped(whole, 1 + random.nextInt(8), random);
      case TRUNCATE -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case DUPLICATE_LINES -> lines(whole, random, (lines, at) -> lines.add(at, lines.get(at)));
      case DROP_LINES -> lines(whole, random, (lines, at) -> lines.remove(at));
      case SWAP_LINES ->
          lines(
              whole,
              random,
              (lines, at) -> Collections.swap(lines, at, random.nextInt(lines.size())));
      case SPLICE -> {
        byte[] other = SESSIONS.get(random.nextInt(SESSIONS.size()));
        int from = random.nextInt(other.length);
        yield joined(
            Arrays.copyOf(whole, random.nextInt(whole.length)),
            Arrays.copyOfRange(other, from, other.length));
      }
      case HUGE_NUMBERS -> withNumber(whole, random);
      case NEST_DEEPLY -> {
        int depth = 1 + random.nextInt(200_000);
        String nest = random.nextBoolean() ? "[" : "{\"event\":";
        yield inserted(whole, random, (nest.repeat(depth) + "\n").getBytes(UTF_8));
      }
      case INVALID_UTF8 ->
          inserted(whole, random, new byte[] {(byte) 0xC0, (byte) (0x80 | random.nextInt(64))});
      case NUL_BYTES -> inserted(whole, random, new byte[1 + random.nextInt(100)]);
      case CUT_OUT -> {
        int from = random.nextInt(whole.length);
        int to = from + random.nextInt(whole.length - from);
        yield joined(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, to, whole.length));
      }
      case TRUNCATE_COMPRESSED -> {
        byte[] small = compressed(whole);
        yield Arrays.copyOf(small, random.nextInt(small.length));
      }
      case FLIP_COMPRESSED -> flipped(compressed(whole), 1 + random.nextInt(8), random);
    };
  }

  private static byte[] flipped(byte[] whole, int bits, Random random) {
    byte[] bytes = whole.clone();
    for (int i = 0; i < bits; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private interface LineEdit {
    void edit(List<String> lines, int at);
  }

  private static byte[] lines(byte[] whole, Random random, LineEdit edit) {
    List<String> lines = new ArrayList<>(new String(whole, UTF_8).lines().toList());
    for (int i = random.nextInt(4); i >= 0; i--) {
      edit.edit(lines, random.nextInt(lines.size()));
    }
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  /** Puts another number where one of the file's is. */
  private static byte[] withNumber(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    while (whole[at] < '0' || whole[at] > '9') {
      at = (at + 1) % whole.length;
    }
    int end = at;
    while (end < whole.length && whole[end] >= '0' && whole[end] <= '9') {
      end++;
    }
    String number =
        switch (random.nextInt(6)) {
          case 0 -> Long.toString(Long.MAX_VALUE);
          case 1 -> Integer.toString(Integer.MAX_VALUE);
          case 2 -> "9".repeat(1 + random.nextInt(5000));
          case 3 -> "1e" + random.nextInt(1_000_000);
          case 4 -> "-" + random.nextInt(100);
          default -> Long.toString(random.nextLong());
        };
    return joined(
        joined(Arrays.copyOf(whole, at), number.getBytes(UTF_8)),
        Arrays.copyOfRange(whole, end, whole.length));
  }

  private static byte[] inserted(byte[] whole, Random random, byte[] some) {
    int at = random.nextInt(whole.length);
    return joined(
        joined(Arrays.copyOf(whole, at), some), Arrays.copyOfRange(whole, at, whole.length));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(small)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return small.toByteArray();
  }
}
