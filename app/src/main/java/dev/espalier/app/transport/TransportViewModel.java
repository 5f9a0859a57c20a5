package dev.espalier.app.transport;

import dev.espalier.app.breakpoints.BreakpointsViewModel;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.TreeViewModel;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** The place in time: stepping, playing, following a search that is running. */
public final class TransportViewModel {

  private static final long SECOND = 1_000_000_000L;

  private final TreeViewModel model;
  private final BreakpointsViewModel breakpoints;
  private final TimelineViewModel timeline;
  private final ObjectProperty<Grain> grain = new SimpleObjectProperty<>(this, "grain", Grain.STEP);
  private final ObjectProperty<Speed> speed =
      new SimpleObjectProperty<>(this, "speed", Speed.NORMAL);
  private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper(this, "playing", false);
  private final BooleanProperty live = new SimpleBooleanProperty(this, "live", false);
  private final ObjectProperty<ImmutableIntList> notes =
      new SimpleObjectProperty<>(this, "notes", IntLists.immutable.empty());
  private final StringBinding place;
  private final BooleanBinding atStart;
  private final BooleanBinding atEnd;

  /** Time of the last frame while playing, and how much of a move had gathered by then. */
  private long lastTick;

  private double owed;

  public TransportViewModel(TreeViewModel model) {
    this.model = model;
    this.breakpoints = new BreakpointsViewModel(model);
    this.timeline = new TimelineViewModel(model);
    place =
        Bindings.createStringBinding(
            this::place, model.cursorProperty(), model.sizeProperty(), timeline.axisProperty());
    atStart = model.cursorProperty().isEqualTo(0);
    atEnd = model.cursorProperty().isEqualTo(model.sizeProperty());
  }

  private String place() {
    if (model.size() == 0) {
      return "no events";
    }
    return "%s · step %s of %s"
        .formatted(
            timeline.place(),
            Numbers.count(model.cursor() == 0 ? 0 : model.tree().stepAt(model.cursor()) + 1L),
            Numbers.count(model.tree().steps()));
  }

  /** Cursors of the moments that people have noted, ascending. */
  public ObjectProperty<ImmutableIntList> notesProperty() {
    return notes;
  }

  public TreeViewModel model() {
    return model;
  }

  /** Goes on by the chosen grain. */
  public void forward() {
    forward(grain());
  }

  public void forward(Grain by) {
    pause();
    model.forward(by);
  }

  /** Goes back by the chosen grain. */
  public void back() {
    back(grain());
  }

  public void back(Grain by) {
    leaveTheEnd();
    model.back(by);
  }

  public void forward(Mark mark) {
    pause();
    model.forward(mark);
  }

  public void back(Mark mark) {
    leaveTheEnd();
    model.back(mark);
  }

  /** Goes to the next hit of a breakpoint, and stays where it is if there is none. */
  public void toNextHit() {
    int hit = breakpoints.next(model.cursor());
    if (hit >= 0) {
      pause();
      model.followingProperty().set(false);
      model.jump(hit);
    }
  }

  /** Goes back to the last hit before, and stays where it is if there is none. */
  public void toPreviousHit() {
    int hit = breakpoints.previous(model.cursor());
    if (hit >= 0) {
      leaveTheEnd();
      model.jump(hit);
    }
  }

  /**
   * Looks for hits among new events; a search that is followed stops being so at the first.
   *
   * @param own whether the search was begun here, rather than opened
   * @return whether there was one
   */
  public boolean stopAtHits(boolean own) {
    breakpoints.refresh();
    int hit = breakpoints.stoppedAt();
    if (hit < 0 || !own || !model.followingProperty().get()) {
      return false;
    }
    model.followingProperty().set(false);
    model.jump(hit);
    return true;
  }

  /** What the scrubber shows of time. */
  public TimelineViewModel timeline() {
    return timeline;
  }

  public BreakpointsViewModel breakpoints() {
    return breakpoints;
  }

  public void toStart() {
    leaveTheEnd();
    model.seek(0);
  }

  /** Goes to the end and stays there as it moves. */
  public void toEnd() {
    pause();
    model.followingProperty().set(true);
    model.seek(model.size());
  }

  /**
   * Goes to a place in time and stays there, unless it is the end of a search that is running; what
   * is folded away there is unfolded.
   */
  public void seek(int cursor) {
    scrub(cursor);
    model.jump(cursor);
  }

  /** The same, but leaves folded what the hand only passes by. */
  public void scrub(int cursor) {
    pause();
    model.followingProperty().set(cursor >= model.size());
    model.seek(cursor);
  }

  private void leaveTheEnd() {
    pause();
    model.followingProperty().set(false);
  }

  /** Plays from here, or from the start when already at the end. */
  public void play() {
    if (model.size() == 0) {
      return;
    }
    model.followingProperty().set(false);
    if (model.cursor() >= model.size()) {
      model.seek(0);
    }
    lastTick = 0;
    owed = 0;
    playing.set(true);
  }

  public void pause() {
    playing.set(false);
  }

  public void togglePlay() {
    if (playing.get()) {
      pause();
    } else {
      play();
    }
  }

  /**
   * Plays on; called once a frame.
   *
   * @param now time in nanoseconds, from any origin
   */
  public void tick(long now) {
    if (!playing.get()) {
      return;
    }
    if (lastTick != 0) {
      owed += (now - lastTick) * speed().stepsPerSecond() / SECOND;
    }
    lastTick = now;
    while (owed >= 1 && model.cursor() < model.size()) {
      owed--;
      int stop = breakpoints.nextStop(model.cursor());
      model.forward(grain());
      if (stop >= 0 && model.cursor() >= stop) {
        model.jump(stop);
        pause();
        return;
      }
    }
    if (model.cursor() >= model.size() && !live.get()) {
      pause();
    }
  }

  public ObjectProperty<Grain> grainProperty() {
    return grain;
  }

  public Grain grain() {
    return Objects.requireNonNull(grain.get());
  }

  public ObjectProperty<Speed> speedProperty() {
    return speed;
  }

  public Speed speed() {
    return Objects.requireNonNull(speed.get());
  }

  public ReadOnlyBooleanProperty playingProperty() {
    return playing.getReadOnlyProperty();
  }

  /** Whether more events may come: a search is running. */
  public BooleanProperty liveProperty() {
    return live;
  }

  /** "event 812 of 2410 · step 14 of 40". */
  public StringBinding placeBinding() {
    return place;
  }

  public BooleanBinding atStartBinding() {
    return atStart;
  }

  public BooleanBinding atEndBinding() {
    return atEnd;
  }
}
