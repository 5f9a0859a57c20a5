package dev.espalier.app.tree.canvas;

import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * How fast a large tree is drawn: the real canvas with its minimap in a window of 1440 by 900,
 * without a display and without a graphics card, each frame as soon as the one before it is done.
 */
public final class TreeBenchmark {

  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double WARM_UP_SECONDS = 1.5;
  private static final int EVENTS_A_NODE = 3;

  /** New events a second while a search runs: many times what models of any size write. */
  private static final int FED_A_SECOND = 3_000;

  /** As many events as the window takes in at once. */
  private static final int EVENTS_A_FRAME = 20_000;

  private final int nodes;
  private final double seconds;
  private final Consumer<String> progress;
  private final TreeViewModel model = new TreeViewModel();
  private final SplittableRandom random = new SplittableRandom(2);

  private TreeBenchmark(int nodes, double seconds, Consumer<String> progress) {
    this.nodes = nodes;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * One way of looking at the tree.
   *
   * @param median and the others: milliseconds from one frame to the next
   */
  public record Row(
      String what,
      int frames,
      double framesPerSecond,
      double median,
      double ninetyFive,
      double ninetyNine,
      double most) {

    static Row of(String what, double[] millis) {
      double[] sorted = millis.clone();
      Arrays.sort(sorted);
      return new Row(
          what,
          sorted.length,
          1000 * sorted.length / Arrays.stream(sorted).sum(),
          at(sorted, 0.5),
          at(sorted, 0.95),
          at(sorted, 0.99),
          at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
      return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
  }

  /**
   * @param firstPictureMillis from the recorded events to the first frame with the tree
   */
  public record Result(int nodes, double firstPictureMillis, ImmutableList<Row> rows) {

    /** Aligned for a terminal. */
    public String table() {
      StringBuilder text =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "%,d nodes; from the events to the first picture %.0f"
                      + " ms%n%n%-44s%8s%10s%8s%8s%8s%n",
                  nodes,
                  firstPictureMillis,
                  "milliseconds a frame",
                  "fps",
                  "median",
                  "95 %",
                  "99 %",
                  "most"));
      rows.each(row ->
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-44s%8.0f%10.1f%8.1f%8.1f%8.1f%n",
                  row.what(),
                  row.framesPerSecond(),
                  row.median(),
                  row.ninetyFive(),
                  row.ninetyNine(),
                  row.most())));
      return text.toString();
    }
  }

  /**
   * Measures; to be called in a process that has not started JavaFX.
   *
   * @param nodes of the tree, at least 10
   * @param seconds for each row
   * @param progress is told what is measured now
   */
  public static Result run(int nodes, double seconds, Consumer<String> progress) {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    System.setProperty("java.awt.headless", "true");
    System.setProperty("javafx.animation.fullspeed", "true");
    return new TreeBenchmark(nodes, seconds, progress).run();
  }

  private Result run() {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    events.add(new SearchEvent.Rooted(0, IntLists.immutable.with(1), "What is to be found?"));
    for (int node = 1; node < nodes; node++) {
      grow(node, events);
    }
    EventLog log = new EventLog();
    log.append(events);
    TreeCanvas canvas = FxThread.call(this::open);
    frames(canvas, 0.5, _ -> {});
    long begin = System.nanoTime();
    CompletableFuture<Boolean> shown = new CompletableFuture<>();
    FxThread.call(() -> {
      canvas
          .frameProperty()
          .addListener((_, _, frame) -> {
            if (!frame.scene().isEmpty()) {
              shown.complete(true);
            }
          });
      model.open(log);
      return true;
    });
    shown.join();
    double first = (System.nanoTime() - begin) / 1e6;
    MutableList<Row> rows = Lists.mutable.empty();
    double[] turn = {0};
    for (double scale : new double[] {1, 0.5, 0.2, 0.04}) {
      rows.add(
          measured(
              canvas,
              String.format(Locale.ROOT, "pan at %.0f %%", 100 * scale),
              canvas.scene().nodes() / 2,
              scale,
              _ -> {
                turn[0] += 0.05;
                canvas.cameraMan().pan(24 * Math.cos(turn[0]), 24 * Math.sin(turn[0]));
              }));
    }
    rows.add(
        measured(
            canvas,
            "zoom from 100 % to the whole and back",
            canvas.scene().nodes() / 2,
            1,
            now -> canvas.zoom(now % 4 < 2 ? 0.97 : 1 / 0.97)));
    FxThread.call(() -> {
      canvas.fit();
      return true;
    });
    rows.add(
        Row.of("whole tree, another node pointed at", frames(canvas, seconds, _ -> hoverNext())));
    rows.add(fed(canvas, log));
    return new Result(nodes, first, rows.toImmutable());
  }

  private void grow(int node, MutableList<SearchEvent> events) {
    // Below some node of the last two thirds, so that branches have all kinds of depths.
    int parent = node < 4 ? 0 : node - 1 - random.nextInt(Math.max(1, node * 2 / 3));
    double reward = random.nextDouble();
    events.add(
        new SearchEvent.Grown(
            node, parent, IntLists.immutable.with(1, 2, 3), "Then " + node + " more.\n\n", -1.5));
    events.add(new SearchEvent.Ended(node, Ending.SEPARATOR));
    events.add(new SearchEvent.Scored(node, new Score.AStar(reward, 1 - reward, 0, 0, 1 - reward)));
  }

  private TreeCanvas open() {
    TreePane pane = new TreePane(model);
    Stage stage = new Stage();
    Scene scene = new Scene(pane, WIDTH, HEIGHT);
    scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
    pane.canvas().setAnimated(false);
    return pane.canvas();
  }

  private void hoverNext() {
    model.hoveredProperty().set(random.nextInt(model.tree().nodes()));
  }

  private Row measured(
      TreeCanvas canvas, String what, int node, double scale, DoubleConsumer action) {
    progress.accept(what);
    FxThread.call(() -> {
      canvas.centre(node);
      canvas.zoom(scale / canvas.cameraMan().camera().scale());
      return true;
    });
    frames(canvas, WARM_UP_SECONDS, action);
    return Row.of(what, frames(canvas, seconds, action));
  }

  /** A search that goes on while the tree is looked at. */
  private Row fed(TreeCanvas canvas, EventLog log) {
    String what = "pan while events come in, %d a second".formatted(FED_A_SECOND);
    progress.accept(what);
    FxThread.call(() -> {
      canvas.centre(canvas.scene().nodes() / 2);
      return true;
    });
    Thread search =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              int node = nodes;
              while (!Thread.currentThread().isInterrupted()) {
                MutableList<SearchEvent> step = Lists.mutable.empty();
                grow(node++, step);
                log.append(step);
                try {
                  TimeUnit.NANOSECONDS.sleep(1_000_000_000L * EVENTS_A_NODE / FED_A_SECOND);
                } catch (InterruptedException _) {
                  return;
                }
              }
            });
    DoubleConsumer action =
        now -> {
          model.refresh(EVENTS_A_FRAME);
          canvas.cameraMan().pan(6 * Math.cos(now), 6 * Math.sin(now));
        };
    frames(canvas, WARM_UP_SECONDS, action);
    double[] millis = frames(canvas, seconds, action);
    search.interrupt();
    return Row.of(what, millis);
  }

  /** Does something once a frame, and times the frames. */
  private static double[] frames(TreeCanvas canvas, double seconds, DoubleConsumer action) {
    CompletableFuture<double[]> done = new CompletableFuture<>();
    FxThread.call(() -> {
      new AnimationTimer() {
        private final long begin = System.nanoTime();
        private long last = begin;
        private double[] millis = new double[1 << 12];
        private int count;

        @Override
        public void handle(long now) {
          long time = System.nanoTime();
          if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
          }
          millis[count++] = (time - last) / 1e6;
          last = time;
          double since = (time - begin) / 1e9;
          action.accept(since);
          canvas.repaint();
          if (since >= seconds && count > 2) {
            stop();
            // The first begins anywhere between two frames.
            done.complete(Arrays.copyOfRange(millis, 1, count));
          }
        }
      }.start();
      return true;
    });
    return done.join();
  }
}
