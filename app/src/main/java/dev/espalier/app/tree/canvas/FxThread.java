package dev.espalier.app.tree.canvas;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;

/** Runs work on the JavaFX thread and waits for it, starting JavaFX where nobody has. */
final class FxThread {

  private FxThread() {}

  /**
   * The result of {@code work}.
   *
   * @throws IllegalStateException if interrupted, or if the work throws a checked exception
   */
  static <T> T call(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    if (Platform.isFxApplicationThread()) {
      task.run();
    } else {
      try {
        Platform.startup(task);
      } catch (IllegalStateException _) {
        // Started before: the usual case in the workbench.
        Platform.runLater(task);
      }
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a tree was drawn", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException problem -> throw problem;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("a tree could not be drawn", e);
      }
    }
  }
}
