package dev.espalier.app.tree.canvas;

import atlantafx.base.theme.PrimerLight;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;

/** Times the pictures of a search as its canvas in the window paints them, down to the pixels. */
public final class CanvasBenchmark {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;

  private final TreeViewModel model = new TreeViewModel();
  private final TreeCanvas canvas;
  private final StackPane root;
  private final WritableImage pixels = new WritableImage(WIDTH, HEIGHT);

  private CanvasBenchmark() {
    canvas = new TreeCanvas(model);
    canvas.setAnimated(false);
    root = new StackPane(canvas);
    Scene scene = new Scene(root, WIDTH, HEIGHT);
    scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    root.applyCss();
    paint();
  }

  /** A canvas with no search on it; starts JavaFX if need be. */
  public static CanvasBenchmark start() {
    return FxThread.call(CanvasBenchmark::new);
  }

  /**
   * Shows a search at its end.
   *
   * @param tree of all of the events
   * @return nanoseconds until it is painted
   */
  public long open(EventSource events, SearchTree tree) {
    return timed(() -> model.open(events, tree));
  }

  /**
   * Goes to a moment of the search.
   *
   * @return nanoseconds until it is painted
   */
  public long seek(int cursor) {
    return timed(() -> model.seek(cursor));
  }

  private long timed(Runnable change) {
    return FxThread.call(() -> {
      long begin = System.nanoTime();
      change.run();
      paint();
      return System.nanoTime() - begin;
    });
  }

  private void paint() {
    root.resize(WIDTH, HEIGHT);
    root.layout();
    canvas.snapshot(null, pixels);
  }
}
