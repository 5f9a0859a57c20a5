package dev.espalier.app.shell;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Work on files, which goes on beside the window; what is begun last is waited for. */
final class FileWork {

  private record Task<T>(String doing, Future<T> future, Done<T> done) {}

  /** What to do in the window with what came out. */
  interface Done<T> {
    void accept(T result);
  }

  private @Nullable Task<?> task;

  /**
   * Begins something.
   *
   * @param doing what, for the status line
   * @param work done on another thread than the window's
   * @param done called by {@link #poll} once it is
   */
  <T> void begin(String doing, Callable<T> work, Done<T> done) {
    FutureTask<T> future = new FutureTask<>(work);
    task = new Task<>(doing, future, done);
    Thread.ofVirtual().name("files").start(future);
  }

  /** What is under way, or empty. */
  String doing() {
    Task<?> now = task;
    return now == null ? "" : now.doing();
  }

  /**
   * Hands over what has come out; called once a frame.
   *
   * @return what went wrong, if anything did
   */
  Notice poll() {
    Task<?> now = task;
    if (now == null || !now.future().isDone()) {
      return Notice.NONE;
    }
    task = null;
    return finish(now);
  }

  private static <T> Notice finish(Task<T> finished) {
    try {
      finished.done().accept(finished.future().get());
    } catch (ExecutionException e) {
      return trouble(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Notice.NONE;
  }

  private static Notice trouble(@Nullable Throwable cause) {
    String words =
        switch (cause) {
          case SessionStore.Trouble trouble -> trouble.words();
          case IOException io -> "The file could not be used. " + io.getMessage();
          case null, default -> "The file could not be used: " + cause;
        };
    return new Notice(
        Notice.Kind.ERROR,
        words,
        "What was on screen is still there.",
        cause instanceof SessionStore.ParentMissing
            ? Notice.Remedy.LOCATE_PARENT
            : Notice.Remedy.NONE);
  }
}
