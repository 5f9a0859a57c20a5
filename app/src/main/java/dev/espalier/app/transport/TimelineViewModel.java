package dev.espalier.app.transport;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** What the scrubber's line counts, and which part of it is in view. */
public final class TimelineViewModel {

  /** In the order they are offered. */
  private static final ImmutableList<Axis> OFFERED =
      Lists.immutable.with(
          Axis.EVENTS,
          Axis.TOKENS,
          Axis.PRM,
          Axis.SECONDS,
          Axis.CHECKS,
          Axis.ROWS,
          Axis.CALLS,
          Axis.PRM_TOKENS);

  /** Least in view: a few events or tokens, or this part of everything. */
  private static final double LEAST = 5;

  private static final double LEAST_PART = 1e-4;

  private final TreeViewModel model;
  private final ObjectProperty<Axis> axis = new SimpleObjectProperty<>(this, "axis", Axis.EVENTS);
  private final ReadOnlyObjectWrapper<Focus> focus =
      new ReadOnlyObjectWrapper<>(this, "focus", Focus.WHOLE);
  private Function<EventSource, StepTimes> times = _ -> new StepTimes();

  TimelineViewModel(TreeViewModel model) {
    this.model = model;
    axis.addListener((_, _, _) -> showWhole());
    model.treeProperty().addListener((_, _, _) -> showWhole());
    model.cursorProperty().addListener((_, _, _) -> keepInView());
  }

  /** Says how to find out how long the steps of a search took. */
  public void measureBy(Function<EventSource, StepTimes> clock) {
    times = clock;
  }

  /** What the line counts where the search counts that; else it counts events. */
  public ObjectProperty<Axis> axisProperty() {
    return axis;
  }

  ReadOnlyObjectProperty<Focus> focusProperty() {
    return focus.getReadOnlyProperty();
  }

  /** What the line can count in this search. */
  public ImmutableList<Axis> axes() {
    Course course = course();
    return OFFERED.select(one -> one == Axis.EVENTS || course.has(one));
  }

  /** Counts the next thing that the line can count. */
  public void nextAxis() {
    ImmutableList<Axis> all = axes();
    axis.set(all.get((all.indexOf(scale().axis()) + 1) % all.size()));
  }

  private Course course() {
    EventSource source = model.source();
    return source == null
        ? new Course(EventLog.of(Lists.immutable.empty()), new StepTimes(), model.tree())
        : new Course(source, times.apply(source), model.tree());
  }

  Timescale scale() {
    Course course = course();
    Axis wanted = Objects.requireNonNull(axis.get());
    return new Timescale(course, course.has(wanted) ? wanted : Axis.EVENTS, focus.get());
  }

  /** Shows everything that happened. */
  public void showWhole() {
    focus.set(Focus.WHOLE);
  }

  /** Shows less around the moment on show, or more if the factor is below one. */
  public void zoom(double factor) {
    zoom(factor, Math.clamp(scale().place(model.cursor()), 0, 1));
  }

  /** The same around a place, which stays where it is. */
  void zoom(double factor, double place) {
    Timescale scale = scale();
    double span = Math.max(least(scale), scale.span() / factor);
    focus.set(Focus.within(scale.end(), scale.from() + place * (scale.span() - span), span));
  }

  /** Shows what lies between two places. */
  void focus(double one, double other) {
    Timescale scale = scale();
    double span = Math.max(least(scale), Math.abs(other - one) * scale.span());
    focus.set(Focus.within(scale.end(), scale.from() + Math.min(one, other) * scale.span(), span));
  }

  private static double least(Timescale scale) {
    return Math.max(scale.axis() == Axis.SECONDS ? 0 : LEAST, LEAST_PART * scale.end());
  }

  /** Shows what comes later, or before, by a part of what is in view. */
  void pan(double part) {
    Timescale scale = scale();
    if (!scale.whole()) {
      focus.set(Focus.within(scale.end(), scale.from() + part * scale.span(), scale.span()));
    }
  }

  private void keepInView() {
    Timescale scale = scale();
    double place = scale.place(model.cursor());
    if (!scale.whole() && (place < 0 || place > 1)) {
      pan(place - 0.5);
    }
  }

  /** "event 812 of 2,410", or what else is counted. */
  String place() {
    Timescale scale = scale();
    if (scale.axis() == Axis.EVENTS) {
      return "event %s of %s".formatted(Numbers.count(model.cursor()), Numbers.count(model.size()));
    }
    return "%s of %s %s"
        .formatted(
            scale.axis().figure(scale.value(model.cursor())),
            scale.axis().figure(scale.end()),
            scale.axis().label());
  }
}
