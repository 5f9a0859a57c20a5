package dev.espalier.app.desktop;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.model.MemoryReading;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus;
import dev.espalier.app.shell.DeskViewModel;
import dev.espalier.app.shell.Notice;
import dev.espalier.app.shell.Window;
import dev.espalier.app.shell.WindowMemory;
import dev.espalier.app.tree.Grain;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.EventSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Uses the real window on the real models as a person would, over and over, and watches the memory:
 * run a search, step through it, fork it, save, close and open it again, and now and then load the
 * models anew. There need be no display.
 */
public final class Soak {

  /** Searches of each kind take their turn. */
  private static final ImmutableList<String> ALGORITHMS =
      Lists.immutable.with("a-star", "beam", "best-of-n", "particle-filter", "greedy");

  private static final String TOKENS_A_SEARCH = "120";
  private static final String TOKENS_A_FORK = "160";
  private static final int STEPS_BACK = 12;
  private static final int CYCLES_A_MODEL = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final RunController controller;
  private final SessionFiles sessions = new SessionFiles();
  private final DeskViewModel desk;
  private final Window window;
  private final Stage stage;

  /**
   * What the process held after so many cycles, what could be collected being so.
   *
   * @param nativeBytes resident memory beyond the Java heap
   */
  public record Sample(double minutes, int cycles, long heapBytes, long nativeBytes, int threads) {}

  private Soak(Path folder) {
    this.folder = folder;
    stage = onFx(Stage::new);
    Furnished made =
        onFx(() -> {
          WindowMemory memory = new WindowMemory(folder.resolve("window.properties"));
          Furnished whole = Furnished.of(stage, sessions, memory, folder, Clock.systemUTC());
          whole.window().show();
          return whole;
        });
    controller = made.controller();
    desk = made.desk();
    window = made.window();
  }

  /**
   * Goes on for a while.
   *
   * @param duration at least one cycle is done, however short
   * @param progress is told of each sample, one after every cycle
   * @return all samples
   * @throws IOException if sessions cannot be written to the temporary folder
   */
  public static ImmutableList<Sample> run(Duration duration, Consumer<Sample> progress)
      throws IOException {
    startToolkit();
    Path folder = Files.createTempDirectory("espalier-soak");
    Soak soak = new Soak(folder);
    try {
      return soak.run(duration.toNanos(), progress);
    } finally {
      soak.close();
      delete(folder);
    }
  }

  private ImmutableList<Sample> run(long nanos, Consumer<Sample> progress) throws IOException {
    MutableList<Sample> samples = Lists.mutable.empty();
    long begin = System.nanoTime();
    for (int cycle = 0; samples.isEmpty() || System.nanoTime() - begin < nanos; cycle++) {
      cycle(cycle);
      Sample sample = sample((System.nanoTime() - begin) / 60e9, cycle + 1);
      samples.add(sample);
      progress.accept(sample);
    }
    return samples.toImmutable();
  }

  private void cycle(int cycle) throws IOException {
    if (cycle % CYCLES_A_MODEL == CYCLES_A_MODEL - 1) {
      fx(() -> controller.use(ModelPlaces.BUNDLED));
      await(
          "the models",
          () ->
              controller.status().phase() == RunStatus.Phase.READY
                  && !controller.status().model().isEmpty());
    }
    fx(() -> {
      var setup = desk.setup();
      setup.use(setup.examples().get(cycle % setup.examples().size()));
      String wanted = ALGORITHMS.get(cycle % ALGORITHMS.size());
      setup
          .algorithmProperty()
          .set(Objects.requireNonNull(setup.algorithms().detect(a -> a.name().equals(wanted))));
      setup.seedProperty().set(Integer.toString(cycle));
      allow(TOKENS_A_SEARCH);
      desk.run();
    });
    EventSource run = ended(null);
    fx(() -> {
      for (int i = 0; i < STEPS_BACK; i++) {
        desk.transport().back(Grain.STEP);
      }
      desk.transport().seek(desk.tree().size() / 2);
      desk.transport().toStart();
      desk.transport().toEnd();
      fork(cycle);
    });
    ended(run);
    Path file = folder.resolve("kept.espalier");
    fx(() -> desk.save(file));
    await("the file", desk::saved);
    fx(desk::close);
    fx(() -> desk.open(file));
    await("the session", () -> desk.tree().size() > 0);
    fx(desk::close);
    try (Stream<Path> recorded = Files.list(folder)) {
      for (Path path : recorded.filter(p -> p.toString().endsWith(".espalier")).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Forces a text where the search has steps of text, and allows more tokens where it has not. */
  private void fork(int cycle) {
    if (cycle % ALGORITHMS.size() == 0) {
      desk.tree().select(desk.tree().tree().nodes() - 1);
      desk.pulse(System.nanoTime());
      desk.inspector().forceText("There are none.");
    } else {
      desk.transport().seek(desk.tree().size() / 2);
      allow(TOKENS_A_FORK);
      desk.forking().goOnWithForm();
    }
  }

  private void allow(String tokens) {
    Objects.requireNonNull(desk.setup().budget().detect(f -> f.unit() == CostUnit.TOKENS))
        .textProperty()
        .set(tokens);
  }

  /** Waits until another search than {@code before} is on show and has ended. */
  private EventSource ended(@Nullable EventSource before) {
    await(
        "the search",
        () -> {
          EventSource shown = desk.tree().source();
          return shown != null
              && !shown.equals(before)
              && shown.complete()
              && desk.tree().size() == shown.size()
              && controller.status().phase() == RunStatus.Phase.READY;
        });
    return Objects.requireNonNull(onFx(() -> desk.tree().source()));
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!onFx(condition::getAsBoolean)) {
      String said =
          onFx(() -> desk.notice().kind() == Notice.Kind.ERROR ? desk.notice().headline() : "");
      if (!said.isEmpty() || System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain for " + what + ". " + said);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Sample sample(double minutes, int cycles) {
    Runtime java = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    // What finalises or is weakly held takes more than one collection.
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, java.totalMemory() - java.freeMemory());
    }
    MemoryReading reading = MemoryReading.take(false);
    return new Sample(
        minutes,
        cycles,
        used,
        reading.whole() ? Math.max(0, reading.processBytes() - java.totalMemory()) : 0,
        Thread.activeCount());
  }

  private void close() {
    fx(() -> {
      window.remember();
      stage.close();
    });
    controller.close();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void startToolkit() {
    Display.prepare();
    FutureTask<Boolean> started = new FutureTask<>(() -> true);
    try {
      Platform.startup(started);
    } catch (IllegalStateException _) {
      // Someone in this process was first.
      Platform.runLater(started);
    }
    get(started);
    Platform.setImplicitExit(false);
  }

  private static void fx(Runnable action) {
    boolean _ =
        onFx(() -> {
          action.run();
          return true;
        });
  }

  private static <T> T onFx(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Platform.runLater(task);
    return get(task);
  }

  private static <T> T get(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the window failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
