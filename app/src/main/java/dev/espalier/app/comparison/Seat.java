package dev.espalier.app.comparison;

import dev.espalier.app.course.Course;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventLog;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** A place among the runs, for one that is there or is to come. */
final class Seat {

  private final String title;
  private final Arrival arrival;
  private Arrival.Progress progress;

  /** Without events until the run is there. */
  private Course course = new Course(EventLog.of(Lists.immutable.empty()), new StepTimes());

  Seat(String title, Arrival arrival) {
    this.title = title;
    this.arrival = arrival;
    this.progress = new Arrival.Progress(null, "", Arrival.Phase.WAITING);
    look();
  }

  /**
   * Looks whether there is anything new.
   *
   * @return whether the run has come or changed its state
   */
  boolean look() {
    Arrival.Progress now = arrival.look();
    if (now.equals(progress)) {
      return false;
    }
    Entrant entrant = now.entrant();
    if (entrant != null && progress.entrant() == null) {
      course = new Course(entrant.events(), entrant.times());
    }
    progress = now;
    return true;
  }

  void stop() {
    arrival.stop();
  }

  String title() {
    Entrant entrant = progress.entrant();
    return entrant == null ? title : entrant.title();
  }

  Arrival.Progress progress() {
    return progress;
  }

  @Nullable Entrant entrant() {
    return progress.entrant();
  }

  Course course() {
    return course;
  }

  /** The algorithm and what of it is not at its default; empty while that is not known. */
  String settings() {
    Entrant entrant = progress.entrant();
    if (entrant == null) {
      return "";
    }
    SearchOrder order = entrant.order();
    AlgorithmDescription known =
        AlgorithmCatalogue.ALL.detect(one -> one.name().equals(order.algorithm()));
    String settings =
        order
            .settings()
            .keyValuesView()
            .reject(pair -> known != null && atDefault(known, pair.getOne(), pair.getTwo()))
            .toSortedListBy(pair -> pair.getOne())
            .collect(pair -> pair.getOne() + " " + pair.getTwo())
            .makeString(", ");
    return settings.isEmpty() ? order.algorithm() : order.algorithm() + " · " + settings;
  }

  private static boolean atDefault(AlgorithmDescription known, String name, String value) {
    return known
        .parameters()
        .anySatisfy(one -> one.name().equals(name) && one.byDefault().equals(value));
  }
}
