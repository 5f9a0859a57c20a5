package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.score;

import dev.espalier.search.event.Score;

/**
 * The weight w of f = R + w·h, read off a score: the events carry the three numbers it ties
 * together.
 *
 * @param value NaN where h = 0 hides it, ∞ where f is h alone
 */
record Weight(double value) {

  private static final double NEAR = 1e-9;

  static Weight of(Score.AStar star) {
    if (Math.abs(star.value() - star.h()) < NEAR && star.regression() > NEAR) {
      return new Weight(Double.POSITIVE_INFINITY);
    }
    if (star.h() < NEAR) {
      return new Weight(Double.NaN);
    }
    double exact = (star.value() - star.regression()) / star.h();
    double rounded = Math.rint(exact * 1000) / 1000;
    // Scores are kept in fixed point, so a plain weight comes back a little off.
    return new Weight(Math.abs(exact - rounded) < 1e-3 ? rounded : exact);
  }

  /** The sum that gives f, numbers filled in. */
  String formula(Score.AStar star) {
    if (value == Double.POSITIVE_INFINITY) {
      return "h alone: w is ∞";
    }
    if (Double.isNaN(value)) {
      return "R + w·h = %s + w·0".formatted(score(star.regression()));
    }
    return "R + w·h = %s + %s·%s".formatted(score(star.regression()), plain(), score(star.h()));
  }

  /** As one writes it by hand: 1 rather than 1.000. */
  String plain() {
    return value == Math.rint(value) ? Long.toString((long) value) : score(value);
  }
}
