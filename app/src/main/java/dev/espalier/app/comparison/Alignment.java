package dev.espalier.app.comparison;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The moments of several runs on one axis: each place at which the state of any run changes, and
 * the state every run is in there. A snapshot of what the runs are by now.
 */
final class Alignment {

  private final Axis axis;
  private final double[] places;

  /** For each run the cursor at each place. */
  private final int[][] cursors;

  private final double[] ends;

  private Alignment(Axis axis, double[] places, int[][] cursors, double[] ends) {
    this.axis = axis;
    this.places = places;
    this.cursors = cursors;
    this.ends = ends;
  }

  static Alignment of(Axis axis, ImmutableList<Course> courses) {
    int most = 1;
    for (Course course : courses) {
      most += course.moments(axis);
    }
    double[] places = new double[most];
    int count = 1;
    for (Course course : courses) {
      for (int moment = 0; moment < course.moments(axis); moment++) {
        places[count++] = course.at(axis, course.cursor(axis, moment));
      }
    }
    double[] distinct = Arrays.stream(places, 0, count).sorted().distinct().toArray();
    int[][] cursors = new int[courses.size()][distinct.length];
    double[] ends = new double[courses.size()];
    for (int run = 0; run < courses.size(); run++) {
      Course course = courses.get(run);
      int moment = 0;
      int last = course.moments(axis) - 1;
      for (int i = 0; i < distinct.length; i++) {
        while (moment < last && course.at(axis, course.cursor(axis, moment + 1)) <= distinct[i]) {
          moment++;
        }
        cursors[run][i] = course.cursor(axis, moment);
      }
      ends[run] = course.end(axis);
    }
    return new Alignment(axis, distinct, cursors, ends);
  }

  Axis axis() {
    return axis;
  }

  int runs() {
    return cursors.length;
  }

  /** How many places there are, at least the one at 0. */
  int size() {
    return places.length;
  }

  /** Where on the axis the place with this index lies; they ascend from 0. */
  double place(int index) {
    return places[index];
  }

  /** The last place not beyond {@code x}. */
  int indexAt(double x) {
    int found = Arrays.binarySearch(places, x);
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /** The cursor of a run at a place: its last state that costs no more. */
  int cursor(int run, int index) {
    return cursors[run][index];
  }

  /** What a whole run cost. */
  double end(int run) {
    return ends[run];
  }

  /** What the dearest run cost, the end of the axis. */
  double end() {
    return places[places.length - 1];
  }
}
