package dev.espalier.app.transport;

/**
 * The part of a time line that is in view, in the unit of its axis.
 *
 * @param to may lie beyond the end
 */
record Focus(double from, double to) {

  /** However long the line grows. */
  static final Focus WHOLE = new Focus(0, Double.POSITIVE_INFINITY);

  /** A part of a line from 0 to {@code end}, pushed to within it; all of it if it is as long. */
  static Focus within(double end, double from, double span) {
    if (span >= end) {
      return WHOLE;
    }
    double start = Math.clamp(from, 0, end - span);
    return new Focus(start, start + span);
  }
}
