package dev.espalier.app.lanes;

/**
 * Where rounds and particles lie.
 *
 * @param column distance of two rounds
 * @param lane distance of two particles
 * @param left where the first round lies
 * @param overhang by how much the rounds are longer than the view
 */
record LanePlaces(double column, double lane, double left, double overhang) {

  /** Height of the strip of effective sizes above the lanes. */
  static final double TOP = 58;

  /** Room for the texts right of the last round. */
  static final double LABELS = 210;

  private static final double LEAST_COLUMN = 34;
  private static final double MOST_COLUMN = 110;
  private static final double MARGIN = 34;

  static LanePlaces of(LaneChart chart, double width, double height, double offset) {
    int rounds = chart.rounds().size();
    double room = width - MARGIN - LABELS;
    double column = Math.clamp(room / Math.max(1, rounds - 1), LEAST_COLUMN, MOST_COLUMN);
    double lane = Math.clamp((height - TOP - 16) / Math.max(1, chart.lanes()), 3, 44);
    double length = MARGIN + (rounds - 1) * column + LABELS;
    return new LanePlaces(column, lane, MARGIN - offset, Math.max(0, Math.rint(length - width)));
  }

  double x(int round) {
    return left + round * column;
  }

  double y(int particle) {
    return TOP + (particle + 0.5) * lane;
  }

  double radius(double weight, double heaviest) {
    double most = Math.min(13, lane * 0.44);
    double share = heaviest <= 0 ? 0 : Math.sqrt(Math.max(0, weight) / heaviest);
    return Math.max(1.2, most * share);
  }

  /** Round and particle at a point, or nothing. */
  int[] at(LaneChart chart, double px, double py) {
    int round = (int) Math.rint((px - left) / column);
    int particle = (int) Math.floor((py - TOP) / lane);
    boolean inside =
        round >= 0
            && round < chart.rounds().size()
            && particle >= 0
            && particle < chart.rounds().get(round).particles()
            && Math.abs(px - x(round)) <= Math.max(9, column * 0.3);
    return inside ? new int[] {round, particle} : new int[0];
  }
}
