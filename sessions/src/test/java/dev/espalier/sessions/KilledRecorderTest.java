package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.run.SearchRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills programs that record, at random moments, and looks at what they leave. Each program records
 * several searches at a time, so that one kill cuts each of them off somewhere else.
 */
class KilledRecorderTest {

  private static final int KILLS = Integer.getInteger("tests.kills", 7);

  /** Searches that a program records at a time. */
  private static final int SIDE_BY_SIDE = 32;

  /** Programs that load their classes while an earlier one is looked at. */
  private static final int AHEAD = 2;

  /** By then a program is killed, in nanoseconds after all of them have begun. */
  private static final long LATEST = 100_000_000;

  @TempDir Path folder;

  /** One recording of a program: the {@code number}th search of one of its threads. */
  private record Recorded(int program, int thread, int number) {

    ToySearch search() {
      return ToySearch.ALL.get((program + thread + number) % ToySearch.ALL.size());
    }

    /** Every third is compressed. */
    Path file(Path folder) {
      boolean compressed = (thread + number) % 3 == 0;
      return folder.resolve(thread + "-" + number + (compressed ? ".espalier.gz" : ".espalier"));
    }

    Recorded next() {
      return new Recorded(program, thread, number + 1);
    }
  }

  /** Records one search after another for ever, telling of each step that was kept. */
  static final class Recording {
    private Recording() {}

    static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      int program = Integer.parseInt(args[1]);
      System.out.println("ready");
      System.out.flush();
      if (System.in.read() < 0) {
        return;
      }
      for (int thread = 0; thread < SIDE_BY_SIDE; thread++) {
        Recorded first = new Recorded(program, thread, 0);
        Thread.ofPlatform().start(() -> recordForEver(first, folder));
      }
    }

    private static void recordForEver(Recorded first, Path folder) {
      try {
        for (Recorded recorded = first; ; recorded = recorded.next()) {
          ToySearch search = recorded.search();
          SearchRun<?> run = search.begin(Recorder.create(recorded.file(folder), search.header()));
          do {
            tell("%d %d %d".formatted(recorded.thread(), recorded.number(), run.steps()));
          } while (run.advance());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static synchronized void tell(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }

  @Test
  void aKilledProgramLeavesAllButTheUnfinishedStepsAndTheyCanBeGoneOnWith() throws Exception {
    SplittableRandom random = new SplittableRandom(20261126);
    List<List<SearchEvent>> uninterrupted = new ArrayList<>();
    for (ToySearch search : ToySearch.ALL) {
      uninterrupted.add(search.events());
    }
    Deque<Process> ahead = new ArrayDeque<>();
    int looked = 0;
    int broken = 0;
    int compressed = 0;
    try {
      for (int program = 0; program < KILLS; program++) {
        while (ahead.size() < AHEAD && program + ahead.size() < KILLS) {
          ahead.add(start(program + ahead.size()));
        }
        Map<Recorded, Integer> told = killed(ahead.remove(), program, random.nextLong(LATEST));
        for (Map.Entry<Recorded, Integer> last : told.entrySet()) {
          ToySearch search = last.getKey().search();
          Path file = last.getKey().file(own(program));
          List<SearchEvent> whole = uninterrupted.get(ToySearch.ALL.indexOf(search));
          looked++;
          assertLeft(file, whole, last.getValue());
          if (SessionFile.read(file).outcome() == null) {
            broken++;
            compressed += SessionInput.compressed(file) ? 1 : 0;
            search.begin(Recorder.resume(file)).runToEnd();
            assertThat(SessionFileTest.events(SessionFile.read(file).log())).isEqualTo(whole);
          }
        }
      }
    } finally {
      ahead.forEach(Process::destroyForcibly);
    }
    assertThat(looked).as("recordings under way").isEqualTo(KILLS * SIDE_BY_SIDE);
    assertThat(broken).as("of which broken off").isGreaterThan(looked / 2);
    assertThat(compressed).as("of which compressed").isGreaterThan(looked / 20);
  }

  private Path own(int program) {
    return folder.resolve("program-" + program);
  }

  private Process start(int program) throws IOException {
    Path own = Files.createDirectory(own(program));
    return ChildProcess.start(Recording.class, "64m", own.toString(), Integer.toString(program));
  }

  /** The last step told of each recording that was under way when the program was killed. */
  private static Map<Recorded, Integer> killed(Process process, int program, long nanos)
      throws Exception {
    Map<Integer, Recorded> underWay = new TreeMap<>();
    Map<Integer, Integer> steps = new TreeMap<>();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("ready");
      process.outputWriter().append('\n').flush();
      boolean alive = true;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        int thread = Integer.parseInt(words[0]);
        underWay.put(thread, new Recorded(program, thread, Integer.parseInt(words[1])));
        steps.put(thread, Integer.parseInt(words[2]));
        if (alive && steps.size() == SIDE_BY_SIDE) {
          alive = false;
          LockSupport.parkNanos(nanos);
          // By its handle: killed by itself, a process would close what is read here.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("killed, not ended").isNotZero();
    Map<Recorded, Integer> told = new HashMap<>();
    underWay.forEach((thread, recorded) -> told.put(recorded, steps.get(thread)));
    return told;
  }

  /** What is left begins as the search does, up to a whole step, and no step told of is missing. */
  private static void assertLeft(Path file, List<SearchEvent> whole, int told) throws Exception {
    List<SearchEvent> left = SessionFileTest.events(SessionFile.read(file).log());
    assertThat(left).isEqualTo(whole.subList(0, left.size()));
    assertThat(left.getLast())
        .isInstanceOfSatisfying(
            SearchEvent.Stepped.class,
            last -> assertThat(last.step() + 1).isBetween(told, told + 1));
  }
}
