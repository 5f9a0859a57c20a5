package dev.espalier.app.comparison;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.app.tree.canvas.RunsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The runs that are compared, the place on their common axis, and everything that follows from the
 * two. Empty while nothing is compared.
 */
public final class ComparisonViewModel implements RunsModel {

  /** Events of each run taken in a frame. */
  private static final int EVENTS_A_FRAME = 20_000;

  /** While runs grow, all is laid out anew no more often than this. */
  private static final long REBUILD_NANOS = 400_000_000;

  /** Playing from one end to the other takes so long. */
  private static final double PLAY_SECONDS = 15;

  /** A stride, as a share of the axis. */
  private static final double STRIDE = 0.05;

  /**
   * A run as its card has it.
   *
   * @param settings algorithm and settings, in a few words
   * @param state what goes on with it, or empty
   */
  public record Card(String title, String settings, String state, Arrival.Phase phase) {}

  /** A moment of a run worth a sign on its lane. */
  public record Sign(Mark mark, double place) {}

  private static final ImmutableList<Mark> SIGNS =
      Lists.immutable.of(Mark.BACKTRACK, Mark.RESAMPLE, Mark.WARNING, Mark.FINISH);

  private final AnswerChecker checker;
  private final Validity validity = new Validity();
  private final List<Seat> seats = new ArrayList<>();
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper(this, "open", false);
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
  private final ReadOnlyObjectWrapper<ImmutableList<Card>> cards =
      new ReadOnlyObjectWrapper<>(this, "cards", Lists.immutable.empty());
  private final ReadOnlyObjectWrapper<ImmutableList<Unfairness>> unfairness =
      new ReadOnlyObjectWrapper<>(this, "unfairness", Lists.immutable.empty());
  private final ReadOnlyObjectWrapper<ImmutableList<Axis>> axes =
      new ReadOnlyObjectWrapper<>(this, "axes", Lists.immutable.of(Axis.TOKENS));
  private final ObjectProperty<Axis> axis = new SimpleObjectProperty<>(this, "axis", Axis.TOKENS);
  private final ObjectProperty<Measure> measure =
      new SimpleObjectProperty<>(this, "measure", Measure.BEST_SCORE);
  private final ReadOnlyDoubleWrapper place = new ReadOnlyDoubleWrapper(this, "place", 0);
  private final ReadOnlyIntegerWrapper cursor = new ReadOnlyIntegerWrapper(this, "cursor", 0);
  private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(this, "size", 0);
  private final IntegerProperty selected = new SimpleIntegerProperty(this, "selected", -1);
  private final IntegerProperty hovered = new SimpleIntegerProperty(this, "hovered", -1);
  private final BooleanProperty playing = new SimpleBooleanProperty(this, "playing", false);
  private final ReadOnlyObjectWrapper<UnionTree> tree;
  private final ReadOnlyObjectWrapper<ResultTable> table =
      new ReadOnlyObjectWrapper<>(this, "table", new ResultTable(Lists.immutable.empty()));
  private final ReadOnlyObjectWrapper<ImmutableList<Curve>> curves =
      new ReadOnlyObjectWrapper<>(this, "curves", Lists.immutable.empty());

  private Alignment alignment = Alignment.of(Axis.TOKENS, Lists.immutable.empty());
  private ImmutableList<ImmutableList<Sign>> signs = Lists.immutable.empty();
  private boolean grown;
  private boolean reseated;
  private boolean tableStale;
  private long rebuilt;
  private long lastPulse;

  /** Where to go once the first of the runs are there, NaN for nowhere. */
  private double goal = Double.NaN;

  public ComparisonViewModel(AnswerChecker checker) {
    this.checker = checker;
    UnionTree nothing = new UnionTree(Lists.immutable.empty(), true);
    nothing.align(alignment);
    tree = new ReadOnlyObjectWrapper<>(this, "tree", nothing);
    axis.addListener((_, before, now) -> turn(before, now));
    measure.addListener(_ -> redraw());
    cursor.addListener(_ -> tableStale = true);
  }

  // Who is compared.

  /**
   * Begins a comparison.
   *
   * @param words what is special about it, or empty
   * @param tokens where to begin, in generated tokens; NaN for the end
   */
  public void open(ImmutableList<Entrant> runs, String words, double tokens) {
    close();
    note.set(words);
    axis.set(Axis.TOKENS);
    goal = tokens;
    runs.each(run -> seats.add(new Seat(run.title(), Arrival.of(run))));
    reseated = true;
    open.set(true);
    refresh(lastPulse);
  }

  /** Adds a run that is there or yet to come; there is room for {@link RunMark#MOST}. */
  public void add(String title, Arrival arrival) {
    if (isFull()) {
      throw new IllegalStateException("there are " + seats.size() + " runs already");
    }
    seats.add(new Seat(title, arrival));
    reseated = true;
    open.set(true);
    refresh(lastPulse);
  }

  public boolean isFull() {
    return seats.size() >= RunMark.MOST;
  }

  /** Takes a run out; the last one ends the comparison. */
  public void remove(int run) {
    seats.remove(run).stop();
    note.set("");
    if (seats.isEmpty()) {
      close();
      return;
    }
    reseated = true;
    refresh(lastPulse);
  }

  /** Stops a run that goes on; what there is of it stays. */
  public void stop(int run) {
    seats.get(run).stop();
  }

  /** Ends the comparison; searches that were begun for it are stopped. */
  public void close() {
    seats.forEach(Seat::stop);
    seats.clear();
    playing.set(false);
    note.set("");
    open.set(false);
    reseated = true;
    refresh(lastPulse);
  }

  // What happens once a frame.

  /**
   * Looks what has come, and plays.
   *
   * @param now in nanoseconds, from any origin
   */
  public void pulse(long now) {
    if (!open.get()) {
      return;
    }
    refresh(now);
    double elapsed = Math.clamp((now - lastPulse) / 1e9, 0, 0.25);
    lastPulse = now;
    if (playing.get()) {
      double to = place.get() + elapsed * end() / PLAY_SECONDS;
      seekPlace(to);
      if (to >= end()) {
        playing.set(false);
      }
    }
    if (tableStale) {
      tableStale = false;
      table.set(look());
    }
  }

  private void refresh(long now) {
    boolean changed = reseated;
    for (Seat seat : seats) {
      boolean before = seat.entrant() != null;
      changed |= seat.look();
      reseated |= before != (seat.entrant() != null);
      grown |= seat.course().append(EVENTS_A_FRAME) > 0;
    }
    if (changed) {
      cards.set(Lists.immutable.withAll(seats).collect(ComparisonViewModel::card));
    }
    boolean due = now - rebuilt >= REBUILD_NANOS || seats.stream().allMatch(this::takenIn);
    if (reseated || (grown && due)) {
      rebuild(reseated);
      rebuilt = now;
    }
  }

  private boolean takenIn(Seat seat) {
    return seat.entrant() == null || seat.course().whole();
  }

  private static Card card(Seat seat) {
    return new Card(
        seat.title(), seat.settings(), seat.progress().state(), seat.progress().phase());
  }

  private void rebuild(boolean others) {
    boolean atEnd = place.get() >= alignment.end();
    ImmutableList<Course> courses = courses();
    alignment = Alignment.of(axis(), courses);
    int chosen = selected.get() < 0 ? -1 : tree().lastPlace(selected.get());
    hovered.set(-1);
    if (others) {
      selected.set(-1);
      UnionTree union = new UnionTree(courses.collect(Course::tree), sameVocabulary());
      union.align(alignment);
      cursor.set(0);
      tree.set(union);
    } else {
      tree().grow();
      tree().align(alignment);
    }
    reseated = false;
    grown = false;
    // What scores measure shows only with the first of them.
    ImmutableList<Unfairness> found = unfair();
    if (!found.equals(unfairness())) {
      unfairness.set(found);
    }
    offerAxes();
    redraw();
    if (!others && chosen >= 0) {
      selected.set(tree().nodeOfPlace(chosen));
    }
    size.set(size.get() + 1);
    if (atEnd) {
      seekPlace(end());
    } else {
      seekPlace(place.get());
    }
    if (!Double.isNaN(goal) && seats.stream().allMatch(seat -> seat.course().tree().size() > 0)) {
      seekPlace(goal);
      goal = Double.NaN;
    }
    tableStale = true;
  }

  private ImmutableList<Course> courses() {
    return Lists.immutable.withAll(seats).collect(Seat::course);
  }

  private boolean sameVocabulary() {
    return Lists.immutable
            .withAll(seats)
            .collect(Seat::entrant)
            .select(Objects::nonNull)
            .collect(run -> run.header() == null ? run.model() : run.header().model().hash())
            .distinct()
            .size()
        <= 1;
  }

  private ImmutableList<Unfairness> unfair() {
    return Unfairness.among(
        Lists.immutable.withAll(seats).collect(Seat::entrant),
        Lists.immutable.withAll(seats).collect(seat -> ScoreKind.of(seat.course().tree())));
  }

  private void offerAxes() {
    ImmutableList<Course> courses = courses();
    ImmutableList<Axis> offered =
        Lists.immutable
            .with(Axis.values())
            .select(one -> one == Axis.TOKENS || courses.anySatisfy(course -> course.has(one)));
    if (!offered.equals(axes.get())) {
      axes.set(offered);
    }
    if (!offered.contains(axis())) {
      axis.set(Axis.TOKENS);
    }
  }

  /** Another axis: the first run stays where it is. */
  private void turn(Axis before, Axis now) {
    ImmutableList<Course> courses = courses();
    Course first = courses.getFirst();
    double to = first == null ? 0 : first.at(now, first.cursorAt(before, place.get()));
    boolean atEnd = place.get() >= alignment.end();
    alignment = Alignment.of(now, courses);
    tree().align(alignment);
    redraw();
    size.set(size.get() + 1);
    seekPlace(atEnd ? end() : to);
    tableStale = true;
  }

  private void redraw() {
    ImmutableList<Course> courses = courses();
    signs = courses.collect(this::signs);
    curves.set(courses.collect(course -> Curve.of(axis(), course, measure().of(course.tree()))));
  }

  private ImmutableList<Sign> signs(Course course) {
    List<Sign> found = new ArrayList<>();
    for (Mark mark : SIGNS) {
      double last = Double.NaN;
      for (int i = 0; i < course.tree().mark(mark).size(); i++) {
        double at = course.seenFrom(axis(), course.tree().mark(mark).get(i));
        if (at != last) {
          found.add(new Sign(mark, at));
          last = at;
        }
      }
    }
    return Lists.immutable.withAll(found);
  }

  private ResultTable look() {
    ImmutableList<ResultTable.Moment> moments =
        Lists.immutable
            .withAll(seats)
            .collectWithIndex((seat, run) -> {
              Entrant entrant = seat.entrant();
              return entrant == null
                  ? null
                  : new ResultTable.Moment(
                      run, entrant, seat.course(), alignment.cursor(run, cursor()));
            })
            .select(Objects::nonNull);
    boolean comparable = unfairness().noneSatisfy(one -> one.kind() == Unfairness.Kind.SCORE);
    return ResultTable.of(moments, comparable, checker, validity);
  }

  // The place.

  /** Goes to a place on the axis, the nearest there is. */
  public void seekPlace(double to) {
    double there = Math.clamp(to, 0, end());
    int index = alignment.indexAt(there);
    place.set(there);
    cursor.set(index);
  }

  /** Goes to a place at which the state of a run changes. */
  @Override
  public void seek(int to) {
    seekPlace(alignment.place(Math.clamp(to, 0, alignment.size() - 1)));
  }

  public void forward() {
    seek(cursor() + 1);
  }

  public void back() {
    // Between two places, the one before is where to go first.
    boolean between = place.get() > alignment.place(cursor());
    seek(between ? cursor() : cursor() - 1);
  }

  /** Goes on by a twentieth of the axis, or back. */
  public void stride(int by) {
    seekPlace(place.get() + by * STRIDE * end());
  }

  public void togglePlay() {
    if (!playing.get() && place.get() >= end()) {
      seekPlace(0);
    }
    playing.set(!playing.get());
  }

  /** Goes to where the selected node comes to be. */
  public void toBirth() {
    if (selected.get() >= 0) {
      seek(tree().birth(selected.get()));
    }
  }

  /** The place in words. */
  public String placeInWords() {
    return "%s of %s %s".formatted(figure(place.get()), figure(end()), axis().label());
  }

  /** A place on the axis as it is written. */
  public String figure(double at) {
    return axis().figure(at);
  }

  // What there is to see.

  private Story story() {
    return new Story(tree(), alignment, courses(), cursor());
  }

  /** What a node is and what each run made of it, one line a run. */
  public ImmutableList<String> story(int node) {
    return story().lines(node);
  }

  /** The text down to a node, as far as it is written. */
  public String completion(int node) {
    return tree().completionAt(node, cursor());
  }

  /** Whose a node is: "only A", "A and B". */
  public String owners(int node) {
    return story().owners(node);
  }

  /** How much of the tree is whose, in a sentence. */
  public String summary() {
    return story().summary();
  }

  @Override
  public String words(int node) {
    return story().words(node);
  }

  @Override
  public int runs() {
    return seats.size();
  }

  @Override
  public int members(int node) {
    return tree().members(node);
  }

  @Override
  public @Nullable NodeStatus status(int run, int node) {
    return tree().statusAt(run, node, cursor());
  }

  @Override
  public int current(int run) {
    int own = seats.get(run).course().tree().currentNode(alignment.cursor(run, cursor()));
    return own < 0 ? -1 : tree().nodeOf(run, own);
  }

  @Override
  public int chosen(int run) {
    var conclusion = seats.get(run).course().tree().conclusionAt(alignment.cursor(run, cursor()));
    return conclusion == null || conclusion.results().isEmpty()
        ? -1
        : tree().nodeOf(run, conclusion.results().getFirst().node());
  }

  UnionTree tree() {
    return Objects.requireNonNull(tree.get());
  }

  @Override
  public ReadOnlyObjectProperty<UnionTree> treeProperty() {
    return tree.getReadOnlyProperty();
  }

  @Override
  public ReadOnlyIntegerProperty sizeProperty() {
    return size.getReadOnlyProperty();
  }

  /** Index of the place among those at which the state of a run changes. */
  @Override
  public ReadOnlyIntegerProperty cursorProperty() {
    return cursor.getReadOnlyProperty();
  }

  int cursor() {
    return cursor.get();
  }

  @Override
  public IntegerProperty selectedProperty() {
    return selected;
  }

  @Override
  public IntegerProperty hoveredProperty() {
    return hovered;
  }

  /** Whether anything is compared. */
  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  public boolean isOpen() {
    return open.get();
  }

  /** What is special about this comparison, or empty. */
  public ReadOnlyStringProperty noteProperty() {
    return note.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<ImmutableList<Card>> cardsProperty() {
    return cards.getReadOnlyProperty();
  }

  public ImmutableList<Card> cards() {
    return Objects.requireNonNull(cards.get());
  }

  public ReadOnlyObjectProperty<ImmutableList<Unfairness>> unfairnessProperty() {
    return unfairness.getReadOnlyProperty();
  }

  public ImmutableList<Unfairness> unfairness() {
    return Objects.requireNonNull(unfairness.get());
  }

  /** The axes on which any run spends anything. */
  public ReadOnlyObjectProperty<ImmutableList<Axis>> axesProperty() {
    return axes.getReadOnlyProperty();
  }

  public ObjectProperty<Axis> axisProperty() {
    return axis;
  }

  public Axis axis() {
    return Objects.requireNonNull(axis.get());
  }

  public ObjectProperty<Measure> measureProperty() {
    return measure;
  }

  public Measure measure() {
    return Objects.requireNonNull(measure.get());
  }

  /** Where on the axis the runs are looked at. */
  public ReadOnlyDoubleProperty placeProperty() {
    return place.getReadOnlyProperty();
  }

  public double place() {
    return place.get();
  }

  /** The end of the axis: what the dearest run cost. */
  public double end() {
    return alignment.end();
  }

  /** Where one run ends. */
  public double end(int run) {
    return alignment.end(run);
  }

  public ReadOnlyObjectProperty<ImmutableList<Curve>> curvesProperty() {
    return curves.getReadOnlyProperty();
  }

  public ImmutableList<Curve> curves() {
    return Objects.requireNonNull(curves.get());
  }

  /** The signs on a run's lane. */
  public ImmutableList<Sign> signs(int run) {
    return signs.get(run);
  }

  public ReadOnlyObjectProperty<ResultTable> tableProperty() {
    return table.getReadOnlyProperty();
  }

  public ResultTable table() {
    return Objects.requireNonNull(table.get());
  }

  public BooleanProperty playingProperty() {
    return playing;
  }
}
