package dev.espalier.app.comparison;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.app.tree.Series;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * What a run had reached against what it had spent: value i holds from place i to the next one.
 *
 * @param places on the axis, ascending; of two values at one place the later one is kept
 * @param end where the run ends; the last value holds up to there
 */
public record Curve(ImmutableDoubleList places, ImmutableDoubleList values, double end) {

  static Curve of(Axis axis, Course course, Series series) {
    MutableDoubleList places = DoubleLists.mutable.empty();
    MutableDoubleList values = DoubleLists.mutable.empty();
    for (int i = 0; i < series.size(); i++) {
      double place = course.seenFrom(axis, series.cursor(i));
      if (places.notEmpty() && places.getLast() == place) {
        values.set(values.size() - 1, series.value(i));
      } else {
        places.add(place);
        values.add(series.value(i));
      }
    }
    return new Curve(places.toImmutable(), values.toImmutable(), course.end(axis));
  }

  /** The value at a place, NaN before the first. */
  public double at(double place) {
    int found = places.binarySearch(place);
    int last = found >= 0 ? found : -found - 2;
    return last < 0 ? Double.NaN : values.get(last);
  }
}
