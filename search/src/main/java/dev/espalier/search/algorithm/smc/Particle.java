package dev.espalier.search.algorithm.smc;

/**
 * A weighted hypothesis.
 *
 * @param state what it is
 * @param logWeight log of its weight since the last resampling; −∞ if it is dead
 * @param twist log of the part of that weight that stands in for what is to come, and is taken back
 *     before the next; 0 if there is none
 */
public record Particle<S>(S state, double logWeight, double twist) {

  public Particle {
    if (Double.isNaN(logWeight) || Double.isNaN(twist) || Double.isInfinite(twist)) {
      throw new IllegalArgumentException(
          "a particle of log-weight " + logWeight + " and twist " + twist);
    }
  }

  /** A particle of weight 1. */
  public static <S> Particle<S> of(S state) {
    return new Particle<>(state, 0, 0);
  }

  public boolean isDead() {
    return logWeight == Double.NEGATIVE_INFINITY;
  }
}
