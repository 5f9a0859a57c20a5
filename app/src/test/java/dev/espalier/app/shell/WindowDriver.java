package dev.espalier.app.shell;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.library.Library;
import dev.espalier.app.library.LibraryPort;
import dev.espalier.app.library.LibraryViewModel;
import dev.espalier.app.model.ModelViewModel;
import dev.espalier.app.model.ScriptedShelf;
import dev.espalier.app.run.Engine;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.Verdict;
import dev.espalier.app.setup.Example;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.table.TableModel;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Session;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;

/** Drives a real window from a test: waits for it, presses, types, looks. */
final class WindowDriver implements AutoCloseable {

  static final Example EXAMPLE =
      new Example(
          "Buns in boxes · 3 steps",
          "A baker packs 14 boxes with 6 buns each. She sells 3 boxes and gives away 5 buns from"
              + " the rest. How many buns are left?",
          "61");

  /** Finds the last number of a text, for want of a real checker. */
  static final AnswerChecker LAST_NUMBER =
      new AnswerChecker() {
        @Override
        public @Nullable String extract(String text) {
          String digits = text.replaceAll("(?s).*?(-?\\d+)\\D*$", "$1");
          return digits.matches("-?\\d+") ? digits : null;
        }

        @Override
        public boolean same(String answer, String known) {
          return answer.equals(known);
        }
      };

  private static final long PATIENCE_SECONDS = 20;
  private static boolean started;

  final DeskViewModel desk;
  final LessonViewModel lessons;
  final RunController controller;
  private final Stage stage;
  private final Window window;
  private final Robot robot;

  private WindowDriver(
      Engine engine, SessionStore sessions, EventSource demo, WindowMemory memory, int w, int h) {
    startToolkit();
    controller = new RunController(engine);
    record Parts(
        DeskViewModel desk, LessonViewModel lessons, Stage stage, Window window, Robot robot) {}
    Parts parts =
        onFx(() -> {
          SetupViewModel setup =
              new SetupViewModel(
                  engine instanceof DeskEngine
                      ? AlgorithmCatalogue.ALL
                      : ScriptedEngine.algorithms(),
                  Lists.immutable.of(EXAMPLE));
          DeskViewModel made = new DeskViewModel(controller, setup, sessions, LAST_NUMBER);
          LibraryViewModel library =
              new LibraryViewModel(
                  new Library(LAST_NUMBER),
                  port(sessions, controller),
                  memory.library(Path.of("nowhere")));
          LessonViewModel taught =
              new LessonViewModel(
                  Lessons.shipped(),
                  new LessonsOnDesk(made, WindowDriver::opened, tables(engine)),
                  memory.lessons());
          Stage shown = new Stage();
          Window opened =
              new Window(
                  made,
                  taught,
                  new ModelViewModel(
                      controller,
                      new ScriptedShelf(),
                      ScriptedShelf.CHOICE,
                      Lists.immutable.empty()),
                  library,
                  memory,
                  shown,
                  () -> made.showDemo(new SessionStore.Opened(demo, order(), "a script", "")));
          memory.number("width", w);
          memory.number("height", h);
          shown.setX(0);
          shown.setY(0);
          opened.show();
          return new Parts(made, taught, shown, opened, new Robot());
        });
    desk = parts.desk();
    lessons = parts.lessons();
    stage = parts.stage();
    window = parts.window();
    robot = parts.robot();
    frames(3);
  }

  private static LibraryPort port(SessionStore sessions, RunController controller) {
    return new LibraryPort() {
      @Override
      public void annotate(Path file, ImmutableList<Annotation> annotations) throws IOException {
        if (sessions instanceof SessionFiles files) {
          files.annotate(file, annotations);
        }
      }

      @Override
      public Future<Verdict> verify(Path file) {
        return controller.verify(file);
      }
    };
  }

  private static SessionStore.Opened opened(Session session, EventSource shown) {
    return new SessionStore.Opened(
        shown, Replays.order(session.header()), session.header().model().id(), "");
  }

  private static Consumer<@Nullable TableModel> tables(Engine engine) {
    return engine instanceof DeskEngine real ? real::answerFrom : _ -> {};
  }

  static WindowDriver open(Engine engine, SessionStore sessions, EventSource demo) {
    try {
      Path file = Files.createTempDirectory("window").resolve("window.properties");
      return new WindowDriver(engine, sessions, demo, new WindowMemory(file), 1000, 900);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static WindowDriver open(
      Engine engine, SessionStore sessions, EventSource demo, WindowMemory memory, int w, int h) {
    return new WindowDriver(engine, sessions, demo, memory, w, h);
  }

  static SearchOrder order() {
    return new SearchOrder(
        EXAMPLE.prompt(),
        "a-star",
        Maps.immutable.of("k", "4"),
        7,
        Budget.of(CostUnit.TOKENS, 4000),
        EXAMPLE.answer());
  }

  private static synchronized void startToolkit() {
    if (!started) {
      CountDownLatch ready = new CountDownLatch(1);
      try {
        Platform.startup(ready::countDown);
      } catch (IllegalStateException _) {
        // Another test of this process was first.
        Platform.runLater(ready::countDown);
      }
      await(ready);
      Platform.setImplicitExit(false);
      started = true;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the toolkit did not answer");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T onFx(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    if (Platform.isFxApplicationThread()) {
      task.run();
    } else {
      Platform.runLater(task);
    }
    try {
      return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (java.util.concurrent.TimeoutException | InterruptedException e) {
      throw new AssertionError("the window's thread did not answer", e);
    }
  }

  static void fx(Runnable action) {
    onFx(() -> {
      action.run();
      return true;
    });
  }

  /** Lets some frames pass. */
  void frames(int count) {
    for (int i = 0; i < count; i++) {
      CountDownLatch pulse = new CountDownLatch(1);
      fx(() -> {
        Scene scene = stage.getScene();
        Runnable[] listener = new Runnable[1];
        listener[0] =
            () -> {
              scene.removePostLayoutPulseListener(listener[0]);
              pulse.countDown();
            };
        scene.addPostLayoutPulseListener(listener[0]);
        Platform.requestNextPulse();
      });
      await(pulse);
    }
  }

  /** Waits until something is so; it is asked on the window's thread. */
  void waitFor(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!onFx(condition::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for " + what + "; the status line says: " + text("status"));
      }
      frames(1);
    }
  }

  Node node(String id) {
    return Objects.requireNonNull(
        onFx(() -> stage.getScene().lookup("#" + id)), () -> "there is nothing called " + id);
  }

  String text(String id) {
    return onFx(
        () -> ((Labeled) Objects.requireNonNull(stage.getScene().lookup("#" + id), id)).getText());
  }

  boolean shown(String id) {
    return onFx(() -> {
      Node node = stage.getScene().lookup("#" + id);
      return node != null && node.isVisible();
    });
  }

  /** Presses the mouse in the middle of something. */
  void click(String id) {
    clickAt(id, 0.5, 0.5);
  }

  /** Presses the mouse at a place in something, in fractions of its size. */
  void clickAt(String id, double x, double y) {
    Node node = node(id);
    fx(() -> {
      Bounds bounds = node.localToScreen(node.getBoundsInLocal());
      robot.mouseMove(
          bounds.getMinX() + x * bounds.getWidth(), bounds.getMinY() + y * bounds.getHeight());
      robot.mouseClick(MouseButton.PRIMARY);
    });
    frames(2);
  }

  /** Writes into a field. */
  void type(String id, String text) {
    Node field = node(id);
    fx(() -> ((javafx.scene.control.TextInputControl) field).setText(text));
    frames(2);
  }

  void exportPicture(boolean whole, Path file) {
    fx(() -> window.exportPicture(whole, file));
  }

  void press(KeyCode... keys) {
    fx(() -> {
      for (KeyCode key : keys) {
        robot.keyPress(key);
      }
      for (int i = keys.length - 1; i >= 0; i--) {
        robot.keyRelease(keys[i]);
      }
    });
    frames(2);
  }

  /** Holds a key down for a time, and does something in the middle of it. */
  void hold(KeyCode key, int millis, Runnable meanwhile) {
    fx(() -> robot.keyPress(key));
    frames(2);
    meanwhile.run();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until) {
      frames(1);
    }
    fx(() -> robot.keyRelease(key));
    frames(2);
  }

  BufferedImage picture() {
    frames(3);
    return onFx(() -> {
      WritableImage image = stage.getScene().snapshot(null);
      return SwingFXUtils.fromFXImage(image, null);
    });
  }

  void picture(Path file) {
    try {
      ImageIO.write(picture(), "png", file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Stage stage() {
    return stage;
  }

  @Override
  public void close() {
    fx(() -> {
      window.remember();
      stage.close();
    });
    controller.close();
  }
}
