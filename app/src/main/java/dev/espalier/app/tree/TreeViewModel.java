package dev.espalier.app.tree;

import dev.espalier.search.event.EventSource;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * One search as looked at: its tree, the place in time, the selection and the metric, shared by all
 * views. Node −1 means none.
 */
public final class TreeViewModel {

  private final ReadOnlyObjectWrapper<SearchTree> tree =
      new ReadOnlyObjectWrapper<>(this, "tree", new SearchTree());
  private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(this, "size", 0);
  private final ReadOnlyIntegerWrapper cursor = new ReadOnlyIntegerWrapper(this, "cursor", 0);
  private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", -1);
  private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);
  private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);
  private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
  private final ObjectProperty<Metric> metric =
      new SimpleObjectProperty<>(this, "metric", Metric.SCORE);
  private final FoldsViewModel folds = new FoldsViewModel(this);
  private @Nullable EventSource source;

  /**
   * Shows another search: all of it that is there by now, and what {@link #refresh} finds later.
   */
  public void open(EventSource events) {
    open(events, null);
  }

  /**
   * The same.
   *
   * @param folded the tree of all of the events, this model's own from now on; null if it is still
   *     to be made
   */
  public void open(EventSource events, @Nullable SearchTree folded) {
    source = events;
    selected.set(-1);
    hovered.set(-1);
    SearchTree opened = folded == null ? SearchTree.of(events) : folded;
    // The cursor of the old tree may lie beyond the new one.
    size.set(0);
    cursor.set(0);
    // What is folded is of the old tree's nodes.
    folds.reopened();
    tree.set(opened);
    size.set(opened.size());
    moveTo(following.get() ? opened.size() : 0);
  }

  /** Shows no search. */
  public void close() {
    source = null;
    selected.set(-1);
    hovered.set(-1);
    size.set(0);
    cursor.set(0);
    current.set(-1);
    folds.reopened();
    tree.set(new SearchTree());
  }

  /**
   * Takes in new events, at most {@code limit} of them; called once a frame. While {@link
   * #followingProperty following}, the cursor goes with the end.
   *
   * @return whether there were any
   */
  public boolean refresh(int limit) {
    if (source == null || tree.get().append(source, limit) == 0) {
      return false;
    }
    folds.grew();
    size.set(tree.get().size());
    if (following.get()) {
      moveTo(size.get());
    }
    return true;
  }

  /** Goes to a place in time, the nearest there is. */
  public void seek(int to) {
    moveTo(Math.clamp(to, 0, size.get()));
  }

  /** The same, and unfolds what hides the node that the last event there was about. */
  public void jump(int to) {
    moveTo(Math.clamp(to, 0, size.get()));
    folds.open(current.get());
  }

  /** Goes on by a grain; at the end it stays. */
  public void forward(Grain grain) {
    seek(tree.get().next(grain, cursor.get()));
  }

  /** Goes back by a grain; at the start it stays. */
  public void back(Grain grain) {
    seek(tree.get().previous(grain, cursor.get()));
  }

  /** Goes to the next moment of a kind, and stays where it is if there is none. */
  public void forward(Mark mark) {
    jump(tree.get().mark(mark).next(cursor.get(), cursor.get()));
  }

  /** Goes to the previous moment of a kind, and stays where it is if there is none. */
  public void back(Mark mark) {
    jump(tree.get().mark(mark).previous(cursor.get(), cursor.get()));
  }

  private void moveTo(int to) {
    // Listeners of the cursor look at the current node, so it has to be right first.
    current.set(tree.get().currentNode(to));
    cursor.set(to);
  }

  /** What of the tree is folded away. */
  public FoldsViewModel folds() {
    return folds;
  }

  /** The events that are shown; null while there is no search. */
  public @Nullable EventSource source() {
    return source;
  }

  public SearchTree tree() {
    return Objects.requireNonNull(tree.get());
  }

  public ReadOnlyObjectProperty<SearchTree> treeProperty() {
    return tree.getReadOnlyProperty();
  }

  /** How many events there are; changes whenever the tree has grown. */
  public ReadOnlyIntegerProperty sizeProperty() {
    return size.getReadOnlyProperty();
  }

  public int size() {
    return size.get();
  }

  /** The place in time: how many events have happened. */
  public ReadOnlyIntegerProperty cursorProperty() {
    return cursor.getReadOnlyProperty();
  }

  public int cursor() {
    return cursor.get();
  }

  /** The node the last event was about. */
  public ReadOnlyIntegerProperty currentProperty() {
    return current.getReadOnlyProperty();
  }

  public int current() {
    return current.get();
  }

  public IntegerProperty selectedProperty() {
    return selected;
  }

  public int selected() {
    return selected.get();
  }

  public void select(int node) {
    selected.set(node);
  }

  public IntegerProperty hoveredProperty() {
    return hovered;
  }

  public int hovered() {
    return hovered.get();
  }

  /** Whether the cursor goes with the end of a search that is running. */
  public BooleanProperty followingProperty() {
    return following;
  }

  public ObjectProperty<Metric> metricProperty() {
    return metric;
  }

  public Metric metric() {
    return Objects.requireNonNull(metric.get());
  }
}
