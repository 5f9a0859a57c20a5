package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.layout.TreeScene;
import dev.espalier.search.event.EventSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Lays a large tree out beside the window while it grows, so that no frame waits for it. It works
 * on a fold of its own, since the tree on show belongs to the window's thread; what is on screen is
 * a moment behind, and no node of it moves or is missing for longer than one layout takes.
 */
final class TreeGrower {

  /** Trees of fewer nodes are laid out within a frame. */
  static final int LARGE = 3_000;

  /**
   * A layout of the first events of a search.
   *
   * @param source it was made of
   * @param size how many events that was
   * @param cursor that its states are of
   */
  record Grown(
      EventSource source,
      int size,
      int cursor,
      Metric metric,
      Folding folding,
      TreeScene scene,
      TreeStates states) {}

  private final Runnable ready;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicReference<@Nullable Grown> grown = new AtomicReference<>();

  // Used by one layout after the other, never by two.
  private @Nullable TreeFonts fonts;
  private @Nullable EventSource folded;
  private SearchTree tree = new SearchTree();

  /**
   * @param ready called on the window's thread when a layout can be taken
   */
  TreeGrower(Runnable ready) {
    this.ready = ready;
  }

  /**
   * Begins a layout, unless one is under way or has only just ended: half of the time is left to
   * others. Then {@code ready} is called once more when the next can be asked for.
   *
   * @param size how many events to lay out
   * @param folding what is not laid out
   * @param before the layout it follows
   */
  void ask(
      EventSource source, int size, int cursor, Metric metric, Folding folding, TreeScene before) {
    if (busy.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("layout")
          .start(() -> work(() -> grow(source, size, cursor, metric, folding, before)));
    }
  }

  private void work(Supplier<Grown> layout) {
    try {
      long begin = System.nanoTime();
      grown.set(layout.get());
      Platform.runLater(ready);
      LockSupport.parkNanos(System.nanoTime() - begin);
    } finally {
      busy.set(false);
      Platform.runLater(ready);
    }
  }

  private Grown grow(
      EventSource source, int size, int cursor, Metric metric, Folding folding, TreeScene before) {
    if (!source.equals(folded)) {
      folded = source;
      tree = new SearchTree();
    }
    tree.append(source, size - tree.size());
    TreeFonts own = fonts;
    if (own == null) {
      own = new TreeFonts();
      fonts = own;
    }
    TreeScene scene = before.grown(tree, folding, own.measure());
    return new Grown(
        source, size, cursor, metric, folding, scene, new TreeStates(tree, scene, cursor, metric));
  }

  /** The last layout, once. */
  @Nullable Grown take() {
    return grown.getAndSet(null);
  }

  /** Gives the memory of a search that is no longer shown back. */
  void forget() {
    grown.set(null);
    // A layout under way is of no use to anyone; its fold goes with the next search's.
    if (busy.compareAndSet(false, true)) {
      folded = null;
      tree = new SearchTree();
      busy.set(false);
    }
  }
}
